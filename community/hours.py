"""Opening hours and the quiet hours of the night, in local time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from community.clock import SHANGHAI

QUIET_FROM = time(21, 30)
QUIET_TO = time(7, 30)

Hours = Mapping[str, Sequence[Sequence[str]]]
"""Weekday "1" (Monday) to "7" → list of ("HH:MM", "HH:MM"); empty: always open."""


def is_quiet(now: datetime) -> bool:
    """Whether `now` lies in the quiet hours."""
    local = now.astimezone(SHANGHAI).time()
    return local >= QUIET_FROM or local < QUIET_TO


def after_quiet(now: datetime) -> datetime:
    """`now`, or the end of the quiet hours that it lies in."""
    if not is_quiet(now):
        return now
    local = now.astimezone(SHANGHAI)
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return datetime.combine(day, QUIET_TO, SHANGHAI).astimezone(now.tzinfo)


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """`now` if open, else the next opening within a week; None if the hours name no opening at all."""
    if not hours:
        return now
    local = now.astimezone(SHANGHAI)
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        for opens, closes in sorted(map(tuple, hours.get(str(day.isoweekday()), ()))):
            start = datetime.combine(day, time.fromisoformat(opens), SHANGHAI)
            end = datetime.combine(day, time.fromisoformat(closes), SHANGHAI)
            if local < end:
                return max(start, local).astimezone(now.tzinfo)
    return None
