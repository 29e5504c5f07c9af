"""What somebody wrote as their door: pure, over plain words."""

import re

from community.door_parts import mended, parts_in
from community.door_shapes import DOOR, SIDE_OF_A_FLOOR, first_door, first_written, near_in

_LETTERS = ("零〇", "一幺", *"二三四五六七八九")
_FIGURES = str.maketrans("".join(_LETTERS), "001123456789")
_FIGURE = f"[{''.join(_LETTERS)}]"
_SPELLED_PHONE = re.compile(rf"(?<!{_FIGURE})[一幺][三四五六七八九]{_FIGURE}{{9}}(?!{_FIGURE})")
_PHONE_WORDS = r"(?:我?的?(?:联系)?(?:电话|手机)(?:号码?)?(?:是|[:：])?)?"
_COURTESY = re.compile(
    r"^(?:(?:好的?|嗯|您好|你好)[,，。!！ ]*)?"
    r"(?:我?家?的?(?:门牌号?|地址)(?:是|[:：])|我?(?:家|就)?住(?:的?(?:是|在))?|我家在?)[ ,，]*"
)
_EDGES = " ,，.。;；、:：!！\n\t"
_HOUSE = re.compile(
    r"单元|單元|门栋|门洞|[户戶室房屋]|\d{3,4}|[零〇一二三四五六七八九幺]{3,}|\d[-—–#＃]\d|\d号(?![楼樓])"
)
_ROOM = re.compile(r"[户戶室]|\d{3,4}|[零〇一二三四五六七八九幺]{3,}")
_PLACE = re.compile(r"[楼樓栋幢座院门門号號巷街路村区區层層店站厂廠旁]|对面|對面|后面|前面|隔壁|附近")
_WITHIN = re.compile(rf"{SIDE_OF_A_FLOOR}|(?:{DOOR})")
_HOUSES = ("unit", "gate", "beside", "side", "room", "number")
_ROOMS = ("beside", "side", "room", "number")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")

_CLAUSE = re.compile(
    r"[,，。;；!！?？、\n]+|(?<=[一-鿿室户戶號号]) +(?=[一-鿿])|(?<=\d) +(?=[一-鿿]{2})(?!号|單元|单元|[楼樓栋棟]|室)"
)
_TALK = re.compile(
    r"[?？]|[吗呢吧哈呀嘛]\W*$|行不|好不|可不|中不|能不|能|会|想|要|等|(?<!进)[来去](?!年)|走|找|接(?!官|驾)|送|敲|喊|叫|打|按|拨|没|不|别|请|麻烦|谢|师傅"
    r"|[上下]楼(?!梯)|下来|上来|起来|在家|回家|出门|孩子|老人|睡|吵|狗|密码|门铃|停车|[手座]机|电话|微信|现在|马上|一会|以后|以前|昨|今[天儿晚]|明[天儿早]|[上下中]午|早上|晚上"
    r"|点(?:半|钟|\d|[一二三四五十])|\d点|[一二三四五六七八九十两]点|[了过的]$|^[我俺你您他她它这那](?!家|们家|个院|个楼|个小区|栋|幢|座|片|边)"
)
"""What no address says; what it is about is for whoever comes."""

_POLITE = re.compile(r"谢谢|麻烦|您好|你好|好的|师傅|您|你|了|是|的|在|我家?|地址|门牌号?|电话|手机号?|号码")

LONGEST = 80
COURTESY = 8
"""Latin letters around an address, such as “my phone”, that say nothing more; in Chinese as many say a lot."""


def tells_door(words: str) -> bool:
    """Whether `words` lead to one door: a unit, a room or a house number, not a building alone."""
    found = first_written(words)
    return _HOUSE.search(words) is not None or (found is not None and found.said(*_HOUSES) is not None)


def at_home(phone: str) -> str:
    """A number on a contact card as people here write it: without the country, if it is a mobile of ours."""
    digits = re.sub(r"\D", "", phone)
    return digits.removeprefix("00").removeprefix("86") if re.fullmatch(r"(?:00)?861[3-9]\d{9}", digits) else phone


def spelled_phone(words: str) -> str | None:
    """A mobile number that is told in words, in figures: 幺三八零零零零一二三四."""
    found = _SPELLED_PHONE.search(words)
    return found[0].translate(_FIGURES) if found else None


def without_phone(words: str, phone: str | None) -> str:
    """`words` without `phone` (ASCII digits), however its digits were spaced, and what announced it."""
    if phone:
        figures = (f"[{one}{_LETTERS[int(one)]}]" if one.isdecimal() else re.escape(one) for one in phone)
        spaced = r"[ .,，、/·\-—–]{0,2}".join(figures)
        words = re.sub(rf"(?<![,，;； ])[,，;； ]*+{_PHONE_WORDS} {{0,4}}(?:\+?86[ -]?)?{spaced}", "，", words)
    return words.strip(_EDGES)


