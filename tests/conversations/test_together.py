"""Neighbours talk in pieces and to each other: one matter, every household once, and silence on the rest."""

import pytest

from bot.nlp.listener import Listener
from bot.nlp.relating import idle
from community.understanding import Kind
from tests.conversations.people import Json, Someone, data_of, labels, text_of
from tests.conversations.street import THURSDAY, People

ELEVATOR = "3号楼2单元的电梯又停了"
TAP = "厨房水管漏水了，谁能来修"


async def matters_of(person: Someone) -> set[str]:
    """The numbers of all matters that the bot ever showed to `person`."""
    shown = "".join(text_of(message) for message in await person.from_bot())
    return {shown[at : at + 10] for at in range(len(shown)) if shown.startswith("BY-1126-", at)}


async def card_in_group(person: Someone) -> Json:
    """The matter's card in the group; there is but one."""
    (card,) = [message for message in await person.from_bot("group") if "BY-1126-01" in text_of(message)]
    return card


async def test_pieces_a_photo_and_a_correction_are_one_order(
    aunt: Someone, uncle: Someone, wrench: Someone, spanner: Someone
) -> None:
    await aunt.says(TAP)
    await uncle.says("早上好")
    await aunt.says(photo=True)
    place = await aunt.says("5号楼2单元")
    assert await aunt.reaction_on(place) == "👀"
    await aunt.says("打错了 是6号楼2单元")
    late = await aunt.says("下午三点以后在家")
    assert await aunt.reaction_on(late) == "👀"
    await aunt.sees("BY-1126-01", "6号楼", "下午三点", where="group")
    await card_in_group(aunt)
    await wrench.taps("接单")
    await wrench.sees("您接下了", "6号楼2单元")
    await wrench.sees("[photo]")
    await aunt.says("水都流到客厅了，快点")
    await wrench.sees("居民又说", "流到客厅")
    await spanner.sees("BY-1126-01")
    assert await matters_of(spanner) == {"BY-1126-01"}


