"""What the cards of the 办事指南 show, to staff."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from community.facts import NoteKind
from community.words import GuideState


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in the list."""

    id: str
    question: str
    scope: str
    expired: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class ListView:
    """The list, page by page."""

    lines: tuple[EntryLine, ...]
    page: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry. scope: the community's name, empty for the whole street. choices: (id, name) of communities.

    page: "" the entry, a field that is asked for, that field and "." and what was wrong, or "scope".
    everywhere: the reader may make it the whole street's. mine: the reader may change it.
    """

    id: str
    question: str
    answer: str
    source: str
    phone: str
    until: date | None
    scope: str
    state: GuideState
    expired: bool
    asked: int
    missed: int
    page: str
    mine: bool
    everywhere: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """An entry as a line of the sheet. scope: the community's name, empty for the whole street."""

    id: str
    question: str
    answer: str
    source: str
    phone: str
    until: date | None
    scope: str
    active: bool


@dataclass(frozen=True, slots=True)
class GuideNoteView:
    """A one-off sentence about the guide. lines: of the sheet; payload: that of the fact."""

    kind: NoteKind
    payload: Mapping[str, object]
    lines: tuple[SheetLine, ...] = ()


GuideView = ListView | EntryView
