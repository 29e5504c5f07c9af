"""What staff ask for at their desk: what is late, how the month goes, who the partners are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.words import PartnerState


@dataclass(frozen=True, slots=True)
class LateLine:
    """A matter that waits. since: the time that was agreed, or from which nobody took it. holder: who holds it."""

    number: str
    category: str
    since: datetime
    holder: str = ""


@dataclass(frozen=True, slots=True)
class OverdueView:
    """What is late: agreed times that have passed, orders that nobody takes, questions that nobody answered."""

    missed: tuple[LateLine, ...]
    unclaimed: tuple[LateLine, ...]
    unanswered: tuple[LateLine, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came in during a span, and what became of it by now.

    to_claim, to_done: how long it took on average from being registered; None: it never came so far. by_category: the
    most frequent ones, code and count.
    """

    received: int
    solved: int
    done: int
    open: int
    asked: int
    rated: int
    good: int
    to_claim: timedelta | None
    to_done: timedelta | None
    by_category: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ReportView:
    """The last seven days and the month so far. where: the community, or the street."""

    where: str
    week: Figures
    month: Figures


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A partner: what it serves, how much it did and how it was found."""

    name: str
    state: PartnerState
    categories: tuple[str, ...]
    done: int
    stars: float | None
    members: int


@dataclass(frozen=True, slots=True)
class RosterView:
    """The partners of a community or a street."""

    where: str
    partners: tuple[RosterLine, ...]
