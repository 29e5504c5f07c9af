"""Where something is, as far as neighbours may know: a building, a unit, a landmark; never a flat. Pure."""

import re
from dataclasses import dataclass, replace

from community.door_parts import mended, parts_in
from community.door_shapes import SIDE_OF_A_FLOOR
from community.privacy import HIDDEN, mask
from community.understanding import Understanding

_KEY = re.compile(
    r"(?:([A-Z\d]+)号院)?(?:([A-Z\d]+)(?:号楼|座)|(\d+[排组]))?(?:([A-Z\d东西南北中左右]+)单元|([东西南北]头))?"
)
_BEFORE = re.compile(r"^(?:从|在|就在|就是|就|到|去|住|我们?|咱们?|俺们?|有人|下午|上午|都在|都|这个?|那个?)+(?=.{2})")
_ASKED = re.compile(r"^谁|^哪|请问|知道")
_FLAT = re.compile(SIDE_OF_A_FLOOR)
_EDGES = " ,，、"
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """`said`: as it was said; court, building and unit as a `Door` has them, None where not named."""

    said: str
    building: str | None = None
    unit: str | None = None
    court: str | None = None

    @property
    def is_door(self) -> bool:
        """Whether it names a court, a building or a unit, and not a landmark."""
        return any((self.court, self.building, self.unit))

    @property
    def is_end(self) -> bool:
        """Whether it names an end of a building (西头), which all may know, and not a unit."""
        return self.unit is not None and self.unit.endswith("头")

    @property
    def key(self) -> str:
        """The same for the same spot however it was said: 3号楼2单元."""
        if not self.is_door:
            return mask(self.said).replace(HIDDEN, "").strip(_EDGES)[:LONGEST]
        building = self.building or ""
        called = "" if not building or building[-1] in "排组" else "号楼" if building.isdigit() else "座"
        unit = f"{self.unit}{'' if self.is_end else '单元'}" if self.unit else ""
        return (f"{self.court}号院" if self.court else "") + building + called + unit


def spot_in(meaning: Understanding) -> Spot | None:
    """The spot that a message names; a flat by itself is none."""
    door, said = meaning.parsed.door, meaning.slots.place
    if door is not None:
        spot = Spot(said or "", door.building, door.unit, door.court)
        return spot if spot.is_door else None
    if not said or _ASKED.search(said) or _FLAT.fullmatch(said):
        return None
    return Spot(_BEFORE.sub("", said))


def spot_of(key: str | None) -> Spot | None:
    """The spot that `key` stands for."""
    match = _KEY.fullmatch(key or "")
    if not key:
        return None
    return Spot(key, match[2] or match[3], match[4] or match[5], match[1]) if match else Spot(key)


def may_be_same(one: Spot | None, other: Spot | None) -> bool:
    """Whether neither contradicts the other; who names no spot contradicts nobody."""
    if one is None or other is None:
        return True
    if one.is_door and other.is_door:
        pairs = [(one.court, other.court), (one.building, other.building)]
        pairs += [(one.unit, other.unit)] if one.is_end == other.is_end else []  # 2单元 may be at 西头
        return all(left is None or right is None or left == right for left, right in pairs)
    if one.is_door or other.is_door:
        return True
    return one.said in other.said or other.said in one.said


def closer(known: Spot | None, told: Spot | None, *, corrected: bool = False) -> Spot | None:
    """What is known once `told` was said: the closer of the two, or, `corrected`, what was told last."""
    if known is None or told is None:
        return told or known
    if corrected and told.building:
        said = mended(known.said, parts_in(told.said)) if known.is_door else told.said
        return Spot(said, told.building, told.unit or known.unit, told.court or known.court)
    if known.is_door != told.is_door:
        return known if known.is_door else told
    if not told.is_door:
        return told if corrected else known
    court = _court_of(known, told)
    if court is not None:
        return court
    if told.building is None and (known.unit is None or corrected) and told.unit is not None:
        return Spot(mended(known.said, parts_in(told.said)), known.building, told.unit, known.court)
    if known.building is None and told.building is not None and told.unit is None:
        said = mended(known.said, parts_in(told.said))
        return Spot(said, told.building, known.unit, told.court or known.court)
    if told.building == known.building and told.court == known.court and len(told.said) > len(known.said):
        return told
    return known


def _court_of(known: Spot, told: Spot) -> Spot | None:
    """The house in its court, where one names the court and the other the house: 8号院, 3号楼."""
    for court, house in ((known, told), (told, known)):
        if court.court and not (court.building or court.unit or house.court):
            return replace(house, said=court.said + house.said, court=court.court)
    return None


def seen_by_all(key: str | None) -> str | None:
    """What a card in the group says of it: the building and its end, or the landmark."""
    spot = spot_of(key)
    if spot is None or (spot.is_door and not (spot.building or spot.court)):
        return None
    return replace(spot, unit=spot.unit if spot.is_end else None).key
