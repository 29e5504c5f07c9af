"""Times of day: 早上, 下午三点半, 八九点, 上午9点-下午3点, 晚上12点以后 … as spans from a day's midnight."""

from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from bot.nlp.numbers import NUMERAL, about, number

PARTS = {
    "凌晨": (0, 6), "大清早": (5, 8), "清早": (5, 8), "一早": (6, 9), "早上": (6, 10), "早晨": (6, 10), "上午": (8, 12),
    "前晌": (8, 12), "头午": (8, 12), "中午": (11, 14), "晌午": (11, 14), "午后": (13, 17), "下午": (13, 18),
    "后晌": (13, 18), "过晌": (13, 18), "傍晚": (17, 19), "下班前": (8, 18), "下班后": (18, 21), "放学后": (16, 18),
    "晚饭后": (18, 21), "午饭后": (12, 14), "晚上": (18, 22), "夜里": (20, 24), "今晚": (18, 22), "后半夜": (24, 30),
    "半夜": (22, 24), "早": (6, 10), "晚": (18, 22),
}  # fmt: skip
"""Hours from midnight; what comes after midnight belongs to the evening before, as people count."""

_N = rf"(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})"
_O_CLOCK = r"(?:点(?!儿|心|名|建议|意见|要求|想法)|时(?![候间常不])|:(?=\d\d))"
NAMED_PART = "|".join(sorted((part for part in PARTS if len(part) > 1), key=len, reverse=True))
PART = rf"{NAMED_PART}|(?<=[今明])[早晚]|[早晚](?={_N}[点时:])"
_MINUTE = rf"{_N}(?![\d{NUMERAL}]{{0,3}}[点时:])"
_TO = r"\s*[-~至到]\s*"
CLOCK = (
    rf"(?!四点半儿?课堂|一点(?:[也不没水电气]|都(?!行|可以|在))|一到)(?:(?P<either>{_N}),(?={_N}[点时]))?(?P<hour>{_N})"
    rf"(?:{_O_CLOCK}(?:(?P<half>半)|(?P<quarter>[一三]刻)|(?P<minute>{_MINUTE})分?)?(?:多?钟|来钟|多|整)?"
    rf"|(?={_TO}(?:{NAMED_PART})?{_N}(?:[点时]|:\d\d)))(?![\d.]{{0,9}}米)"
)
HOUR = rf"{_N}(?:点|时|:\d)"
"""Every clock holds this."""
UNTIL = (
    rf"(?:(?P<to>{_TO})|或者?|,?(?<=[点时钟半分,])(?=[\d{NUMERAL}]))(?P<untilpart>{PART})?"
    rf"(?P<until>{_N}){_O_CLOCK}(?:(?P<untilhalf>半)|(?P<untilminute>{_MINUTE})分?)?钟?"
)
SIDE = r"(?<![,\s的])(?:前后|左右|[之以][前后]|[前后](?![面边门台头院楼排天夜晌任期半几]))"
_EVENING, _LATE = 18, 21
_BEDTIME = timedelta(hours=22)


class Span(NamedTuple):
    """A span from a day's midnight. at: the one moment that is named, if one is."""

    start: timedelta
    end: timedelta
    at: timedelta | None = None


class Said(NamedTuple):
    """What a match of PART, CLOCK, UNTIL and SIDE holds, in the order of NAMES."""

    part: str | None
    side: str | None
    either: str | None
    hour: str | None
    half: str | None
    quarter: str | None
    minute: str | None
    to: str | None
    untilpart: str | None
    until: str | None
    untilhalf: str | None
    untilminute: str | None


NAMES = Said._fields


def edge(side: str | None) -> str:
    """前 or 后, if that is said; 三点前后 is neither."""
    return "" if side in (None, "前后", "左右") else side[-1]


@lru_cache(maxsize=512)  # people name the same hours
def spans(*groups: str | None) -> tuple[Span, ...]:
    """What a match's groups of NAMES may mean, the likelier first; none where they name no hour."""
    said = Said(*groups)
    part = said.part or ""
    low, high = PARTS.get(part, (0, 24))
    if not said.hour:
        low, high = (0, low) if edge(said.side) == "前" else (low, high)
        return (Span(timedelta(hours=low), timedelta(hours=high)),)
    first, last = about(said.either or said.hour), about(said.hour)
    hour = _hour(first[0], part) if first and last else None
    if first is None or last is None or hour is None:
        return ()
    more = max(last[1] - first[0], 0)
    likely = _span(said, hour, more)
    if part or not 7 <= first[0] < 12 or said.hour.startswith("0"):
        return (likely,)
    evening = _span(said, hour + 12, more)  # 9点 is in the morning, or else in the evening
    return (likely, evening) if evening.end <= _BEDTIME else (likely,)


def _span(said: Said, hour: int, more: int) -> Span:
    point = timedelta(hours=hour, minutes=_minutes(said.half, said.quarter, said.minute))
    if said.until:
        return Span(point, _until(said, point))
    side = edge(said.side)
    if side == "前":
        return Span(timedelta(), point, point)
    if side == "后":
        return Span(point, timedelta(hours=22 if hour < _LATE else max(24, hour + 1)))
    return Span(point, point + timedelta(hours=more + 1), None if more else point)


def _until(said: Said, start: timedelta) -> timedelta:
    hour = _hour((about(said.until or "") or (0, 0))[1], said.untilpart or said.part or "")
    end = timedelta(hours=24 if hour is None else hour, minutes=_minutes(said.untilhalf, None, said.untilminute))
    while end <= start:
        end += timedelta(hours=24 if said.untilpart else 12)
    return end if said.to else end + timedelta(hours=1)  # 十点十一点 are both meant


def _minutes(half: str | None, quarter: str | None, minute: str | None) -> int:
    if half:
        return 30
    return {"一刻": 15, "三刻": 45}.get(quarter or "") or min(number(minute or "0") or 0, 59)


def _hour(hour: int, part: str) -> int | None:
    """The hour of 24 that is meant, above 24 after midnight; None for what no clock shows."""
    if hour > 24:
        return None
    low, _ = PARTS.get(part, (0, 24))
    if low >= _EVENING:
        return hour if hour > 12 else hour % 12 + (24 if low == 24 or hour % 12 < 5 else 12)
    if part == "凌晨":
        return hour % 12 if hour <= 12 else hour
    if hour < 12 and (low >= 12 or (low == 11 and hour < 5)):
        return hour + 12
    return hour + 12 if not part and 1 <= hour <= 6 else hour  # 三点 among neighbours is the afternoon
