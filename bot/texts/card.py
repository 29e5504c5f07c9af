"""What the texts give the courier: a card, with no library's types in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from bot.callbacks import Press
from community.taxonomy import Category, Taxonomy

Style = Literal["", "primary", "success", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button. Exactly one of press, url, start and group.

    start: (purpose, id) of a deep link into private. group: a link that brings the bot into a group.
    """

    label: str
    press: Press | None = None
    style: Style = ""
    url: str | None = None
    start: tuple[str, str] | None = None
    group: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the reply keyboard in private. asks: what Telegram itself asks the person for."""

    label: str
    asks: Literal["", "contact", "location"] = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A small file made by us, sent below the text."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Card:
    """One message. `html` is Telegram HTML, at most 4,096 UTF-16 units.

    rows: inline buttons. keys: a reply keyboard (only on one-off notes; a message has one kind of keyboard).
    keys_away: take the reply keyboard away. media: {"type", "file_id" | "latitude", "longitude"} sent below the text.
    edit_only: worth showing only where the card stands already. gone: the message is to disappear.
    """

    html: str
    rows: tuple[tuple[Button, ...], ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()
    keys_away: bool = False
    media: tuple[Mapping[str, Any], ...] = ()
    document: Document | None = None
    edit_only: bool = False
    gone: bool = False


BELOW_NOW = Card("⬇️ 这张换了新的，请看下面那张。")
TAKEN_AWAY = Card("这张卡片已经收走了。")
"""What is left of a message that can't be deleted any more."""

ONCE_MORE = "\n<i>（网络不稳，可能发了两遍，以这条为准）</i>"
LONGEST = 4096


def once_more(card: Card) -> Card:
    """The card for somebody who may have it already: two of them do no harm if the newer one says which holds."""
    html = card.html + ONCE_MORE
    return replace(card, html=html) if len(html.encode("utf-16-le")) // 2 <= LONGEST else card


@dataclass(frozen=True, slots=True)
class Wording:
    """What every text may need beside its view: the names of the categories and the time (aware UTC)."""

    taxonomy: Taxonomy
    now: datetime

    def category(self, code: str) -> Category | None:
        """The category, or None for a code that the taxonomy has dropped since."""
        return self.taxonomy.categories.get(code)

    def name(self, code: str) -> str:
        """The category's name, the code itself if it is unknown."""
        known = self.category(code)
        return known.name if known else code

    def title(self, code: str) -> str:
        """The category's name with its emoji, as a card says it."""
        known = self.category(code)
        return f"{known.emoji} {known.name}" if known else code

    def label(self, code: str) -> str:
        """The category as a button says it, with its emoji."""
        known = self.category(code)
        return f"{known.emoji} {known.label or known.name}" if known else code
