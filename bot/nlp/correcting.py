"""Where somebody takes back a place that they told: what is right of it, by its parts."""

import re

from bot.nlp.hints import read_hints
from bot.nlp.lift import lift
from bot.nlp.normal import normalise
from bot.nlp.numbers import NUMERAL, number
from community.door_parts import Parts, mended, parts_in, whole
from community.understanding import Band, Kind, Parsed, Slots, Understanding

LONGEST = 60
_N = rf"(?:\d{{1,4}}|[{NUMERAL}]{{1,4}})"
_CALLED = {"building": "号楼", "unit": "单元", "room": "室"}
_NAMES = (("building", "楼号|几号楼|楼栋"), ("unit", "单元"), ("room", "房号|门牌|房间|室"))
_NOT = re.compile(rf"不是({_N})(?:号?楼|栋|幢|座|#|单元|室|号)?(?![{NUMERAL}\d])")
_PLAINLY = re.compile(
    r"[打写说输看记弄搞]错|错了|口误|手误|更正|纠正|^\*|改[成到为]|^[哦啊哎噢呀唉 ]{0,2}不[对是][,，。.!！ ]"
)
_AROUND = re.compile(
    r"不好意思|抱歉|对不起|手滑|眼花|[我俺]?老?糊涂|看岔|[打写说输看记弄搞]?错了?|口误|手误|更正|纠正(?:一下)?|不对|那个|应该"
    r"|改成|才对|上面|刚才|[我俺]家|地址|sorry|oops|[是的在住了啊呀哦噢哎唉嗯吧哈我俺这就*]|[^\w一-鿿]"
)
_BARE = re.compile(rf"({_N})(号|楼|室)?")
_CLAUSE = re.compile(r"[,.;!?~… ]+")
_NOTHING = Understanding(Kind.CHATTER, Band.SILENT, (), 0, Slots(), Parsed(), None, "", (), 0)
_LATER = re.compile(r"改到|改期|[再才]来")  # 改到6号 is a day


def right_parts(known: str | None, text: str) -> tuple[Parts, ...]:
    """What `text` puts right of `known`, the place that its speaker told before.

    None: it corrects nothing of that place. Several: it may be any of them, which only its speaker knows.
    """
    old = parts_in(known or "")
    if not any(old) or len(text) > LONGEST:
        return ()
    hints = read_hints(text)
    told, rest = _door(hints.meant if hints.corrects else text)
    if not any(told):
        return _number_alone(old, normalise(text).text, hints.meant)
    plainly = hints.corrects and (_PLAINLY.search(text) or _takes_back(old, normalise(text).text))
    alone = not _left(rest) and (hints.corrects or _differs(old, told))  # 6号楼, and no word more
    return (told,) if plainly or alone else ()


def put_right(known: str | None, text: str, meaning: Understanding) -> Understanding:
    """`meaning`, what is right of a `text` that corrects, with its place whole; with none where it isn't plain."""
    told = right_parts(known, text)
    if known is not None and len(told) == 1:
        return with_place(meaning, mended(known, told[0]))
    unclear = meaning.slots.place and _differs(parts_in(known or ""), parts_in(meaning.slots.place))
    return without_place(meaning) if unclear else meaning


def by_edit(known: str | None, text: str, meaning: Understanding) -> Understanding:
    """`meaning` of a `text` that was edited: the place that it names now, with what it leaves out of the known one."""
    place = meaning.slots.place
    if known is None or place is None or meaning.parsed.door is None:
        return put_right(known, text, meaning)
    return with_place(meaning, whole(known, place))


def with_place(meaning: Understanding, place: str) -> Understanding:
    """`meaning`, were it told of `place`."""
    door = lift(normalise(place).text).door
    return meaning._replace(slots=meaning.slots._replace(place=place), parsed=meaning.parsed._replace(door=door))


def only_at(place: str) -> Understanding:
    """What is meant by who names `place` and says no more."""
    return with_place(_NOTHING, place)


def without_place(meaning: Understanding) -> Understanding:
    """`meaning`, were no place told."""
    return meaning._replace(slots=meaning.slots._replace(place=None), parsed=meaning.parsed._replace(door=None))


def _door(text: str) -> tuple[Parts, str]:
    """The parts of the door that a text names, and what is said besides."""
    normal = normalise(text)
    said, rest = lift(normal.text).said, normal.text
    for piece in reversed(said):
        rest = rest[: piece.start] + " " + rest[piece.end :]
    return parts_in("".join(normal.verbatim(piece.start, piece.end) for piece in said) or text), rest


def _left(rest: str) -> str:
    """What is said besides a place and that it is the right one."""
    return _AROUND.sub("", rest)


def _differs(old: Parts, told: Parts) -> bool:
    """Whether a part that is known was told otherwise."""
    return any(one and other and _value(one) != _value(other) for one, other in zip(old, told, strict=True))


def _takes_back(old: Parts, plain: str) -> bool:
    """Whether what is known is just what it says is not: 不是5号楼的路灯，是6号楼的."""
    wrong = parts_in(plain.partition("不是")[2])
    return any(wrong) and not _differs(old, wrong)


def _value(part: str) -> int | str:
    """3 of 3号楼 and 三号楼; the words themselves where there is no number."""
    match = _BARE.match(part)
    value = number(match[1].replace("〇", "零")) if match else None
    return part.upper() if value is None else value


def _number_alone(old: Parts, plain: str, meant: str) -> tuple[Parts, ...]:
    """A number alone is the part of the same shape as what it corrects: 不是5，是6 – 6号楼; 打错了，是302 – 302."""
    alone = re.fullmatch(rf"是({_N})(?:的|室)?[^\w一-鿿]*", plain)
    clauses = _CLAUSE.split(meant) if meant else [alone[1]] if alone and len(alone[1]) > 2 else []
    told = next((match for clause in clauses if (match := _BARE.fullmatch(_left(clause)))), None)
    if told is None or (told[2] and _LATER.search(plain)):
        return ()
    known = [name for name in _CALLED if getattr(old, name)]
    wrong = _NOT.search(plain)
    same = [name for name in known if wrong and _value(getattr(old, name)) == number(wrong[1])]
    named = [name for name, words in _NAMES if re.search(words, plain)]
    names = same or named or [name for name in known if _fits(name, told)]
    if not names and len(told[1]) > 2 and "building" in known:
        names = ["room"]  # 5号楼, of which the flat is told at last
    return tuple(filter(any, (parts_in(told[1] + _CALLED[name]) for name in names)))


def _fits(name: str, told: re.Match[str]) -> bool:
    """Whether a number looks like a room, 302, or a building or unit, 6; 6号 is a building, 6楼 may be neither."""
    if name == "room" or len(told[1]) > 2 or told[2] == "室":
        return name == "room" and len(told[1]) > 2
    return told[2] is None or (name == "building" and told[2] == "号")
