"""Days that are counted or dated: 后天, 周一至周五, 下个月5号, 12/5, 两天后, 月底 … as the days that are meant."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.nlp.days import new_years_eve
from bot.nlp.numbers import NUMERAL, about, number

_N = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_COUNTED = {
    "今天": 0, "今儿个": 0, "今儿": 0, "今日": 0, "今个": 0, "今": 0,
    "明天": 1, "明儿": 1, "明日": 1, "明个": 1, "明": 1, "大后天": 3, "后天": 2, "后儿": 2, "后日": 2,
}  # fmt: skip
DAY = r"大后天|后天|后儿|后日|今儿个|今天|今儿|今日|今个|明天|明儿|明日|明个|[今明](?=[早晚])"
_WEEK = "(?:周|星期|礼拜)"
WEEK = (
    rf"(?P<which>这个?|本|下下?个?)?(?:{_WEEK}(?P<weekday>[一二三四五六日天末])"
    rf"(?:(?:(?P<through>[-~至到]{_WEEK}?)|[,和或]?{_WEEK}|(?=日))(?P<weeklast>[一二三四五六日天]))?|双休日)"
    rf"|(?P<whole>(?:这个?|本)(?=.{{1,2}}(?!.{{0,6}}[了过没停又]))|下下?个?){_WEEK}(?![围边遭岁])"
)
_NO_DATE = "楼院线门户房铺店窗桌摊柜机位桩床馆厅库坑井"
DATE = (
    rf"(?:(?P<month>{_N})月(?P<mday>{_N})[号日]|(?<![\d/.])(?P<slashed>\d{{1,2}}/\d{{1,2}})(?![\d/.%单号楼层户人个的])"
    rf"|(?P<moon>这个?月|本月|下个?月)(?:的?(?P<moonday>{_N})[号日]|(?P<third>[底初]|中旬)|(?<=下月|个月)(?<!这个月))"
    rf"|(?<![\d{NUMERAL}排组栋幢座街路巷弄线门区村院位元楼第])(?P<mday2>{_N})号(?!网格|[{_NO_DATE}])"
    rf"|(?P<end>月底|年底|(?<![\d{NUMERAL}几多半])过?年前))"
)
DATED = rf"{_N}[号日]|\d/\d|下个月|下月|月[底初中]|年[底前]"
"""Every date holds this."""
_UNIT = "(?:天|个?(?:周|星期|礼拜)|个月)"
FAR = (
    rf"(?:几|{_N}){_UNIT}(?:[之以]?后(?![面边门台头院楼排半])|[之以]?内)"
    rf"|(?:(?<![一-鿿])|(?<=[再等就要得先]))过(?:几|{_N}){_UNIT}"
)
_FAR = re.compile(rf"过?(几|{_N})个?(天|周|星期|礼拜|月)")
_LENGTHS = {"天": 1, "月": 30}
_SUNDAY = 6


class Days(NamedTuple):
    """First and last of the days. by: any time until the last is meant; again: days on which it comes again, if any."""

    first: date
    last: date
    by: bool = False
    again: int = 0


class Said(NamedTuple):
    """What a match of DAY, FAR, WEEK and DATE holds, in the order of NAMES."""

    day: str | None
    far: str | None
    week: str | None
    which: str | None
    weekday: str | None
    through: str | None
    weeklast: str | None
    whole: str | None
    month: str | None
    mday: str | None
    slashed: str | None
    moon: str | None
    moonday: str | None
    third: str | None
    mday2: str | None
    end: str | None


NAMES = Said._fields


@lru_cache(maxsize=512)  # people name the same days
def days_meant(today: date, *groups: str | None) -> Days | None:
    """The days of a match's groups of NAMES, today or else tomorrow for none; None if the calendar has none such."""
    said = Said(*groups)
    if said.day:
        day = today + timedelta(days=_COUNTED[said.day])
        return Days(day, day)
    if said.far:
        return _far(said.far, today)
    if said.week:
        return _week(said, today)
    return _date(said, today) if any(said) else Days(today, today, again=1)


def _far(said: str, today: date) -> Days:
    parts = _FAR.match(said)
    count, unit = (parts[1], parts[2]) if parts else ("几", "天")
    least, most = (2, 6) if count == "几" else about(count) or (1, 1)
    if count == "两" and said.startswith("过"):  # 过两天 is no promise of the second
        most = 3
    length = _LENGTHS.get(unit, 7)
    if said.endswith("内"):
        return Days(today, _ahead(today, most * length), by=True)
    return Days(_ahead(today, least * length), _ahead(today, most * length))


def _ahead(today: date, days: int) -> date:
    return today + timedelta(days=min(days, 400))


def _week(said: Said, today: date) -> Days:
    monday = today - timedelta(days=today.weekday())
    if said.whole:
        monday += timedelta(days=7 * said.whole.count("下"))
        return Days(max(monday, today), monday + timedelta(days=6))
    which = said.which or ""
    weekday = said.weekday or "末"
    numbers = (5, _SUNDAY) if weekday == "末" else (_number(weekday), _number(said.weeklast or weekday))
    through = bool(said.through) or weekday == "末" or abs(numbers[0] - numbers[1]) == 1
    if which.startswith("下"):
        first, last = (monday + timedelta(days=number + 7 * which.count("下")) for number in numbers)
        return Days(first, last if through and last >= first else first)
    first, last = (today + timedelta(days=(number - today.weekday()) % 7) for number in numbers)
    if not through:
        return Days(min(first, last), min(first, last), again=7)
    return Days(first if first <= last else today, last, again=7)


def _number(weekday: str) -> int:
    return min("一二三四五六日天".index(weekday), _SUNDAY)


def _date(said: Said, today: date) -> Days | None:
    if said.end:
        if said.end.endswith("年前"):
            return Days(today, new_years_eve(today) - timedelta(days=1), by=True)
        return Days(today, _last(today.replace(month=12) if "年" in said.end else today), by=True)
    if said.moon and not said.moonday:
        return _third(said.moon, said.third or "", today)
    if said.slashed:
        slashed, _, day = said.slashed.partition("/")
        return _dated(int(slashed), (int(day), int(day)), today)
    month = number(said.month) if said.month else None
    days = about(said.mday or said.moonday or said.mday2 or "")
    if days is None or (said.month and month is None):
        return None
    if said.moon:
        begun = _begun(said.moon, today)
        return _days(begun.year, begun.month, days)
    return _dated(month, days, today)


def _dated(month: int | None, days: tuple[int, int], today: date) -> Days | None:
    """The next such days: of the month, or of any."""
    for ahead in range(13):
        year, index = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        found = _days(year, index + 1, days) if month in (None, index + 1) else None
        if found and found.last >= today:
            return found
    return None


def _days(year: int, month: int, days: tuple[int, int]) -> Days | None:
    try:
        return Days(date(year, month, days[0]), date(year, month, days[1]))
    except ValueError:  # 2月30号
        return None


def _third(moon: str, third: str, today: date) -> Days:
    """A month, its first days, its middle or its end."""
    first = _begun(moon, today)
    last = _last(first)
    if third == "底":
        return Days(today, last, by=True) if first <= today else Days(last - timedelta(days=4), last)
    if third == "初":
        return Days(first, first.replace(day=10))
    if third:
        return Days(first.replace(day=11), first.replace(day=20))
    return Days(max(first, today), last)


def _begun(moon: str, today: date) -> date:
    """The first of this month or of the next."""
    first = today.replace(day=1)
    return _last(first) + timedelta(days=1) if moon.startswith("下") else first


def _last(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
