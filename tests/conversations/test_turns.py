"""What does not go straight: not solved, given back, withdrawn, hurried, reported from the desk."""

import pytest

from tests.conversations.people import Someone, data_of, text_of

ELEVATOR = "3号楼2单元的电梯又停了"


async def test_not_solved_goes_back_to_the_market(
    aunt: Someone, wrench: Someone, spanner: Someone, clerk: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await spanner.has_no_button("接单")
    await wrench.taps("办结")
    assert "重新安排" in await aunt.taps("没解决", "private")
    await spanner.has_button("接单")
    await aunt.sees("重新联系", where="group")
    await clerk.sees("第 2 次")


async def test_given_back_without_shame(aunt: Someone, wrench: Someone, spanner: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await spanner.has_no_button("接单")
    assert "没关系" in await wrench.taps("退回")
    await wrench.sees("您已退回")
    await wrench.has_no_button("接单")
    await spanner.taps("接单")
    await aunt.sees("邻里帮维修", where="group")


@pytest.mark.parametrize(
    ("steps", "then"),
    [
        ((), "接单"),
        (("接单",), "我出发了"),
        (("接单", "我出发了"), "办结"),
    ],
)
async def test_withdrawn_at_any_time(
    aunt: Someone, wrench: Someone, clerk: Someone, steps: tuple[str, ...], then: str
) -> None:
    await aunt.says(ELEVATOR)
    card = await aunt.has_button("撤回", "group")
    for step in steps:
        await wrench.taps(step)
    await wrench.has_button(
        "接单" if not steps else {"接单": "办结", "我出发了": "办结", "办结": "联系"}.get(steps[-1], "")
    )
    assert "撤回" in await aunt.taps_on(card, data_of(card, "撤回"))
    await aunt.sees("已撤回", where="group")
    await wrench.sees("取消")
    await clerk.sees("居民撤回了")


async def test_only_the_one_who_asked_withdraws(aunt: Someone, uncle: Someone) -> None:
    await aunt.says(ELEVATOR)
    assert "别人的" in await uncle.taps("撤回", "group")
    await aunt.has_button("撤回", "group")


async def test_hurried_the_holder_is_reminded_once_in_a_while(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    assert "催了" in await aunt.taps("催一下")
    await wrench.sees("居民催了")
    assert "刚刚" in await aunt.taps("催一下")


async def test_a_question_and_its_answer_pass_through_the_bot(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("厨房灯不亮了，谁会修")
    assert "私聊" in await wrench.taps("问一句")
    await wrench.sees("想问居民什么")
    await wrench.tells_bot("是灯管还是灯泡？我电话13800001111")
    asked = await aunt.sees("灯管还是灯泡", where="private")
    assert "13800001111" not in asked["text"]
    await aunt.tells_bot("是灯管，我家3号楼2单元501，电话13911112222")
    answered = await wrench.sees("居民回答", "灯管")
    assert not any(secret in answered["text"] for secret in ("501", "13911112222"))
    await wrench.taps("接单")
    await wrench.sees("501")


async def test_another_time_reaches_the_holder(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await aunt.taps("改时间", "private")
    await aunt.sees("改到什么时候")
    await aunt.tells_bot("明天下午3点")
    await wrench.sees("居民想改时间", "明天下午3点")
    await aunt.sees("您希望", "11月27日（周五）下午3点", where="private")


async def test_the_holder_answers_a_new_time_on_the_spot_and_in_words(aunt: Someone, wrench: Someone) -> None:
    """What is said in words is Shanghai's time on every card; the holder's card comes down to the words."""
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await aunt.taps("改时间", "private")
    await aunt.sees("改到什么时候")
    await aunt.tells_bot("明天下午3点")
    asked = await wrench.sees("居民想改时间")
    await wrench.taps_under(asked, "自己写")
    await wrench.sees("什么时候能到")
    said = await wrench.tells_bot("明天下午三点半")
    await aunt.sees("预计", "11月27日（周五）15:30", where="private")
    agreed = await wrench.sees("约定", "11月27日（周五）15:30")
    assert agreed["message_id"] > said


async def test_a_day_or_a_span_is_agreed_in_the_words_it_was_said_in(aunt: Someone, wrench: Someone) -> None:
    """明天 names no clock time, so none is shown."""
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    for said, shown in (
        ("明天到", "11月27日（周五）"),
        ("明天下午两三点到", "11月27日（周五）下午两三点"),
        ("明天三点前到", "11月27日（周五）15:00"),
    ):
        await wrench.taps("时间")
        await wrench.taps("自己写")
        await wrench.sees("什么时候能到")
        await wrench.tells_bot(said)
        await wrench.sees("约定", shown)
        await aunt.sees(shown, where="private")
    assert "0:00" not in text_of((await aunt.from_bot("private"))[-1])


async def test_an_edit_changes_the_order(aunt: Someone, wrench: Someone, barber: Someone) -> None:
    said = await aunt.says("老妈想上门理个发")
    await barber.has_button("接单")
    await aunt.edits(said, "3号楼2单元的电梯又停了")
    await wrench.has_button("接单")
    await barber.has_no_button("接单")
