"""Where something is, as far as neighbours may know: a building, a unit, a landmark; never a flat. Pure."""

import re
from dataclasses import dataclass

from community.privacy import mask
from community.understanding import Understanding

_KEY = re.compile(r"(?:([A-Z\d]+)(?:号楼|座))?(?:(\d+)单元)?")
_BEFORE = re.compile(r"^(?:从|在|就在|就是|就|到|去|住|我们?|咱们?|俺们?|有人|下午|上午|都在|都|这个?|那个?)+(?=.{2})")
_ASKED = re.compile(r"^谁|^哪|请问|知道")
LONGEST = 30


@dataclass(frozen=True, slots=True)
class Spot:
    """`said`: as it was said; building and unit in ASCII, None where not named."""

    said: str
    building: str | None = None
    unit: str | None = None

    @property
    def is_door(self) -> bool:
        """Whether it names a building or a unit, and not a landmark."""
        return self.building is not None or self.unit is not None

    @property
    def key(self) -> str:
        """The same for the same spot however it was said: 3号楼2单元."""
        if not self.is_door:
            return mask(self.said)[:LONGEST]
        building = f"{self.building}{'号楼' if (self.building or '').isdigit() else '座'}" if self.building else ""
        return building + (f"{self.unit}单元" if self.unit else "")


def spot_in(meaning: Understanding) -> Spot | None:
    """The spot that a message names."""
    door, said = meaning.parsed.door, meaning.slots.place
    if door is not None and (door.building or door.unit):
        return Spot(said or "", door.building, door.unit)
    return Spot(_BEFORE.sub("", said)) if said and door is None and not _ASKED.search(said) else None


def spot_of(key: str | None) -> Spot | None:
    """The spot that `key` stands for."""
    match = _KEY.fullmatch(key or "")
    if not key:
        return None
    return Spot(key, match[1], match[2]) if match else Spot(key)


def may_be_same(one: Spot | None, other: Spot | None) -> bool:
    """Whether neither contradicts the other; who names no spot contradicts nobody."""
    if one is None or other is None:
        return True
    if one.is_door and other.is_door:
        pairs = ((one.building, other.building), (one.unit, other.unit))
        return all(left is None or right is None or left == right for left, right in pairs)
    if one.is_door or other.is_door:
        return True
    return one.said in other.said or other.said in one.said


def closer(known: Spot | None, told: Spot | None, *, corrected: bool = False) -> Spot | None:
    """What is known once `told` was said: the closer of the two, or, `corrected`, what was told last."""
    if known is None or told is None or (corrected and told.building):
        return told or known
    if known.is_door != told.is_door:
        return known if known.is_door else told
    if not told.is_door:
        return told if corrected else known
    if told.building is None and (known.unit is None or corrected) and told.unit is not None:
        return Spot((known.said if known.unit is None else known.building or "") + told.said, known.building, told.unit)
    if known.building is None and told.building is not None and told.unit is None:
        return Spot(told.said + known.said, told.building, known.unit)
    if told.building == known.building and len(told.said) > len(known.said):
        return told
    return known


def seen_by_all(key: str | None) -> str | None:
    """What a card in the group says of it: the building, or the landmark."""
    spot = spot_of(key)
    if spot is None or (spot.is_door and spot.building is None):
        return None
    return Spot(spot.said, spot.building).key
