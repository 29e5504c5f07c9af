"""One-off sentences and what they need to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from community.facts import NoteKind
from community.understanding import Kind
from community.words import MatterState, OrderState


@dataclass(frozen=True, slots=True)
class MineLine:
    """One of a person's own matters in a list."""

    id: str
    number: str
    kind: Kind
    state: MatterState
    category: str
    sensitive: bool
    order: OrderState | None
    despair: bool = False


@dataclass(frozen=True, slots=True)
class NoteView:
    """A one-off sentence.

    id, number, category, partner: of the matter or order it is about. name: of the person it is said to; at a desk, the
    masked one of whoever asked.
    phone, door: the resident's, there only for the claimer of a held or done order.
    reached: the bot may write to the resident in private. language: "en" if that is what the one it is said to writes.
    despair: it is said to somebody who may not want to live.
    neighbour: the masked name of who has it too and said `text`.
    text, media, choices, door_wanted, phone_wanted, about, proposal: from the fact's payload.
    utterance: the message it is about.
    """

    kind: NoteKind
    name: str = ""
    id: str = ""
    number: str = ""
    category: str = ""
    partner: str | None = None
    community: str | None = None
    community_phone: str = ""
    staff: bool = False
    partner_member: bool = False
    phone: str | None = None
    door: str | None = None
    text: str = ""
    about: str = ""
    proposal: str = ""
    neighbour: str = ""
    utterance: str = ""
    orders: tuple[MineLine, ...] = ()
    """What they hold for others."""
    door_wanted: bool = False
    phone_wanted: bool = False
    media: tuple[Mapping[str, Any], ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    reached: bool = True
    at_desk: bool = False
    language: str | None = None
    despair: bool = False
    mine: tuple[MineLine, ...] = field(default=())
