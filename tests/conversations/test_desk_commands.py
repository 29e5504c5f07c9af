"""What staff ask for at their desk, by command or in plain words: always answered, and chatter never is."""

import pytest

from tests.conversations.people import Someone, text_of

ELEVATOR = "3号楼2单元的电梯又停了"


async def test_what_is_late(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("约时间")
    await wrench.taps("半小时内")
    await clerk.says("/overdue")
    await clerk.sees("没有拖着的事项", where="group")
    await clerk.world.passes(hours=2)
    await clerk.says("逾期")
    await clerk.sees("过了约定时间", "BY-1126-01", "红扳手维修队", where="group")


async def test_the_figures_and_the_partners(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await aunt.taps("满意")
    await clerk.sees("居民说解决了", where="group")
    await clerk.says("本周数据")
    await clerk.sees("般阳社区", "最近七天", "收到 1", "解决 1", "满意 100%", where="group")
    await clerk.says("/roster")
    await clerk.sees("名册", "在用 4", "红扳手维修队", "1 单 ★5.0", "心语工作室", where="group")


@pytest.mark.parametrize("said", ["/tody", "导出Excel", "停用红扳手维修队", "查一下李秀英的记录", "把葛海涛停了"])
async def test_what_there_is_not_gets_the_help(clerk: Someone, said: str) -> None:
    await clerk.says(said)
    await clerk.sees("值班台怎么用", "/overdue", where="group")


@pytest.mark.parametrize("said", ["吹哨 BY-1126-01", "BY-1126-01 居民要换人，别派秀芳了", "by112601 吹哨"])
async def test_words_with_a_number_bring_its_card_down(aunt: Someone, clerk: Someone, said: str) -> None:
    await aunt.says(ELEVATOR)
    first = await clerk.sees("BY-1126-01", where="group")
    asked = await clerk.says(said)

    async def moved_down() -> bool:
        cards = [message["message_id"] for message in await clerk.from_bot("group") if "BY-1126-01" in text_of(message)]
        return first["message_id"] not in cards and any(card > asked for card in cards)

    await clerk.world.until(moved_down, "the card at the end of the chat")


async def test_staff_talk_among_themselves(clerk: Someone) -> None:
    for words in ("今天谁值班", "数据我下午交", "合伙人那边谁联系一下？", "打印机坏了，找人修"):
        await clerk.says(words)
    await clerk.says("今天")
    await clerk.sees("今天的事", where="group")
    assert len(await clerk.from_bot("group")) == 1
