"""When people want it: 明天下午3点, 这周六, 下班后, 月底 … as a half-open interval after `now`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.nlp import clocks, dates
from bot.nlp.clocks import CLOCK, HOUR, NAMED_PART, PART, SIDE, UNTIL, edge, spans
from bot.nlp.dates import DATE, DATED, DAY, FAR, WEEK, Days, days_meant
from bot.nlp.days import BEGINS_WITH, MAY_NAME, NAMED, after_named, named_days
from bot.nlp.needed import needed
from bot.nlp.numbers import NUMERAL, number
from community.clock import SHANGHAI
from community.understanding import TimeWish

_SOON = "现在|马上|立刻|立即|这会儿|尽快|赶紧|越快越好"
_LENGTHS = {"小时": 60, "钟头": 60, "刻钟": 15, "分钟": 1}
_SPAN = rf"(?:(?P<count>\d{{1,3}}|[{NUMERAL}]{{1,3}})(?P<more>个半)?|半)个?(?P<unit>{'|'.join(_LENGTHS)})[之以]?[后内]"
_SPARE = "(?:这|近)(?:两|几)天|周中|周内|随时"
# Few places of a text begin a wish: they are sooner found than the whole pattern is tried at each.
_BEGINS = (
    rf"[今晚]|[\d{NUMERAL}](?=[\d{NUMERAL}]{{0,3}}(?:[点时月号天周星礼小钟分刻:/,~\-至到\s]|个[半小钟月周星礼]))|明[天儿日个早晚]|后[天儿日晌半]|大[后清]|[这本][个周月两几会星礼]|下[下个周月星礼午班]"
    r"|周[一二三四五六日天末中内]|星期|礼拜|早(?!点)[上晨]?|上午|凌晨|清早|前晌|头午|中午|晌午|午[后饭]|过[晌年几两一三四五六七八九十\d]"
    r"|傍晚|放学|夜里|半[夜个小钟分]|月底|年[底前]|现在|马上|立[刻即]|尽快|赶紧|越快|近[两几]|随时|双休|几[天个周]"
)


def _wishes(named: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<soon>{_SOON})|(?P<span>{_SPAN})|(?P<spare>{_SPARE})"
        rf"|(?:(?P<day>{DAY})|(?P<far>{FAR})|(?P<date>{DATE})|(?P<named>{named})|(?P<week>{WEEK}))?的?,?\s*"
        rf"(?P<part>{PART})?\s*的?(?:(?P<clock>{CLOCK})(?:{UNTIL})?)?(?P<side>{SIDE})?"
    )


NEEDED = needed("|".join((_SOON, _SPAN, _SPARE, DAY, FAR, WEEK, DATED, NAMED, NAMED_PART, HOUR)))
"""One of these pieces stands in every text with a wished time, see `needed`."""

_WISHES = re.compile(_BEGINS), _wishes("(?!)")
_NAMED_WISHES = re.compile(rf"{_BEGINS}|[{BEGINS_WITH}]"), _wishes(NAMED)
_TELLING = ("day", "far", "week", "date", "named", "part", "clock")
# What was, or is every day so, is no wish (昨天晚上, 上周三, 天天半夜, 半夜老是) unless somebody is at home then.
_WAS = re.compile(r"(?:昨[天日儿晚夜]?个?|大?前[天日儿几]天?|那天|当[天时]|刚才?|刚刚|去年|前年|上个?)[的在到]?\s*$")
_HABIT = re.compile(
    r"(?:每[天日晚夜到逢]?个?|天天|日日|夜夜|整天|成天|老是?|总是?|经常|常常|一到|一直|自从|动不动|隔三差五|时不时)[的在到]?\s*$"
)
_IS_SO = re.compile(
    r"\s*(?:起来(?!修|弄)|起床|饭|咋过|怎么过|醒|一看|晃|攒|没法|热得|冷得|疼|黑|漆黑|看不|吵|睡不|不敢|冻|摔|响|闹|臭|太|走路|起夜"
    r"|老是?|总是?|天天|经常|常常|还在|又|以来|开始就|就(?:不|没|停|坏|断|堵|漏|开始))"
)
_ALL_OF = re.compile(r"(?:^|[^一二三四五六七八九十])(?:这?一|整|大)$")  # 这一晚上咋过, 大半夜
_FREE = re.compile(r"[^,.;!?]{0,5}?(?:(?<!没)(?<!不)(?:在家|有人|有空|有时间|方便)|都行|都可以|都在|能来)")
# A time at which it can't be (明天上午不行, 周六不在家), unless that is asked (明天行不行).
_NOT_THEN = re.compile(
    r"[^,.;!?]{0,4}?(?:(?<!行)不行(?![吗嘛么])|(?<!在)不在|(?<!有)没有?[空时]|(?<!没)有事(?![吗找])|(?<!方便)不方便|不得空|来不了|家里?没人|(?<!中)不中(?![吗嘛])"
    r"|没人在|不可以)"
)
_BUT_THEN = re.compile(r"(?:除了?|别|不要|(?<!是)不是)在?$")
# 明天上午不行,下午来 and 明天在家,下午来: what comes later is of the same day.
_GOES_ON = re.compile(
    r"[^.;!?]{0,4}(?:不行|不在|没?有?[空时]间?|有事|不?方便|不得空|来不了|没人|在家|可以|[来行在])[^.;!?,]{0,2},?\s*"
)
# 快一点来, 一点水都没有: a little, unless there is more to tell the hour by.
_A_LITTLE = "一点"
_JUST_NOW = timedelta(hours=3)
_DAY, _AFTER = timedelta(days=1), timedelta(days=7)


class _Earlier(NamedTuple):
    """A day that was said, with the place where; its own time of day, if any, is not the one that is wished."""

    start: int
    end: int
    days: Days | None


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A wish with the place where it is said."""

    start: int
    end: int
    wish: TimeWish


