"""Opening hours as people write them: 周一到周五 8:00-18:00, 早8点到晚7点，周一休息. Read whole or not at all."""

import re
from dataclasses import dataclass, field

from community.folding import folded
from community.hours import Hours

_DAYS = "一二三四五六日"
_ALL = frozenset(range(1, 8))
_WHOLE_DAY = (0, 23 * 60 + 59)
_TO = r"\s*(?:[-－—–~～]+|至|到)\s*"
_WEEK = r"(?:周|星期|礼拜)"
_DAY = rf"[{_DAYS}天](?![点时刻])"
_LIST = re.compile(rf"{_WEEK}{_DAY}(?:(?:{_TO}|\s*[、和及跟与/]\s*)?{_WEEK}?{_DAY})*")
_ONE_DAY = re.compile(rf"({_TO})?{_WEEK}?([{_DAYS}天])")
_NAMED = {
    **dict.fromkeys(("工作日", "上班日"), range(1, 6)),
    **dict.fromkeys(("双休日", "周末"), range(6, 8)),
    **dict.fromkeys(("每天", "天天", "每日", "全年"), range(1, 8)),
}
_PART = r"(?:(?P<{0}part>凌晨|清晨|早上|早晨|上午|早|中午|下午|午后|傍晚|晚上|晚间|夜里|晚|夜)\s*)?"
_DIGITS = r"(?:\d{{1,2}}|[零一二两三四五六七八九十]{{1,3}})"
_CLOCK = rf"{_PART}(?P<{{0}}hour>{_DIGITS})(?:[:：](?P<{{0}}min>\d\d)|[点时](?P<{{0}}past>半|[一三]刻|{_DIGITS})?分?)?"
_SPAN = re.compile(_CLOCK.format("a") + _TO + _CLOCK.format("b"))
_AFTERNOON = frozenset({"下午", "午后", "傍晚", "晚上", "晚间", "夜里", "晚", "夜"})
_MIDNIGHT = frozenset({"晚上", "晚间", "夜里", "晚", "夜"})
_ALWAYS = re.compile(r"(?:24|二十四)个?小时|全天候?(?![休歇关不])|随时|不限时")
_EXCEPT = re.compile(r"除了?(?!外)")
_CLOSED = re.compile(
    r"店?(?:全天|一天)?(?:休息|轮休|公休|店休|休业|休|歇业|歇着|歇班|歇|关门|关店|打烊|不营业|不开门|不开|不上班|不接单|不接|不干)(?:一天|日)?|除外"
)
_FILLER = re.compile(
    r"无休|不休|照常|(?:营业|接单|开门|上班)?时间|其[他它余]|剩下|平时|日子|几天|一般|本店|我们|咱们|店里|以外|之外|不过|但是?|就是"
    r"|营业|上班|开门|接单|干活|服务|写错|打错|不对|错|应该|改成|改为|更正|[都是从在能可以来的了吧啊呢我每为外]|[\s,，;；。.!！:：、()（）]+"
)
_NUMBERS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}


@dataclass
class _Rule:
    """Days (None: not named) with what is said of them."""

    days: frozenset[int] | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    closed: bool = False


def read_hours(said: str, before: Hours | None = None) -> Hours | None:
    """Opening hours; empty: always open. None: not all of it is understood, and half of it would be wrong.

    before: what holds so far; 周一休息 alone takes a day out of it.
    """
    rules = _rules(folded(said))
    if not rules:
        return None
    closed = frozenset[int]().union(*(rule.days or () for rule in rules if rule.closed))
    only = frozenset[int]().union(*(rule.days or () for rule in rules if not rule.closed and not rule.spans))
    told = [rule for rule in rules if rule.spans]
    if told:
        named = frozenset[int]().union(*(rule.days or () for rule in told))
        open_on = _by_day(told, only or _ALL - named)
    else:
        open_on = {day: _before(before, day) for day in (only or _ALL)}
    found = {day: sorted(spans) for day, spans in open_on.items() if spans and day not in closed}
    if not found or any(opens >= closes for spans in found.values() for opens, closes in spans):
        return None
    if found == {day: [_WHOLE_DAY] for day in _ALL}:
        return {}
    return {str(day): [[_clock(opens), _clock(closes)] for opens, closes in found[day]] for day in sorted(found)}


