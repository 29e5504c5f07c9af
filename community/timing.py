"""What is due, and what the timetable makes due."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

UNSET, PASSED = "visit_unset", "wish_passed"
"""What a wished time waits for that nobody has agreed to: it comes near, it is over."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that waits for its time: what (`kind`) happens to which of our ids (`subject`). due_at: aware UTC."""

    id: str
    kind: str
    subject: str
    local_date: date
    due_at: datetime


class Scope(StrEnum):
    """What a moment of the timetable happens to."""

    PROGRAM = "program"  # once, subject ""
    BOT = "bot"  # once for every bot, by its own process
    STAFF_PLACE = "staff_place"  # every staff chat


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of the timetable: `kind` happens to everything in `scope`. at: aware."""

    kind: str
    scope: Scope
    at: datetime


def kind_for(kind: str, bot_id: int) -> str:
    """A kind of due thing that only the processes of one bot do."""
    return f"{kind}:{bot_id}"
