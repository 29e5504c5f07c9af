"""What somebody wrote as their door: pure, over plain words."""

import re

_PHONE_WORDS = r"(?:我?的?(?:联系)?(?:电话|手机)(?:号码?)?(?:是|[:：])?)?"
_COURTESY = re.compile(
    r"^(?:(?:好的?|嗯|您好|你好)[,，。!！ ]*)?"
    r"(?:我?家?的?(?:门牌号?|地址)(?:是|[:：])|我?(?:家|就)?住在?|我家在?)[ ,，]*"
)
_EDGES = " ,，.。;；、:：!！\n\t"
_HOUSE = re.compile(
    r"单元|單元|门栋|门洞|[户戶室房屋]|\d{3,4}|[零〇一二三四五六七八九幺]{3,}|\d[-—–#＃]\d|\d号(?![楼樓])"
)
_ROOM = re.compile(r"[户戶室]|\d{3,4}|[零〇一二三四五六七八九幺]{3,}")
_PLACE = re.compile(r"[楼樓栋幢座院门門号號巷街路村区區层層店站厂廠旁]|对面|對面|后面|前面|隔壁|附近")
_BUILDING = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|號樓|号院|栋|棟|幢|座|#|＃)")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")

LONGEST = 80


def tells_door(words: str) -> bool:
    """Whether `words` lead to one door: a unit, a room or a house number, not a building alone."""
    return _HOUSE.search(words) is not None


def at_home(phone: str) -> str:
    """A number on a contact card as people here write it: without the country, if it is a mobile of ours."""
    digits = re.sub(r"\D", "", phone)
    return digits.removeprefix("00").removeprefix("86") if re.fullmatch(r"(?:00)?861[3-9]\d{9}", digits) else phone


def without_phone(words: str, phone: str | None) -> str:
    """`words` without `phone` (ASCII digits), however its digits were spaced, and what announced it."""
    if phone:
        spaced = r"[ .·\-—–]{0,2}".join(map(re.escape, phone))
        words = re.sub(rf"[,，;； ]*{_PHONE_WORDS}[ ]*(?:\+?86[ -]?)?{spaced}", "，", words)
    return words.strip(_EDGES)


def door_answered(words: str, phone: str | None) -> str | None:
    """The answer to "which door?" taken whole but for the phone; None if it names no place at all."""
    door = _COURTESY.sub("", without_phone(words, phone)).strip(_EDGES)
    return door[:LONGEST] if tells_door(door) or _PLACE.search(door) else None


def better_door(known: str | None, told: str | None) -> str | None:
    """Which to keep: what was told last, unless it says less about the same building than what is known."""
    if not known or not told:
        return told or known
    one, other = _building(known), _building(told)
    if one and other and one != other:
        return told
    return told if _detail(told) >= _detail(known) else known


def _detail(door: str) -> int:
    return (_ROOM.search(door) is not None) * 2 + tells_door(door)


def _building(door: str) -> str | None:
    match = _BUILDING.search(door)
    return match[1].translate(_DIGITS) if match else None
