"""What runs when: data. Local times; `sat`, never 6, which cron syntax takes for Sunday here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from community.clock import SHANGHAI
from community.timing import Moment, Scope


@dataclass(frozen=True, slots=True)
class Tick:
    """`kind` is due for everything in `scope` whenever `trigger` fires."""

    kind: str
    scope: Scope
    trigger: CronTrigger


TIMETABLE = (
    Tick("plan", Scope.PROGRAM, CronTrigger(hour=0, minute=5, timezone=SHANGHAI)),
    Tick("learn", Scope.PROGRAM, CronTrigger(hour=2, minute=30, timezone=SHANGHAI)),
    Tick("words", Scope.PROGRAM, CronTrigger(day_of_week="mon", hour=8, minute=5, timezone=SHANGHAI)),
    Tick("tidy", Scope.PROGRAM, CronTrigger(hour=3, minute=20, timezone=SHANGHAI)),
    Tick("backup", Scope.PROGRAM, CronTrigger(hour=3, minute=40, timezone=SHANGHAI)),
    Tick("watch", Scope.BOT, CronTrigger(hour=9, minute=10, timezone=SHANGHAI)),
    Tick("digest", Scope.STAFF_PLACE, CronTrigger(hour=8, timezone=SHANGHAI)),
)

MARKET_DAY = CronTrigger(day_of_week="sat", timezone=SHANGHAI)
"""Midnight of every market day; the posts about it are `community.market_rule.MARKET_POSTS`."""

DAYS_AHEAD = timedelta(days=8)
WEEKS_AHEAD = timedelta(weeks=4)


def fires(trigger: CronTrigger, since: datetime, until: datetime) -> Iterator[datetime]:
    """Every time at which `trigger` fires in [since, until); a pure function of its arguments."""
    at = trigger.get_next_fire_time(None, since)
    while at is not None and at < until:
        yield at
        at = trigger.get_next_fire_time(at, at)


def moments(now: datetime) -> list[Moment]:
    """The timetable's times from the morning of `now` on, DAYS_AHEAD."""
    since = _midnight(now)
    return [
        Moment(tick.kind, tick.scope, at.astimezone(now.tzinfo))
        for tick in TIMETABLE
        for at in fires(tick.trigger, since, since + DAYS_AHEAD)
    ]


def market_days(now: datetime) -> list[date]:
    """The Saturdays from today on, WEEKS_AHEAD."""
    since = _midnight(now)
    return [at.date() for at in fires(MARKET_DAY, since, since + WEEKS_AHEAD)]


def _midnight(now: datetime) -> datetime:
    return now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
