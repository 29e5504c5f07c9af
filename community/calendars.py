"""Days: which are worked, which Saturdays are odd, whose turn the market is. Pure functions."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import chinese_calendar

from community.clock import SHANGHAI

SATURDAY = 6  # isoweekday


class OddDay(StrEnum):
    """Why staff should look at a Saturday before a market is held on it."""

    MAKE_UP_WORKDAY = "make_up_workday"  # 调休上班
    HOLIDAY = "holiday"  # 法定假期
    NOT_PUBLISHED = "not_published"  # 这一年的放假安排还没有公布


def odd_day(day: date) -> OddDay | None:
    """Why a Saturday is not an ordinary one; None if it is."""
    try:
        holiday, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:  # 年份在它的数据之外
        return OddDay.NOT_PUBLISHED
    if not holiday:
        return OddDay.MAKE_UP_WORKDAY
    return OddDay.HOLIDAY if name else None


def is_workday(day: date) -> bool:
    """Whether offices are open; by the weekday alone where the year's holidays are not known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.isoweekday() < SATURDAY


def staff_read(day: date) -> bool:
    """Whether staff get a morning digest: on working days, and on Saturdays for the market."""
    return is_workday(day) or day.isoweekday() == SATURDAY


def next_host(rota: Sequence[str], last: str | None) -> str:
    """Whose turn comes after `last` in `rota` (not empty); the first if `last` is not in it."""
    if last is None or last not in rota:
        return rota[0]
    return rota[(list(rota).index(last) + 1) % len(rota)]


def local_date(now: datetime) -> date:
    """The local day of `now`."""
    return now.astimezone(SHANGHAI).date()