async def test_half_a_sentence_waits_for_the_other_half(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("3号楼2单元501")
    await aunt.says(TAP)
    await wrench.taps("接单")
    await wrench.sees("您接下了", "501")


async def test_an_answer_to_the_card_long_after_still_finds_its_matter(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(TAP)
    card = await aunt.sees("BY-1126-01", where="group")
    await aunt.world.passes(hours=3)
    await aunt.says("阀门已经关了，晚上七点以后来", reply_to=card["message_id"])
    await aunt.sees("晚上七点", where="group")
    await wrench.taps("接单")
    await wrench.sees("阀门已经关了")
    assert await matters_of(wrench) == {"BY-1126-01"}


async def test_two_needs_of_one_speaker_are_two(aunt: Someone, wrench: Someone, barber: Someone) -> None:
    await aunt.says(ELEVATOR)
    await aunt.says("还想给老妈约个上门理发")
    await barber.sees("BY-1126-02")
    await wrench.sees("BY-1126-01")


async def test_neighbours_are_counted_once_by_words_and_by_button(
    aunt: Someone, uncle: Someone, newcomer: Someone, clerk: Someone, wrench: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await aunt.has_button("我家也是", "group")
    said = await uncle.says("+1 我家也是 5号楼")
    assert await uncle.reaction_on(said) == "👀"
    await uncle.says("我们单元也停了")
    await clerk.sees("2 户", "5号楼")
    assert "3 户" in await newcomer.taps("我家也是", "group")
    assert "已经算上" in await newcomer.taps("我家也是", "group")
    assert "已经算上" in await aunt.taps("我家也是", "group")
    await aunt.sees("BY-1126-01", "3 户", where="group")
    await wrench.sees("3 户")
    assert await matters_of(clerk) == {"BY-1126-01"}


async def test_the_holder_hears_of_another_household(aunt: Someone, uncle: Someone, wrench: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await uncle.says("我家也停了，8号楼")
    await wrench.sees("又有一户", "8号楼")


async def test_what_only_sounds_alike_is_no_household(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await aunt.sees("BY-1126-01", where="group")
    quiet = [await uncle.says(text) for text in ("我也不知道啊", "我也该做饭去了", "哈哈哈我也是醉了")]
    await uncle.says("楼下路灯不亮了，晚上黑得很")
    await clerk.sees("BY-1126-02")
    heard = [message for message in await uncle.phone("group") if message["message_id"] in quiet]
    assert [message["reactions"] for message in heard] == [[], [], []]
    assert not [message for message in await clerk.from_bot() if "户" in text_of(message)]


async def test_it_is_over_after_one_tap_of_the_one_who_asked(
    aunt: Someone, uncle: Someone, wrench: Someone, spanner: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await aunt.sees("已接单", where="group")
    await uncle.says("修好了")
    over = await aunt.says("电梯修好了，谢谢师傅")
    card = await aunt.has_button("确认撤回", "group")
    assert card["reply_to_message"]["message_id"] == over
    assert (await card_in_group(aunt))["message_id"] == card["message_id"]
    assert "别人的" in await uncle.taps_on(card, data_of(card, "确认撤回"))
    assert "接着办" in await aunt.taps("还没好", "group")
    await aunt.sees("已接单", where="group")
    await aunt.says("不用来了")
    assert "已经撤回" in await aunt.taps("确认撤回", "group")
    await aunt.sees("已撤回", where="group")
    await wrench.sees("不用去了")


async def test_done_and_praised_is_rated(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await aunt.says("修好了，谢谢")
    await aunt.has_no_button("确认撤回")
    await aunt.taps("满意", "group")
    await aunt.sees("解决了", where="group")


async def test_done_and_not_good_brings_the_card_down(aunt: Someone, wrench: Someone, spanner: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await aunt.sees("已办结", where="group")
    said = await aunt.says("没修好，还是停着")

    async def came_down() -> bool:  # for a moment there are two, the old one and the new
        ids = [message["message_id"] for message in await aunt.from_bot("group") if "BY-1126-01" in text_of(message)]
        return len(ids) == 1 and ids[0] > said

    await aunt.world.until(came_down, "the card at the end of the chat")
    assert "重新安排" in await aunt.taps("没解决", "group")
    await spanner.has_button("接单")


@pytest.mark.parametrize("words", ["怎么还没修好", "修好了吗", "修好了告诉我一声", "我家孩子作业写好了", "没修好"])
async def test_what_only_sounds_over_is_not_asked_about(aunt: Someone, uncle: Someone, words: str) -> None:
    await aunt.says(ELEVATOR)
    await aunt.sees("BY-1126-01", where="group")
    await aunt.says(words)
    await uncle.says("厨房灯不亮了，谁会修")
    await uncle.sees("BY-1126-02", where="group")
    assert not any("确认撤回" in labels(message) for message in await aunt.from_bot())


async def test_an_edit_changes_place_and_time_and_tells_the_holder(aunt: Someone, wrench: Someone) -> None:
    said = await aunt.says("5号楼3单元402水管漏水了，明天上午谁能来修")
    await wrench.taps("接单")
    await wrench.sees("您接下了", "5号楼3单元402")
    await aunt.edits(said, "6号楼3单元402水管漏水了，明天下午谁能来修")
    await wrench.sees("居民改了说法", "6号楼3单元402")
    await wrench.sees("您接下了", "6号楼3单元402", "11月27日（周五）下午")
    await aunt.sees("6号楼", "11月27日（周五）下午", where="group")


async def test_a_forward_is_hearsay(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    said = await aunt.says(ELEVATOR, forward={"from": "别的群"})
    await aunt.says(TAP)
    await clerk.sees("BY-1126-01", "水管")
    (heard,) = [message for message in await aunt.phone("group") if message["message_id"] == said]
    assert heard["reactions"] == []
    assert not any("电梯" in text_of(message) for message in [*await clerk.from_bot(), *await wrench.from_bot()])


async def test_certain_twins_are_one_and_all_hear_of_its_end(
    aunt: Someone, uncle: Someone, wrench: Someone, clerk: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await wrench.has_button("接单")
    await uncle.says("3号楼2单元电梯坏了，老人下不来")
    await uncle.sees("BY-1126-02", "BY-1126-01", "同一件事", where="group")
    await clerk.sees("BY-1126-01", "2 户")
    assert not [message for message in await wrench.from_bot() if "BY-1126-02" in text_of(message)]
    await wrench.taps("接单")
    await uncle.sees("BY-1126-02", "已接单", "红扳手", where="group")
    await wrench.taps("办结")
    await aunt.taps("满意", "group")
    await uncle.sees("BY-1126-02", "解决了", where="group")
    await uncle.sees("BY-1126-01", "解决了", where="private")


async def test_who_was_merged_is_still_heard(aunt: Someone, uncle: Someone, wrench: Someone) -> None:
    await aunt.says(ELEVATOR)
    await uncle.says("3号楼2单元电梯坏了，老人下不来")
    await uncle.sees("同一件事", where="group")
    await wrench.taps("接单")
    await uncle.says("电梯里还有怪味，老人急着去医院")
    await wrench.sees("居民又说", "怪味")
    await uncle.says("电梯修好了")
    await uncle.says("厨房灯不亮了，谁会修")
    await wrench.sees("BY-1126-03")
    await aunt.sees("BY-1126-01", "已接单", where="group")
    assert not any("确认撤回" in labels(message) for message in await uncle.from_bot())


async def test_who_was_merged_goes_on_alone_when_the_other_leaves(
    aunt: Someone, uncle: Someone, wrench: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await uncle.says("3号楼2单元电梯坏了，老人下不来")
    await uncle.sees("同一件事", where="group")
    await aunt.taps("撤回", "group")
    await uncle.sees("BY-1126-01", "撤回了", where="private")
    assert "单独" in await uncle.taps("接着办", "group")
    await wrench.sees("BY-1126-02")
    await wrench.taps("接单")
    await uncle.sees("BY-1126-02", "已接单", where="group")


async def test_likely_twins_are_offered_to_staff(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await clerk.sees("BY-1126-01")
    await uncle.says("3号楼电梯坏了，老人下不去")
    await clerk.sees("BY-1126-02", "也许和", "BY-1126-01")
    assert "已合并" in await clerk.taps("并入 BY-1126-01")
    await uncle.sees("同一件事", where="group")
    await clerk.sees("BY-1126-01", "2 户")


async def test_the_homes_of_two_are_two_repairs(aunt: Someone, uncle: Someone, wrench: Someone, clerk: Someone) -> None:
    for neighbour in (aunt, uncle):
        await neighbour.says("3号楼2单元水龙头漏水，谁能来修")
    await clerk.sees("BY-1126-02")
    await wrench.sees("BY-1126-02")
    assert not any("也许和" in text_of(message) for message in await clerk.from_bot())


async def test_not_solved_is_asked_why(aunt: Someone, wrench: Someone, spanner: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await aunt.taps("没解决", "private")
    await aunt.has_button("只办了一部分", "private")
    assert "记下了" in await aunt.taps("问题还在", "private")
    await clerk.sees("没解决", "问题还在")
    await spanner.sees("重办", "问题还在")
    await wrench.sees("居民说没解决", "问题还在")
    await aunt.has_no_button("问题还在")


async def test_not_solved_in_ones_own_words(aunt: Someone, wrench: Someone, spanner: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await aunt.taps("没解决", "private")
    await aunt.has_button("问题还在", "private")
    await aunt.tells_bot("门开一半就卡住，我电话13911112222")
    await clerk.sees("卡住")
    await wrench.sees("居民说没解决", "卡住")
    assert not any("卡住" in text_of(message) for message in await spanner.from_bot())
    await spanner.taps("接单")
    await spanner.sees("您接下了", "卡住")
    for one in (spanner, clerk, wrench):
        assert not any("13911112222" in text_of(message) for message in await one.from_bot())
    assert await matters_of(spanner) == {"BY-1126-01"}


async def test_paid_for_nothing_is_for_staff_to_look_into(
    aunt: Someone, wrench: Someone, spanner: Someone, clerk: Someone
) -> None:
    await aunt.says(ELEVATOR)
    await wrench.taps("接单")
    await wrench.taps("办结")
    await wrench.tells_bot("修好了，收费35元")
    await aunt.sees("35", where="private")
    await aunt.taps("没解决", "private")
    await aunt.has_button("问题还在", "private")
    await aunt.tells_bot("他来都没来就点了办结，还收我35元")
    await aunt.sees("只有社区工作人员看得到", where="private")
    await clerk.sees("居民不满意，请核实", "来都没来", "红扳手维修队", "收费 35 元", "没点“出发”就办结")
    await wrench.sees("居民说没解决", "工作人员会来了解情况")
    await spanner.taps("接单")
    await spanner.sees("您接下了")
    for one in (spanner, wrench):
        assert not any("来都没来" in text_of(message) for message in await one.from_bot())


async def test_what_was_asked_back_is_answered_in_words(
    aunt: Someone, wrench: Someone, street: People, vague: str
) -> None:
    await aunt.says(vague)
    question = await aunt.has_button("不是诉求", "group")
    await aunt.says(TAP)
    card = await aunt.sees("BY-1126-01", where="group")
    await aunt.has_no_button("不是诉求", "group")
    assert card["message_id"] == question["message_id"]
    await wrench.taps("接单")
    await wrench.sees("您接下了", vague[:4])


HALVES = ("停电了停电了", "暖气冰手", "快递柜吞我包裹了", "9号楼水压太小", "门禁刷不开了")


async def test_a_neighbour_s_word_makes_half_a_sentence_a_matter(
    aunt: Someone, uncle: Someone, clerk: Someone, listener: Listener
) -> None:
    def passed_over(text: str) -> bool:
        meaning = listener.understand(text, now=THURSDAY)
        return meaning.kind is Kind.CHATTER and meaning.service is not None and not idle(text, meaning)

    await aunt.says(next(filter(passed_over, HALVES), HALVES[0]))
    await uncle.says("我家也是 5号楼")
    await aunt.sees("BY-1126-01", "2 户", where="group")
    await clerk.sees("BY-1126-01", "2 户", "5号楼")
    assert await matters_of(clerk) == {"BY-1126-01"}


async def test_a_word_in_passing_goes_along_with_what_follows(aunt: Someone, wrench: Someone) -> None:
    await aunt.says("洗衣机漏水，谁能来修")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.world.passes(minutes=4)
    await aunt.says("美的滚筒")
    await aunt.says("6号楼1单元1102")
    await wrench.taps("接单")
    await wrench.sees("您接下了", "1102", "美的滚筒")


async def test_a_few_words_that_follow_are_kept_and_disturb_nobody(
    aunt: Someone, uncle: Someone, wrench: Someone
) -> None:
    await aunt.says("洗衣机漏水，谁能来修")
    await aunt.sees("BY-1126-01", where="group")
    said = await aunt.says("海尔的")
    await uncle.says("厨房灯不亮了，谁会修")
    await uncle.sees("BY-1126-02", where="group")
    (heard,) = [message for message in await aunt.phone("group") if message["message_id"] == said]
    assert heard["reactions"] == []
    offer = await wrench.sees("新订单", "BY-1126-01")
    await wrench.taps_on(offer, data_of(offer, "接单"))
    await wrench.sees("您接下了", "海尔的")
