"""A place told wrongly is put right by its parts: whoever comes goes to the right door."""

import pytest

from tests.conversations.people import Someone, text_of

PIPE = "马桶堵了，谁能来通"
SAID = [
    ("5号楼2单元301", "打错了，3单元", "5号楼3单元301", "5号楼"),
    ("5号楼2单元301", "打错了 是6号楼", "6号楼2单元301", "6号楼"),
    ("5-2-301", "是6号楼不是5号楼", "6-2-301", "6号楼"),
    ("5号楼2单元301", "不是5，是6", "6号楼2单元301", "6号楼"),
    ("5号楼2单元301", "打错了，是302", "5号楼2单元302", "5号楼"),
    ("5-2-301", "6号楼", "6-2-301", "6号楼"),
]


@pytest.mark.parametrize(("door", "words", "right", "near"), SAID)
async def test_what_was_not_corrected_stays(
    aunt: Someone, wrench: Someone, door: str, words: str, right: str, near: str
) -> None:
    await aunt.says(f"{door}{PIPE}")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.says(words)
    await aunt.sees(right, where="private")
    seen_by_all = await aunt.sees("BY-1126-01", f"📍 {near}", where="group")
    assert "30" not in text_of(seen_by_all).replace("BY-1126-01", "")
    await wrench.taps("接单")
    await wrench.sees("您接下了", f"🏠 {right}")


async def test_whoever_is_on_the_way_is_told(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(f"5号楼2单元301{PIPE}")
    await wrench.taps("接单")
    await wrench.sees("您接下了", "5号楼2单元301")
    await aunt.says("哎呀打错了，是6号楼")
    await wrench.sees("居民改了说法", "是6号楼")
    await wrench.sees("🏠 6号楼2单元301")


async def test_a_number_that_may_be_either_is_asked_about_in_private(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(f"5号楼2单元301{PIPE}")
    await wrench.taps("接单")
    await wrench.sees("🏠 5号楼2单元301")
    await aunt.says("打错了，是6")
    asked = await aunt.sees("改成哪一个", where="private")
    await wrench.sees("🏠 5号楼2单元301")
    assert await aunt.taps("5号楼6单元301", where="private") == "好的，已经改过来了。"
    await wrench.sees("🏠 5号楼6单元301")
    await wrench.sees("居民改了说法", "5号楼6单元301")
    assert "过期" in await aunt.taps_under(asked, "6号楼2单元301")
    await wrench.sees("🏠 5号楼6单元301")


async def test_an_edit_of_the_building_keeps_the_flat(aunt: Someone, wrench: Someone) -> None:
    said = await aunt.says(f"5号楼2单元301{PIPE}")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.edits(said, f"6号楼{PIPE}")
    await aunt.sees("BY-1126-01", "📍 6号楼", where="group")
    await wrench.taps("接单")
    await wrench.sees("您接下了", "🏠 6号楼2单元301")


async def test_a_neighbours_building_is_no_correction(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(f"5号楼2单元301{PIPE}")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.says("应该是6号楼的人往下扔东西堵的")
    await wrench.taps("接单")
    await wrench.sees("您接下了", "🏠 5号楼2单元301")


async def test_a_lamp_that_hangs_elsewhere_moves_on_the_card(aunt: Someone) -> None:
    await aunt.says("5号楼的路灯不亮了，晚上没法走")
    await aunt.sees("BY-1126-01", "📍 5号楼", where="group")
    await aunt.says("写错了，6号楼")
    await aunt.sees("BY-1126-01", "📍 6号楼", where="group")
    await aunt.sees("BY-1126-01", "“6号楼的路灯不亮了", where="private")


async def test_in_private_a_place_is_put_right_as_in_the_group(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(f"5号楼2单元301{PIPE}，电话13800138000")
    await wrench.taps("接单")
    await wrench.sees("🏠 5号楼2单元301")
    await aunt.tells_bot("打错了，是302")
    await wrench.sees("🏠 5号楼2单元302")
    await aunt.tells_bot("不好意思，6号楼")
    await wrench.sees("🏠 6号楼2单元302")
    await aunt.sees("BY-1126-01", "📍 6号楼", where="group")


async def test_where_it_burns_is_put_right(aunt: Someone, clerk: Someone) -> None:
    await aunt.says("5号楼2单元着火了，冒黑烟")
    await clerk.sees("BY-1126-01", where="private")
    await aunt.says("打错了 是6号楼")
    await aunt.sees("BY-1126-01", "📍 6号楼", where="group")
    await clerk.sees("6号楼2单元", where="private")
