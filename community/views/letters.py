"""What could not be said, for staff."""

from dataclasses import dataclass
from datetime import datetime

from community.facts import CardSlot
from community.words import OutboxState


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing that did not arrive. to: a group's title, or somebody's first character. number: of the matter.

    again: it may be tried again; broadcasts of which nobody knows whether they arrived may not.
    """

    id: int
    slot: CardSlot
    to: str
    number: str
    at: datetime
    state: OutboxState
    error: str
    again: bool


@dataclass(frozen=True, slots=True)
class LettersView:
    """A page of them, newest first, and how many there are on how many pages.

    desk: id of the staff chat in which the list stands; empty: in private.
    """

    letters: tuple[Letter, ...]
    count: int
    page: int = 0
    pages: int = 1
    desk: str = ""
