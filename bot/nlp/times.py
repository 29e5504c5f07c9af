"""When people want it: 明天下午3点, 这周六, 下班后, 月底 … as a half-open interval after `now`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.nlp.days import BEGINS_WITH, MAY_NAME, NAMED, named_days
from bot.nlp.needed import needed
from bot.nlp.numbers import NUMERAL, number
from community.clock import SHANGHAI
from community.understanding import TimeWish

_N = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_PARTS = {
    "凌晨": (0, 6), "大清早": (5, 8), "清早": (5, 8), "一早": (6, 9), "早上": (6, 10), "早晨": (6, 10), "上午": (8, 12),
    "前晌": (8, 12), "头午": (8, 12), "中午": (11, 14), "晌午": (11, 14), "午后": (13, 17), "下午": (13, 18),
    "后晌": (13, 18), "过晌": (13, 18), "傍晚": (17, 19), "下班后": (18, 21), "放学后": (16, 18), "晚饭后": (18, 21),
    "午饭后": (12, 14), "晚上": (18, 22), "夜里": (20, 24), "今晚": (18, 22), "半夜": (22, 24),
}  # fmt: skip
_DAYS = {
    "今天": 0, "今儿个": 0, "今儿": 0, "今日": 0, "今个": 0, "今": 0,
    "明天": 1, "明儿": 1, "明日": 1, "明个": 1, "明": 1, "大后天": 3, "后天": 2, "后儿": 2, "后日": 2,
}  # fmt: skip
_DAY = r"大后天|后天|后儿|后日|今儿个|今天|今儿|今日|今个|明天|明儿|明日|明个|[今明](?=[早晚])"
_WEEK = r"(?P<which>这个?|本|下下?个?)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
_NAMED_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_PART = _NAMED_PART + "|(?<=[今明])[早晚]"
_DATE = (
    rf"(?:(?P<month>{_N})月(?P<mday>{_N})[号日]|(?<![\d楼])(?P<day2>{_N})号(?![楼院线门])"
    r"|(?P<end>这个?月底|本?月底|年底|年前|过年前))"
)
_CLOCK = (
    rf"(?!四点半儿?课堂)(?P<hour>{_N})(?:点|时(?!候)|:(?=\d\d))(?:(?P<half>半)|(?P<quarter>[一三]刻)|(?P<minute>{_N})分?)?"
    r"(?![\d.]*米)"
)
_SOON = "现在|马上|立刻|立即|这会儿|尽快|赶紧|越快越好"
_SPAN = r"(?:[一两二三半\d]{1,2})个?(?:小时|钟头|分钟)(?:后|内|之内|以内)"
_SPARE = "(?:这|近)(?:两|几)天|周中|工作日|周内|随时|双休日"
# Few places of a text begin a wish: they are sooner found than the whole pattern is tried at each.
_BEGINS = (
    rf"[今\d{NUMERAL}晚]|明[天儿日个早晚]|后[天儿日晌]|大[后清]|[这本][个周月两几会星礼]|下[下个周星礼午班]|周[一二三四五六日天末中内]|星期|礼拜|早[上晨]?"
    r"|上午|凌晨|清早|前晌|头午|中午|晌午|午[后饭]|过[晌年]|傍晚|放学|夜里|半[夜个小钟分]|月底|年[底前]|现在|马上|立[刻即]|尽快|赶紧|越快|近[两几]"
    r"|随时|工作|双休"
)


def _wishes(named: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<soon>{_SOON})|(?P<span>{_SPAN})|(?P<spare>{_SPARE})"
        rf"|(?:(?P<day>{_DAY})|(?P<week>{_WEEK})|(?P<date>{_DATE})|(?P<named>{named}))?的?,?\s*(?P<part>{_PART})?\s*的?"
        rf"(?:(?P<clock>{_CLOCK})"
        rf"(?:\s*[-~至到]\s*(?P<until>{_N})(?:点|时|:)(?P<untilhalf>半)?)?(?P<after>以?后|之后|前|以前|之前|左右)?)?"
    )


NEEDED = needed("|".join((_SOON, _SPAN, _SPARE, _DAY, _WEEK, _DATE, NAMED, _NAMED_PART, _CLOCK)))
"""One of these pieces stands in every text with a wished time, see `needed`."""

_WISHES = re.compile(_BEGINS), _wishes("(?!)")
_NAMED_WISHES = re.compile(rf"{_BEGINS}|[{BEGINS_WITH}]"), _wishes(NAMED)
# What was, or is every day so, is no wish (昨天晚上, 上周三, 天天半夜, 半夜老是) unless somebody is at home then.
_WAS = re.compile(r"(?:昨[天日儿晚夜]?个?|大?前[天日儿几]天?|那天|当[天时]|刚才?|刚刚|去年|前年|上个?)[的在到]?\s*$")
_HABIT = re.compile(
    r"(?:每[天日晚夜到逢]?个?|天天|日日|夜夜|整天|成天|老是?|总是?|经常|常常|一到|一直|自从|动不动|隔三差五|时不时)[的在到]?\s*$"
)
_IS_SO = re.compile(
    r"\s*(?:黑|漆黑|看不|吵|睡不|不敢|冻|摔|响|闹|臭|太|走路|起夜"
    r"|老是?|总是?|天天|经常|常常|还在|又|以来|开始就|就(?:不|没|停|坏|断|堵|漏|开始))"
)
_FREE = re.compile(r"[^,.;!?]{0,5}?(?:(?<!没)(?<!不)(?:在家|有人|有空|有时间|方便)|都行|都可以|都在|能来)")
_LENGTHS = {"小时": 60, "钟头": 60, "分钟": 1}


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
    for match in _said(text):
        said = match[0].strip(" ,的")
        if not said or not any(
            match[name] for name in ("day", "week", "date", "named", "part", "clock", "soon", "span", "spare")
        ):
            continue
        begin = match.start() + match[0].index(said)
        telling = sum(bool(match[name]) for name in ("day", "week", "date", "named", "part", "clock"))
        if best is not None and telling <= best[0]:
            continue
        wish = None if _no_wish(text, begin, begin + len(said), match) else _wish(match, now)
        if wish is not None and (wish.end is None or wish.end > now):
            best = telling, FoundTime(begin, begin + len(said), wish)
    return best[1] if best else None


def _said(text: str) -> Iterator[re.Match[str]]:
    begins, wish = _NAMED_WISHES if MAY_NAME.search(text) else _WISHES
    begin = begins.search(text)
    while begin:
        match = wish.match(text, begin.start())
        if match:
            yield match
        begin = begins.search(text, max(begin.start() + 1, match.end() if match else 0))


def _no_wish(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a time is told of, not wished for."""
    before = text[max(0, start - 8) : start]
    if _WAS.search(before):
        return True
    ahead = match["day"] or match["week"] or match["date"] or match["named"]
    habit = _HABIT.search(before) or (not ahead and _IS_SO.match(text, end))
    return bool(habit) and not _FREE.match(text, end)


