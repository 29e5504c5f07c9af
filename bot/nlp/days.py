"""Days that go by a name: 中秋, 腊月二十三, 大年初二, 补班那天, 节后 … as the next such days."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache

from bot.nlp.numbers import number
from community.calendars import is_workday
from community.lunar import Lunar, lunar

_AHEAD = 400  # a name comes again within a year, leap months and all
_LONGEST_OFF = 10  # days
_LUNAR_DAY = "初[一二三四五六七八九十]|[二三]十[一二三四五六七八九]?|十[一二三四五六七八九]?|廿[一二三四五六七八九]?"
_FEASTS = {
    "除夕": "除夕|大年三十|年三十|大年夜", "小年": "小年(?!轻|纪|级)", "腊八": "腊八(?!粥|蒜|面)",
    "元宵": "元宵节|正月十五", "端午": "端午节?(?!粽|香)", "七夕": "七夕", "中元": "中元节|七月半",
    "中秋": "中秋节?(?!月饼)", "重阳": "重阳节?(?!糕)", "春节": "春节(?!联)",
    "元旦": "元旦", "妇女节": "三八妇女节|妇女节|三八节", "清明": "清明节?(?!上河)",
    "五一": "五一(?!路|广场|街|小区|村)|劳动节", "六一": "六一(?!路|小区)|儿童节",
    "教师节": "教师节", "国庆": "国庆节?(?!路)", "冬至": "冬至(?!饺|面)",
}  # fmt: skip
_LUNAR = {"小年": (12, 23), "腊八": (12, 8), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15),
          "中秋": (8, 15), "重阳": (9, 9), "春节": (1, 1)}  # fmt: skip
_SOLAR = {"元旦": (1, 1), "妇女节": (3, 8), "五一": (5, 1), "六一": (6, 1), "教师节": (9, 10), "国庆": (10, 1)}
_BY_THE_SUN = {"清明": (4, 4.81), "冬至": (12, 21.94)}
_EVERYBODY_OFF = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
_MONTHS = {"正": 1, "冬": 11, "腊": 12}

NAMED = (
    rf"(?:(?:农历|阴历|旧历)的?)?(?:[正冬腊]|(?<![一二三四五六七八九十])十?[一二三四五六七八九十])月(?:{_LUNAR_DAY})(?![号日\d一二三四五六七八九十])"
    r"|大年初[一二三四五六七八九十]|(?<![月大升了到上读的])初[四五六七八九十](?![一二三四五六七八九中])"
    rf"|(?:{'|'.join(_FEASTS.values())})(?:期间|放假|假期|那几天|长假)?"
    r"|补班(?:那|的)?(?:一?天|日子|时候)|(?:补班|调休上班)的?(?:那个)?(?:周|星期|礼拜)[六日天]|(?:周|星期|礼拜)[六日天]补班"
    r"|下一?个工作日|(?<!个)工作日|节后|过完节|放完假|过完年|放假[以之]?前|过?节[以之]?前"
)
MAY_NAME = re.compile(
    r"[历腊旦夕节秋阳初庆补调假]|[正冬一二三四五六七八九十]月[十二三廿]|[大小三年]年|[年元]夜|年三|端午|中元|清明|[五六]一|作日|冬至|完年"
)
BEGINS_WITH = "农阴旧正冬腊十一二三四五六七八九大年初除小元端中重春妇清劳儿教国补调周星礼下节过放工"
_DATE = re.compile(rf"(?P<month>[正冬腊]|十?[一二三四五六七八九十])月(?P<day>{_LUNAR_DAY})")
_NEW_YEAR = re.compile(r"初(?P<day>[一二三四五六七八九十])")
_WEEKDAY = re.compile(r"(?:周|星期|礼拜)([六日天])")
_NAMES = tuple((name, re.compile(said)) for name, said in _FEASTS.items())


@lru_cache(maxsize=256)  # a year is walked through day by day, and people name the same feasts
def named_days(said: str, today: date) -> tuple[date, date] | None:
    """First and last of the next days, today included, that `said` (a match of NAMED) names; None if nobody knows."""
    if "工作日" in said:
        return _one(today, lambda day: (day > today or said == "工作日") and is_workday(day))
    if "补班" in said or "调休" in said:
        weekday = _WEEKDAY.search(said)
        meant = (6, 7) if weekday is None else (6,) if weekday[1] == "六" else (7,)
        known = _one(today, lambda day: day.isoweekday() in meant and is_workday(day))
        return known or (_one(today, lambda day: day.isoweekday() in meant) if weekday else None)
    if said.endswith("前"):
        eve = _days_off(_next_given_off(today))[0] - timedelta(days=1)
        return (today, eve) if eve >= today else None
    if said == "过完年":
        return after_named("春节", today)
    if said.startswith(("节后", "过完", "放完")):
        return _after(_next_given_off, today)
    moon = _DATE.search(said) or _NEW_YEAR.search(said)
    if moon and "元宵" not in said:
        named = moon.groupdict()
        month = 1 if said.startswith("大年") else _month(named.get("month"), today)
        return _on_the_moon(today, month, _day(moon["day"]))
    name = next(name for name, pattern in _NAMES if pattern.search(said))
    found = _feast(name, today)
    return _days_off(found[0]) if found and ("假" in said or said.endswith(("期间", "那几天"))) else found


@lru_cache(maxsize=256)
def after_named(said: str, today: date) -> tuple[date, date] | None:
    """The first working day after the days that `said` names, or after the days off around them."""

    def last_named(day: date) -> date | None:
        found = named_days(said, day)
        return found[1] if found else None

    return _after(last_named, today)


def _after(named: Callable[[date], date | None], today: date) -> tuple[date, date] | None:
    """The first working day after the days off that are, or that come next."""
    since = today - timedelta(days=_LONGEST_OFF)
    while since <= today and (last := named(since)) is not None:
        if (day := _days_off(last)[1] + timedelta(days=1)) > today:
            return day, day
        since = last + timedelta(days=1)
    return None


@lru_cache(maxsize=64)
def new_years_eve(today: date) -> date:
    """The next eve of the lunar new year, today included; what is to be done before the year ends is due by it."""
    found = _feast("除夕", today)
    return found[0] if found else date(today.year, 12, 31)


@lru_cache(maxsize=64)
def _feast(name: str, today: date) -> tuple[date, date] | None:
    if name in _LUNAR:
        return _on_the_moon(today, *_LUNAR[name])
    if name == "除夕":
        return _one(today, lambda day: lunar(day + timedelta(days=1)) == Lunar(1, 1, leap=False))
    if name in _BY_THE_SUN:
        return _one(today, lambda day: (day.month, day.day) == _by_the_sun(name, day.year))
    return _one(today, lambda day: (day.month, day.day) == _SOLAR[name])


def _by_the_sun(name: str, year: int) -> tuple[int, int]:
    """Month and day of 清明 or 冬至, 2022 to 2099."""
    month, shift = _BY_THE_SUN[name]
    short = year % 100
    return month, int(short * 0.2422 + shift) - short // 4


def _on_the_moon(today: date, month: int | None, day: int) -> tuple[date, date] | None:
    def is_it(one: date) -> bool:
        found = lunar(one)
        return found is not None and not found.leap and found.day == day and month in (None, found.month)

    return _one(today, is_it)


def _month(said: str | None, today: date) -> int | None:
    """The month said; from the twelfth month on, 初八 alone is of the first. None: of any."""
    if said is None:
        now = lunar(today)
        return 1 if now is not None and (now.month == 12 or (now.month == 1 and now.day < 15)) else None
    return _MONTHS.get(said) or number(said)


def _day(said: str) -> int:
    plain = said.removeprefix("初").replace("廿", "二十")
    return number(plain) or 0


def _next_given_off(today: date) -> date:
    """The next of the feasts on which everybody is off; known without the year's published holidays."""
    return min(found[0] for name in _EVERYBODY_OFF if (found := _feast(name, today)))


def _days_off(feast: date) -> tuple[date, date]:
    first = last = feast
    while not is_workday(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while not is_workday(last + timedelta(days=1)):
        last += timedelta(days=1)
    return first, last


def _one(today: date, is_it: Callable[[date], bool]) -> tuple[date, date] | None:
    found = next((day for day in _days(today) if is_it(day)), None)
    return (found, found) if found else None


def _days(today: date) -> Iterator[date]:
    return (today + timedelta(days=ahead) for ahead in range(_AHEAD))
