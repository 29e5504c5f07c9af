"""A market day as groups see it, and the next ones as staff plan them."""

from dataclasses import dataclass
from datetime import date, datetime

from community.calendars import OddDay
from community.lunar import Lunar
from community.words import MarketState


@dataclass(frozen=True, slots=True)
class MarketView:
    """opens, closes: "HH:MM" local. days_before: which post this is; None: it was asked for. over: it has closed.

    older: a newer card about it stands below. services: categories that partners near it serve.
    """

    id: str
    day: date
    lunar: Lunar | None
    opens: str
    closes: str
    street: str
    host: str
    square: str
    rain_place: str
    services: tuple[str, ...]
    going: int
    state: MarketState
    days_before: int | None
    over: bool
    older: bool


@dataclass(frozen=True, slots=True)
class PlannedMarket:
    """One line of the staff's plan. odd: why the Saturday is to be looked at."""

    id: str
    day: date
    saturday: date
    host: str
    state: MarketState
    odd: OddDay | None


@dataclass(frozen=True, slots=True)
class MarketPlanView:
    """The next market days of a street, soonest first."""

    street: str
    markets: tuple[PlannedMarket, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A market day as a calendar entry. uid never changes; starts, ends: aware local."""

    uid: str
    title_host: str
    place: str
    rain_place: str
    starts: datetime
    ends: datetime
    cancelled: bool
