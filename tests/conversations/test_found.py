"""找到了: their words reach whoever searches at once; whether it is over, whoever asked says with a tap."""

import pytest

from tests.conversations.people import Someone, labels, text_of
from tests.conversations.street import People


@pytest.fixture
def alone(street: People) -> Someone:
    """网格员小赵 with nothing but their own chat with the bot."""
    return Someone(street.clerk.world, street.clerk.id, street.clerk.name, None)


async def test_a_child_that_was_found(aunt: Someone, clerk: Someone, alone: Someone) -> None:
    await aunt.says("我家孩子不见了，五岁，找不到了，急死了")
    await aunt.sees("请马上打", where="group")
    await alone.sees("险情 BY-1126-01", where="private")
    await aunt.says("找到了，在楼下小卖部")
    await alone.sees("又说", "找到了，在楼下小卖部", where="private")
    await clerk.sees("险情 BY-1126-01", "找到了，在楼下小卖部", where="group")
    card = await aunt.has_button("没事了", "group")
    assert "🙂" not in text_of(card) and "已经告诉社区工作人员" in text_of(card)
    await aunt.world.passes(minutes=12)
    await aunt.has_button("没事了", "group")
    assert not any("请先打" in text_of(one) or "请马上打" in text_of(one) for one in await aunt.from_bot("group"))
    await alone.sees("说没事了", "请打电话核实", where="private")
    await aunt.taps("没事了", "group")
    await alone.sees("已经结束", where="private")
    await alone.has_no_button("我来跟进", "private")


async def test_who_said_so_too_soon_may_have_people_come_still(aunt: Someone, alone: Someone) -> None:
    await aunt.starts()
    await aunt.taps("般阳社区", "private")
    await aunt.tells_bot("电梯困人了！3号楼")
    await alone.sees("险情 BY-1126-01", where="private")
    await aunt.tells_bot("出来了出来了，物业来开的")
    await alone.sees("又说", "物业来开的", where="private")
    card = await aunt.has_button("还要人来", "private")
    assert not any("撤回" in label for label in labels(card))
    await aunt.taps("还要人来", "private")
    await aunt.has_no_button("还要人来", "private")
    await aunt.sees("请马上打", where="private")
