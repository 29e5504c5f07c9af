"""Where somebody lives: whole for who took the order, the building for everybody else."""

import pytest

from tests.conversations.people import Someone, text_of
from tests.conversations.street import People

DOORS = [
    ("1号院6号楼2门301", "1号院6号楼", "301"),
    ("5栋A座1801", "5号楼", "1801"),
    ("3号楼2单元四楼东户", "3号楼", "东户"),
    ("Building 3 Unit 2 Room 501", "3号楼", "501"),
    ("3排5号", "3排", "5号"),
]


@pytest.mark.parametrize(("door", "near", "room"), DOORS)
async def test_a_door_is_read_by_who_took_the_order(
    aunt: Someone, clerk: Someone, wrench: Someone, spanner: Someone, door: str, near: str, room: str
) -> None:
    await aunt.says(f"我家水管漏水了，{door}，谁能来修")
    await aunt.sees("BY-1126-01", f"📍 {near}", where="group")
    await clerk.sees("BY-1126-01")
    await wrench.taps("接单")
    await wrench.sees("您接下了", door)
    await spanner.sees("BY-1126-01")
    seen = [*await spanner.from_bot(), *await clerk.from_bot(), *await aunt.from_bot("group")]
    assert [text_of(message) for message in seen if room in text_of(message)] == []


async def test_who_carries_a_home_reads_both_doors(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("我家空调要从1号楼301移到5号楼502，谁会装空调")
    card = await aunt.sees("BY-1126-01", "📍 1号楼", where="group")
    assert "301" not in text_of(card) and "502" not in text_of(card)
    await wrench.taps("接单")
    await wrench.sees("您接下了", "🏠 1号楼301移到5号楼502")


async def test_between_two_houses_is_neither(aunt: Someone) -> None:
    await aunt.says("5号楼和6号楼之间的路灯不亮了")
    await aunt.sees("BY-1126-01", "📍 5号楼和6号楼之间", where="group")


async def test_a_neighbour_who_has_it_too_is_asked_for_their_door(
    aunt: Someone, uncle: Someone, wrench: Someone, spanner: Someone, clerk: Someone
) -> None:
    await aunt.says("我家厨房下水道堵了，3号楼1单元101，谁能通一下")
    await wrench.taps("接单")
    await wrench.sees("您接下了", "101")
    await uncle.says("同求，我家也堵")
    await uncle.sees("门牌和电话", where="private")
    await wrench.sees("还有一户", "还没留门牌")
    await uncle.tells_bot("1号楼2单元302，13912345678")
    await wrench.sees("101", "还有一户", "302", "13912345678")
    await uncle.sees("和 BY-1126-01 是同一件事", where="private")
    await clerk.sees("BY-1126-01", "2 户")
    others = [*await spanner.from_bot(), *await clerk.from_bot(), *await aunt.from_bot()]
    assert not any("302" in text_of(message) for message in others)


async def test_a_door_told_for_the_heater_is_not_for_the_listener(
    street: People, aunt: Someone, wrench: Someone
) -> None:
    listener = street.listener
    await aunt.says("我家热水器打不着火，谁能来修")
    await wrench.taps("接单")
    await aunt.tells_bot("最近心里难受，睡不着，想找人聊聊")
    await listener.taps("接单")
    await listener.sees("您接下了")
    await aunt.tells_bot("7号楼3单元202，13912345678")
    await wrench.sees("202")
    await listener.sees("13912345678")
    assert not any("202" in text_of(message) for message in await listener.from_bot())