def _wish(match: re.Match[str], now: datetime) -> TimeWish | None:
    if match["soon"]:
        return TimeWish(now, now + timedelta(hours=2))
    if match["span"]:
        return _span(match["span"], now)
    if match["spare"]:
        return TimeWish(now, now + timedelta(days=3 if "天" in match["spare"] else 7))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = named_days(match["named"], midnight.date()) if match["named"] else None
    if days is not None and days[0] != days[1]:
        first, last = (midnight + (day - midnight.date()) for day in days)
        return TimeWish(max(first, now), last + timedelta(days=1))
    day = _day(match, midnight) if not match["named"] else midnight + (days[0] - midnight.date()) if days else None
    if day is None:
        return None
    if match["end"]:
        return TimeWish(now, day + timedelta(days=1))
    if match["week"] and match["weekday"] == "末":
        return TimeWish(*_within(match, day)) if match["part"] else TimeWish(day, day + timedelta(days=2))
    named = bool(match["day"] or match["week"] or match["date"] or match["named"])
    start, end = _within(match, day)
    if not named and end <= now:
        start, end = start + timedelta(days=1), end + timedelta(days=1)
    return TimeWish(start, end)


def _span(said: str, now: datetime) -> TimeWish:
    unit = next(name for name in _LENGTHS if name in said)
    raw = said.partition(unit)[0].rstrip("个")
    minutes = int((0.5 if raw == "半" else number(raw) or 1) * _LENGTHS[unit])
    point = now + timedelta(minutes=minutes)
    return TimeWish(now, point) if "内" in said else TimeWish(point, point + timedelta(hours=1))


def _day(match: re.Match[str], midnight: datetime) -> datetime | None:
    if match["day"]:
        return midnight + timedelta(days=_DAYS[match["day"]])
    if match["week"]:
        weekday = 5 if match["weekday"] == "末" else "一二三四五六日天".index(match["weekday"])
        weekday = min(weekday, 6)
        which = match["which"] or ""
        if which.startswith("下"):
            return midnight + timedelta(days=weekday - midnight.weekday() + 7 * which.count("下"))
        ahead = weekday - midnight.weekday()
        return midnight + timedelta(days=ahead if ahead >= 0 else ahead + 7)
    if match["date"]:
        return _date(match, midnight)
    return midnight


def _date(match: re.Match[str], midnight: datetime) -> datetime | None:
    if match["end"]:
        month = 12 if "年" in match["end"] else midnight.month
        first = midnight.replace(month=month, day=1)
        return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    named = number(match["month"]) if match["month"] else midnight.month
    day = number(match["mday"] or match["day2"])
    if named is None or day is None:
        return None
    try:
        date = midnight.replace(month=named, day=day)
        if date < midnight:
            date = date.replace(year=date.year + 1) if match["month"] else (date + timedelta(days=31)).replace(day=day)
    except ValueError:  # 2月30号
        return None
    return date


def _within(match: re.Match[str], day: datetime) -> tuple[datetime, datetime]:
    part = match["part"] or ""
    part = {"早": "早上", "晚": "晚上"}.get(part, part)
    low, high = _PARTS.get(part, (0, 24))
    if not match["clock"]:
        return day + timedelta(hours=low), day + timedelta(hours=high)
    hour = _hour(number(match["hour"]) or 0, part)
    minute = (
        30
        if match["half"]
        else {"一刻": 15, "三刻": 45}.get(match["quarter"] or "") or number(match["minute"] or "0") or 0
    )
    point = day + timedelta(hours=hour, minutes=min(minute, 59))
    if match["until"]:
        until = _hour(number(match["until"]) or 0, part)
        until += 12 if until < hour else 0
        return point, day + timedelta(hours=until, minutes=30 if match["untilhalf"] else 0)
    if match["after"] in ("前", "以前", "之前"):
        return day, point
    if match["after"] and match["after"] != "左右":
        return point, day + timedelta(hours=24 if hour >= 21 else 22)
    return point, point + timedelta(hours=1)


def _hour(hour: int, part: str) -> int:
    low, _ = _PARTS.get(part, (0, 24))
    if hour < 12 and (low >= 12 or (low == 11 and hour < 5)):
        return hour + 12
    if not part and 1 <= hour <= 6:  # 三点 among neighbours is the afternoon
        return hour + 12
    return min(hour, 24)
