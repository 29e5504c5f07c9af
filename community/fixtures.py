"""Things of which every building has its own: the lift that stands still here is not the one over there."""

import re

from community.spots import Spot, may_be_same, spot_in
from community.understanding import Band, Understanding

FIXTURES = frozenset(
    {"电梯", "门禁", "公共照明", "路灯", "井盖", "屋顶漏水", "健身器材维护", "充电桩", "快递柜", "无障碍坡道"}
)
"""Services about one thing that stands at one place; water, power, heating and refuse are the same for everybody."""

IN_A_BUILDING = frozenset({"电梯", "门禁", "公共照明", "屋顶漏水"})
"""Of these, what stands in a house: without the house nobody finds it."""
_INSIDE = re.compile(r"楼[道梯里内]|过道|走廊|单元|电梯|门厅|大厅|楼门|楼顶|屋顶|顶楼|[每各]")


def lacks_building(service: str | None, spot: Spot | None) -> bool:
    """Whether nobody has said which building: 楼道灯坏了."""
    if service not in IN_A_BUILDING or (spot is not None and spot.is_door):
        return False
    return spot is None or _INSIDE.search(spot.said) is not None


def is_another(told: Understanding, service: str | None, spot: Spot | None) -> bool:
    """Whether `told`, by itself, names the same kind of fixture, or a danger, at another place than `spot`.

    "6号楼电梯也坏了" is another lift than that of 3号楼; "我家也是，6号楼" names none and is one more household.
    """
    if told.band is not Band.TAKE or not (told.urgent or (told.service == service and service in FIXTURES)):
        return False
    here = spot_in(told)
    return bool(here and spot and here.is_door and spot.is_door) and not may_be_same(here, spot)