def _by_day(told: list[_Rule], unnamed: frozenset[int]) -> dict[int, list[tuple[int, int]]]:
    open_on: dict[int, list[tuple[int, int]]] = {}
    for rule in told:
        for day in rule.days if rule.days is not None else unnamed:
            open_on.setdefault(day, []).extend(rule.spans)
    return open_on


def _before(before: Hours | None, day: int) -> list[tuple[int, int]]:
    if not before:
        return [_WHOLE_DAY]
    return [(_minutes(opens), _minutes(closes)) for opens, closes in before.get(str(day), ())]


def _rules(said: str) -> list[_Rule]:
    """What is said, piece by piece; empty if a piece of it is not understood."""
    rules, at = [_Rule()], 0
    while at < len(said):
        taken = _take_days(rules, said, at) or _take_span(rules, said, at) or _take_word(rules, said, at)
        if not taken:
            return []
        at = taken
    return [rule for rule in rules if rule.days is not None or rule.spans]


def _take_days(rules: list[_Rule], said: str, at: int) -> int:
    """Days, which begin a rule of their own unless the one before has said nothing of its days yet."""
    name = next((name for name in _NAMED if said.startswith(name, at)), None)
    match = _LIST.match(said, at)
    if name is None and match is None:
        return 0
    days = frozenset(_NAMED[name]) if name is not None else _listed(match[0] if match else "")
    last = rules[-1]
    if last.spans or (last.closed and last.days is not None and not said[:at].rstrip().endswith(tuple("、和及"))):
        rules.append(_Rule(days))
    else:
        last.days = days | (last.days or frozenset())
    return at + len(name) if name is not None else match.end() if match else 0


def _listed(days: str) -> frozenset[int]:
    found: list[int] = []
    for match in _ONE_DAY.finditer(days):
        day = _DAYS.index(match[2].replace("天", "日")) + 1
        found += range(found[-1], day + 1) if match[1] and found else [day]
    return frozenset(found)


def _take_span(rules: list[_Rule], said: str, at: int) -> int:
    if (match := _ALWAYS.match(said, at)) is not None:
        span = _WHOLE_DAY
    elif (match := _SPAN.match(said, at)) is not None:
        span = _span(match)
    else:
        return 0
    if rules[-1].closed:
        rules.append(_Rule())
    rules[-1].spans.append(span)
    return match.end()


def _take_word(rules: list[_Rule], said: str, at: int) -> int:
    if (match := _FILLER.match(said, at)) is not None:
        return match.end()
    if (match := _EXCEPT.match(said, at)) is not None:
        rules.append(_Rule(closed=True))
        return match.end()
    match = _CLOSED.match(said, at)
    if match is None or rules[-1].spans or rules[-1].days is None:
        return 0  # 中午休息：不知道是几点
    rules[-1].closed = True
    return match.end()


def _span(match: re.Match[str]) -> tuple[int, int]:
    """From when to when, in minutes; 8点到6点 ends in the afternoon."""
    opens, closes = _time(match, "a"), _time(match, "b")
    if min(opens, closes) < 0:
        return 0, 0
    if closes <= opens and match["bpart"] is None and _number(match["ahour"]) <= 12:
        closes += 12 * 60
    return opens, min(closes, _WHOLE_DAY[1])


def _time(match: re.Match[str], which: str) -> int:
    part, hour = match[f"{which}part"], _number(match[f"{which}hour"])
    past = match[f"{which}past"]
    minute = _QUARTERS[past] if past in _QUARTERS else _number(match[f"{which}min"] or past or "0")
    if hour > 24 or minute > 59:
        return -1
    late = (part in _AFTERNOON and hour < 12) or (part in _MIDNIGHT and hour == 12)
    return (hour + 12 if late else hour) * 60 + minute


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _NUMBERS[written] if len(written) == 1 else 99
    return (_NUMBERS[tens] if tens else 1) * 10 + (_NUMBERS[ones] if ones else 0)


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
