"""A door by its parts: what was told anew takes the place of what it corrects, and all that was not stays. Pure."""

import re
from typing import NamedTuple

from community.door_shapes import SIDE_OF_A_FLOOR, Written, first_door

_DASHED = re.compile(r"\d{1,3}[-—–－_]\d")
_FLAT = re.compile(r"(?P<floor>[^楼樓层層]+)[楼樓层層][,，、 ]*(?P<side>.+)")
_SIDE = re.compile(SIDE_OF_A_FLOOR)
_MARK = re.compile(
    r" ?([号號]?大?院|[号號][楼樓]|[栋棟幢座排组組]|[#＃][楼樓]?|单元|單元|[门門][栋棟洞]?|梯|[楼樓层層])"
)
_IN_FIGURES = re.compile(r"(\d{1,4})(?:号院|号楼|单元)?")


class Parts(NamedTuple):
    """The parts of a door as they are shown: 8号院, 5号楼, 2单元, 3楼, 301; None where not named."""

    court: str | None = None
    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None

    @property
    def said(self) -> str:
        """All of them together, as a door is written."""
        return "".join(filter(None, self))

    def with_(self, told: "Parts") -> "Parts":
        """These, with what is `told` in the place of what it corrects; another flat has a floor of its own."""
        merged = Parts(*(new or old for new, old in zip(told, self, strict=True)))
        return merged._replace(floor=told.floor) if told.room else merged


def parts_in(words: str) -> Parts:
    """The parts of the first door in `words`, or of a floor's side: 四楼东户."""
    found = first_door(words)
    if found is not None:
        return _parts(found[1])
    side = _SIDE.search(words)
    flat = _FLAT.fullmatch(side[0]) if side else None
    return Parts(floor=f"{flat['floor']}楼", room=flat["side"]) if flat else Parts()


def mended(known: str, told: Parts) -> str:
    """`known` with its door corrected by what is `told`; what stands around the door stays."""
    found = first_door(known)
    if found is None:
        return told.said
    start, door = found
    end, whole = start + door.length, _parts(door).with_(told)
    figures = [match[1] for part in whole if part and (match := _IN_FIGURES.fullmatch(part))]
    dashed = _DASHED.match(known, start) and len(figures) == sum(map(bool, whole)) >= 3
    return known[:start] + ("-".join(figures) if dashed else whole.said) + known[end:]


def whole(known: str, told: str) -> str:
    """`told`, and of `known` what it leaves out."""
    old, new = parts_in(known), parts_in(told)
    says_all = all(part or not left for part, left in zip(new, old, strict=True))
    return told if says_all else mended(known, new)


def _parts(door: Written) -> Parts:
    building = "row" if "row" in door.pieces else "building"
    letter = door.pieces.get(building, "")[-1:]
    inner = (
        door.said("end"),
        _marked(door, "wing", "座"),
        _marked(door, "unit", "单元") or _marked(door, "gate", "门"),
    )
    number = door.said("number")
    return Parts(
        _marked(door, "court", "号院"),
        _marked(door, building, "座" if letter.isascii() and letter.isalpha() else "号楼"),
        "".join(filter(None, inner)) or None,
        _marked(door, "floor", "楼"),
        door.said("beside", "side", "room") or (f"{number}号" if number and "row" in door.pieces else number),
    )


def _marked(door: Written, name: str, usual: str) -> str | None:
    """A piece with the word that was written after it, or with the `usual` one: 5栋, 5号楼 of 5-2-301."""
    piece = door.pieces.get(name)
    mark = _MARK.match(door.after[name]) if piece else None
    return piece and piece + (mark[1] if mark else usual)
