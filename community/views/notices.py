"""One-off sentences about announcements, market days and the staff's morning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from community.facts import NoteKind
from community.views.market import CalendarView


@dataclass(frozen=True, slots=True)
class NoticeView:
    """over: characters too many. day, numbers: of a digest (danger, new, unclaimed, unanswered, overdue, promised →
    numbers of matters).

    unsent: how many things did not arrive.
    """

    kind: NoteKind
    over: int = 0
    calendar: CalendarView | None = None
    day: date | None = None
    numbers: Mapping[str, tuple[str, ...]] | None = None
    unsent: int = 0
