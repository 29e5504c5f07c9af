"""Opening hours and the quiet hours of the night, in local time."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from community.clock import SHANGHAI

QUIET_FROM = time(21, 30)
QUIET_TO = time(7, 30)

Hours = Mapping[str, Sequence[Sequence[str]]]
"""Weekday "1" (Monday) to "7" → list of ("HH:MM", "HH:MM"); empty: always open."""

_DAYS = "一二三四五六日"
_CLOCK = r"(\d{1,2})(?:[:：点时](\d{2})?)?分?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:[-－—–~～至到]+)\s*(?:下午)?{_CLOCK}")
_DAY, _TO = r"([一二三四五六日天])", r"\s*[-－—–~～至到]+\s*"
_WEEK = re.compile(rf"(?:周|星期|礼拜){_DAY}(?:{_TO}(?:周|星期|礼拜)?{_DAY})?")
_NAMED = {"工作日": range(1, 6), "周末": range(6, 8), "每天": range(1, 8), "天天": range(1, 8)}

# Half of what such words say would be read, and the wrong half: 下午2点到6点, 周一、周三.
_OTHERWISE = re.compile(rf"[下中]午|晚|夜|{_DAY}\s*[、,，和及]\s*(?:周|星期|礼拜)?{_DAY}")


def read_hours(said: str) -> Hours | None:
    """Opening hours as people write them: 周一到周五 8:00-18:00, 每天8点到20点. None: not to be read."""
    if _OTHERWISE.search(said) or len(_SPAN.findall(said)) != 1 or len(_WEEK.findall(said)) + _named(said) > 1:
        return None
    named = next((days for name, days in _NAMED.items() if name in said), None)
    week = _WEEK.search(said)
    if named is None and week is not None:
        first, last = (_DAYS.index(day.replace("天", "日")) + 1 for day in (week[1], week[2] or week[1]))
        named = range(first, last + 1)
    span = _SPAN.search(said)
    if span is None or (named is not None and not named):
        return None
    opens, closes = _clock(span[1], span[2]), _clock(span[3], span[4])
    if opens is None or closes is None or opens >= closes:
        return None
    return {str(day): [[opens, closes]] for day in (named or range(1, 8))}


def _named(said: str) -> int:
    return sum(name in said for name in _NAMED)


def _clock(hour: str, minute: str | None) -> str | None:
    told = (int(hour), int(minute or 0))
    return f"{told[0]:02d}:{told[1]:02d}" if told[0] <= 23 and told[1] <= 59 else None


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
