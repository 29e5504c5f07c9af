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
    """The newest of them, and how many there are."""

    letters: tuple[Letter, ...]
    count: int