def only_address(words: str, place: str | None, phone: str | None) -> bool:
    """Whether nothing is said but `place` and `phone`, in whatever language."""
    left = _COURTESY.sub("", without_phone(words, phone))
    left = _POLITE.sub("", left.replace(place, "") if place else left)
    letters = [letter for letter in left if letter.isalnum()]
    return bool(place or phone) and len(letters) <= COURTESY and all(letter.isascii() for letter in letters)


def door_answered(words: str, phone: str | None) -> str | None:
    """The door in the answer to "which door?", with the landmarks that are told with it; None if it names no place.

    Whatever else is said is for whoever comes: 我没有手机, 我8点40下楼行不.
    """
    plain = _COURTESY.sub("", without_phone(words, phone)).strip(_EDGES)
    if not _TALK.search(plain):
        return plain[:LONGEST] if names_place(plain) else None
    clauses = (_where_of(_COURTESY.sub("", clause.strip(_EDGES))) for clause in _CLAUSE.split(plain))
    return "，".join(filter(names_place, clauses))[:LONGEST] or None


def names_place(words: str) -> bool:
    """Whether `words` name a place, and say nothing of it: 三楼东户, and no 我8点40下楼."""
    return not _TALK.search(words) and (tells_door(words) or _PLACE.search(words) is not None)


def tells_where(words: str) -> bool:
    """Whether some clause of `words` names a place: 俺家在供销社那个楼 对过 有棵大槐树."""
    return any(names_place(_COURTESY.sub("", clause.strip(_EDGES))) for clause in _CLAUSE.split(words))


def is_talk(place: str | None) -> bool:
    """Whether what was taken for a place is none: 九点半下楼."""
    return place is not None and first_written(place) is None and _TALK.search(place) is not None


def _where_of(clause: str) -> str:
    """The place in `clause`: all of it, or, of a sentence, the door that it names."""
    if not _TALK.search(clause):
        return clause
    found = first_door(clause)
    if found is None:
        return ""
    start, end = found[0], found[0] + found[1].length
    before = _COURTESY.sub("", clause[:start])
    return clause[start:end] if _TALK.search(before) else before + clause[start:end]


def better_door(known: str | None, told: str | None) -> str | None:
    """Which to keep: what was told last, unless it says less about the same building than what is known.

    A flat told without its building, or a building without its court, is that of the one known before; a unit told
    after the room goes before it.
    """
    if not known or not told:
        return told or known
    if elsewhere(known, told):
        return told
    if _detail(told) < _detail(known):
        return mended(known, parts_in(told)) if _only_adds(known, told) else known
    return _around(known, told) + told


def elsewhere(one: str, other: str) -> bool:
    """Whether two doors, or what is said of them, are of different buildings or courts."""
    return any(left and right and left != right for left, right in zip(_place(one), _place(other), strict=True))


def place_of(door: str | None, spot: str | None) -> str | None:
    """What a correction of the place of a matter is about: its `door`, unless the matter is at a `spot` elsewhere."""
    return spot if door is None or (spot and elsewhere(door, spot)) else door


def _only_adds(known: str, told: str) -> bool:
    """Whether `told` names a unit where none is known, and nothing else of what is."""
    old, new = parts_in(known), parts_in(told)
    return old.building is not None and old.unit is None and new.unit is not None


def _detail(door: str) -> int:
    found = first_written(door)
    room = _ROOM.search(door) or (found is not None and found.said(*_ROOMS))
    return bool(room) * 2 + tells_door(door)


def _place(door: str) -> tuple[str | None, str | None]:
    """Court and building, told apart whether in figures or in words."""
    found = first_written(door)
    court, building = found.place if found else (None, None)
    return court and court.translate(_DIGITS), building and building.upper().translate(_DIGITS)


def _around(known: str, told: str) -> str:
    """What `told` goes without and `known` says: 3号楼 before 2单元501, 8号院 before 3号楼501."""
    (court, _), (own_court, own_building) = _place(known), _place(told)
    if own_court or not _WITHIN.match(told):
        return ""
    if own_building:
        return f"{court}号院" if court else ""
    old, new = parts_in(known), parts_in(told)
    if old.building and old.unit and not (old.room or old.floor or new.unit):
        start, door = first_door(known) or (0, None)
        return known[: start + door.length] if door is not None else ""
    if (landmark := _landmark_in(known)) is not None:
        return f"{landmark} "
    near = near_in(known)
    return f"{near} " if near and near.isascii() else near


def _landmark_in(known: str) -> str | None:
    """The house that `known` names by what stands there, which has no number: 供销社那个楼."""
    found = first_door(known)
    if found is None:
        return known if names_place(known) and not tells_door(known) and not _WITHIN.search(known) else None
    before = known[: found[0]].rstrip(_EDGES)
    return before if not any(found[1].place) and before and names_place(before) else None