def find_time(text: str, now: datetime) -> FoundTime | None:
    """The first wished time in a normalised text; of several neighbours the most telling one. None if there is none.

    now: in any zone; people mean the time on their own wall, Shanghai's.
    """
    now = now.astimezone(SHANGHAI)
    best: tuple[int, FoundTime] | None = None
    earlier: _Earlier | None = None
    for match in _said(text):
        said = match[0].strip(" ,的")
        if not said or said == _A_LITTLE:
            continue
        start = match.start() + match[0].index(said)
        end = start + len(said)
        ahead = _names_a_day(match)
        same = None if ahead or earlier is None or not _GOES_ON.fullmatch(text, earlier.end, start) else earlier
        telling = sum(map(bool, match.group(*_TELLING))) + (same is not None)
        if best is not None and telling <= best[0]:
            continue
        no = _no_wish(text, start, end, match)
        wish = None if no else _wish(match, now, same.days if same else None)
        if wish is not None and (wish.end is None or wish.end > now):
            best = telling, FoundTime(same.start if same else start, end, wish)
        if ahead and bool(match["part"] or match["clock"]) == no:
            earlier = _Earlier(start, end, _days(match, now.date()))
    return best[1] if best else None


def _names_a_day(match: re.Match[str]) -> bool:
    return any(match.group("day", "far", "week", "date", "named"))


def _said(text: str) -> Iterator[re.Match[str]]:
    begins, wish = _NAMED_WISHES if MAY_NAME.search(text) else _WISHES
    begin = begins.search(text)
    while begin:
        match = wish.match(text, begin.start())
        if match and match.end() > begin.start():
            yield match
        begin = begins.search(text, max(begin.start() + 1, match.end() if match else 0))


def _no_wish(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a time is told of, not wished for."""
    before = text[max(0, start - 8) : start]
    if _WAS.search(before) or _BUT_THEN.search(before) or _NOT_THEN.match(text, end):
        return True
    ahead = match["day"] or match["week"] or match["date"] or match["named"]
    habit = _HABIT.search(before) or (not ahead and (_IS_SO.match(text, end) or _ALL_OF.search(before)))
    return bool(habit) and not _FREE.match(text, end)


def _wish(match: re.Match[str], now: datetime, same: Days | None) -> TimeWish | None:
    if match["soon"]:
        return TimeWish(now, now + timedelta(hours=2))
    if match["span"]:
        return _in_a_while(match, now)
    if match["spare"]:
        return TimeWish(now, now + timedelta(days=3 if "天" in match["spare"] else 7))
    days = same or _days(match, now.date())
    if days is None:
        return None
    if match["part"] or match["clock"]:
        return _timed(match, days, now)
    return _whole(match, days, now)


def _days(match: re.Match[str], today: date) -> Days | None:
    named = match["named"]
    if not named:
        return days_meant(today, *match.group(*dates.NAMES))
    found = named_days(named, today)
    return Days(*found, by=named.endswith("前")) if found else None


def _whole(match: re.Match[str], days: Days, now: datetime) -> TimeWish:
    """Whole days, or what is before or after them."""
    side = edge(match["side"])
    if side == "后":
        after = after_named(match["named"], now.date()) if match["named"] else None
        begins = _midnight(days.last + _DAY, now)
        return _from_to(*after, now) if after else TimeWish(begins, begins + _AFTER)
    if days.by:
        return TimeWish(now, _midnight(days.last + _DAY, now))
    return TimeWish(now, _midnight(days.first, now)) if side == "前" else _from_to(days.first, days.last, now)


def _from_to(first: date, last: date, now: datetime) -> TimeWish:
    begins = _midnight(first, now)
    return TimeWish(begins if first == last else max(begins, now), _midnight(last + _DAY, now))


def _timed(match: re.Match[str], days: Days, now: datetime) -> TimeWish | None:
    """The first of the times that is still ahead, on the first of the days that has one."""
    likely, side = spans(*match.group(*clocks.NAMES)), edge(match["side"])
    for day in _tried(days):
        midnight = _midnight(day, now)
        for span in likely:
            start, end = midnight + span.start, midnight + span.end
            if end > now and not (side == "后" and start < now - _JUST_NOW):
                at = None if span.at is None else midnight + span.at
                return TimeWish(max(start, now) if side == "前" else start, end, at)
    return None


def _tried(days: Days) -> Iterator[date]:
    yield days.first
    yield from (days.first + timedelta(days=at) for at in range(1, min((days.last - days.first).days, 7) + 1))
    if days.again:
        yield days.first + timedelta(days=days.again)


def _midnight(day: date, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def _in_a_while(match: re.Match[str], now: datetime) -> TimeWish:
    count = number(match["count"]) or 1 if match["count"] else 0.5
    minutes = int((count + (0.5 if match["more"] else 0)) * _LENGTHS[match["unit"]])
    point = now + timedelta(minutes=minutes)
    return TimeWish(now, point, point) if "内" in match["span"] else TimeWish(point, point + timedelta(hours=1), point)
