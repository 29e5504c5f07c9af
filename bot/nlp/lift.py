"""What is lifted out of a text before it is cut: doors, phones, links, mentions, plates, stickers, prices."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from bot.nlp.needed import needed
from bot.nlp.numbers import DIGIT, NUMERAL, number
from community.door_shapes import BEGINS, DOOR, written
from community.understanding import Door

_PHONE = (
    r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ ,./-]?\d{4}[ ,./-]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
    r"|(?<![\d.-])(?!20[012]\d[01]\d)[2-8]\d{6,7}(?![\d元块])"
    rf"|(?<![{DIGIT}\d])(?:[一幺][ ,]?[三四五六七八九](?:[ ,-]?[{DIGIT}]){{9}}"
    rf"|[二三四五六七八](?:[ ,]?[{DIGIT}]){{6,7}})(?![{DIGIT}\d])"
)
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PRICE = rf"(?:\d+(?:\.\d+)?|[{NUMERAL}]{{1,4}})(?:元|块钱|块|毛)(?![儿石砖])(?:[/每一](?:斤|份|个|盒|箱|件))?"
_HOTLINE = r"(?<!\d)(?:12345|12315|12348|12333|12355|110|119|120|122|95598|96119)(?!\d)"
_URL = r"https?://\S+|www\.\S+|[\w-]+\.(?:com|cn|net)\b\S*"
_PLAIN = (
    rf"(?P<phone>{_PHONE})"
    rf"|(?P<door>{DOOR})"
    r"|(?P<mention>@[^\s@,.:;!?]{1,20})"
    rf"|(?P<plate>[{_PROVINCE}][a-z][·. ]?(?=[a-z\d]{{0,5}}\d)[a-z\d]{{5,6}})"
    r"|(?P<sticker>\[[一-鿿a-z]{1,4}\])"
    rf"|(?P<price>{_PRICE})"
    rf"|(?P<hotline>{_HOTLINE})"
)
LIFT = re.compile(rf"(?P<url>{_URL})|{_PLAIN}")
_NEEDED, _URL_NEEDED = needed(LIFT.pattern), needed(_URL)
# A link may begin with any character; everything else with one of these, which is soon seen.
_NO_LINK = re.compile(rf"(?=[+@\[{BEGINS}{NUMERAL}{_PROVINCE}])(?:{_PLAIN})")
# 3-5号楼 · 1,2,3号楼 · 5号楼和6号楼之间 · 从1号楼301搬到5号楼502
_MORE_BEFORE = re.compile(
    rf"(?<![\d:.-])(?:(?:\d{{1,2}}|[{NUMERAL}]{{1,2}})(?:号楼|栋|幢|座|#)?[-~至到,和跟与及]){{1,6}}$"
)
_AND = re.compile(r"[和跟与及到至~-]")
_BETWEEN = re.compile(r"(?:的?(?:之间|中间|当中))?")
_MOVES_TO = re.compile(r"(?:[^.;!?]{0,8}[搬抬挪移运拉送][^.;!?]{0,6})?[到去至往进][^.;!?\d]{0,2}")
_OWN = re.compile(r"(?:我|俺|咱|我们|俺们|咱们)家?(?:是|在|住在?)$")
_STANDS_AT = re.compile(
    r"的?(?:门口|楼[下道顶]|[前后旁][面头边]?|[东西南北][边头侧门]|那[堆边个里儿]|电梯|路灯|垃圾|井盖|门禁|单元门|车棚)"
)
_PLURAL = re.compile("(?:building|bldg?|block|tower)s")
_AT_ONCE = 4  # characters between two pieces of one door


class Piece(NamedTuple):
    """Something lifted: its name (url, phone, door …) and where it stood."""

    name: str
    start: int
    end: int


class Lifted(NamedTuple):
    """The text with the lifted pieces blanked out (same length), the pieces, the door and the pieces that name it."""

    text: str
    pieces: tuple[Piece, ...]
    door: Door | None
    said: tuple[Piece, ...] = ()

    def first(self, name: str) -> Piece | None:
        """The first piece of that name."""
        return next((piece for piece in self.pieces if piece.name == name), None)


def lift(text: str, clues: AbstractSet[str] | None = None) -> Lifted:
    """Lift everything that is not talk out of a normalised text; `clues`: see `needed`, if the caller has them."""
    if clues is not None and _NEEDED.isdisjoint(clues):
        return Lifted(text, (), None)
    pieces: list[Piece] = []
    doors: list[tuple[Piece, Door]] = []
    rest: list[str] = []
    at = 0
    pattern = _NO_LINK if clues is not None and _URL_NEEDED.isdisjoint(clues) else LIFT
    for match in pattern.finditer(text):
        name = "door" if match["door"] is not None else match.lastgroup or ""
        start, end = match.span()
        if name == "door" and _PLURAL.fullmatch(text, start, end):
            continue  # a car blocks the gate
        while end > start and text[end - 1] in " ,的":
            end -= 1
        pieces.append(Piece(name, start, end))
        if name == "door":
            doors.append((pieces[-1], _door(text, start)))
        if name not in ("price", "hotline"):
            rest += (text[at:start], " " * (end - start))
            at = end
    rest.append(text[at:])
    door, said = _several(doors, text) or _meant(_of_the_matter(doors, text))
    return Lifted("".join(rest), tuple(pieces), door, said)


def _several(doors: Sequence[tuple[Piece, Door]], text: str) -> tuple[Door | None, tuple[Piece, ...]] | None:
    """Two places of one matter, said in full: several buildings, which are none by itself, or from where to where."""
    if not doors:
        return None
    (first, door), at = doors[0], doors[0][0].start
    more = _MORE_BEFORE.search(text[max(0, at - 24) : at]) if _is_building(door) else None
    start, end = at - len(more[0]) if more else at, first.end
    for later, other in doors[1:]:
        if _is_building(door) and _is_building(other) and _AND.fullmatch(text, end, later.start):
            end = later.end
        elif end == first.end and other.building and other.room and _MOVES_TO.fullmatch(text, end, later.start):
            return door, (Piece("door", start, later.end),)
        else:
            break
    if (start == at and end == first.end) or any(other.room for _, other in doors):
        return None  # 3-5号楼都停水了，我家5号楼2单元301: the flat says more
    between = _BETWEEN.match(text, end)
    return None, (Piece("door", start, between.end() if between else end),)


def _is_building(door: Door) -> bool:
    return door.building is not None and not (door.unit or door.room)


def _of_the_matter(doors: Sequence[tuple[Piece, Door]], text: str) -> Sequence[tuple[Piece, Door]]:
    """Without the building where the speaker says that they live, if what they speak of stands at another one."""
    if len(doors) < 2 or doors[0][1].room or not _OWN.search(text[max(0, doors[0][0].start - 6) : doors[0][0].start]):
        return doors
    there, door = doors[1]
    elsewhere = door.building not in (None, doors[0][1].building) and _STANDS_AT.match(text, there.end)
    return doors[1:] if elsewhere else doors


def _meant(doors: Sequence[tuple[Piece, Door]]) -> tuple[Door | None, tuple[Piece, ...]]:
    """The first door, or what is said of it more closely later on (2号楼张大爷 … 3单元201 is 2号楼3单元201)."""
    if not doors:
        return None, ()
    said: tuple[Piece, ...] = (doors[0][0],)
    door = doors[0][1]
    for later, other in doors[1:]:
        closer = other.building in (None, door.building) and other.court in (None, door.court) and not door.room
        if closer and (other.room or not door.unit):
            unit = other.unit or door.unit
            whole = other.building or door.building is None
            said = (later,) if whole and unit == other.unit else (*said, later)
            door = Door(door.building, unit, other.room, door.court)
        elif _names_the_building(door, other) and later.start - said[-1].end <= _AT_ONCE:
            said = (*said[:-1], Piece("door", said[-1].start, later.end))
            door = Door(other.building, door.unit or other.unit, door.room or other.room, other.court or door.court)
    return door, said


def _names_the_building(door: Door, other: Door) -> bool:
    """Whether `other` says where `door` is: room 501, building 3."""
    return not door.building and other.building is not None and not (door.room and other.room)


def _door(text: str, start: int) -> Door:
    found = written(text, start)
    if found is None:
        return Door()
    floor, side = _ascii(found.said("floor")), found.said("side", "beside")
    end = found.said("end")
    unit = [_ascii(found.said("wing")), _ascii(found.said("unit", "gate")) or (f"{end[0]}头" if end else None)]
    room = _ascii(found.said("room", "number")) or (f"{floor}楼{side}" if floor and side else side)
    building = (_ascii(found.said("row", "building")) or "") + (found.said("rows") or "")
    return Door(building or None, "".join(filter(None, unit)) or None, room, _ascii(found.said("court")))


def _ascii(said: str | None) -> str | None:
    value = number(said) if said else None
    return said and (str(value) if value is not None else said.upper())
