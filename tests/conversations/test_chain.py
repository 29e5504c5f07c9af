"""The main job: from a sentence in the grid group to the resident's word that it is done."""

from tests.conversations.people import Someone, data_of, text_of

ELEVATOR = "3号楼2单元的电梯又停了"


async def test_from_a_sentence_to_satisfied(
    aunt: Someone, uncle: Someone, wrench: Someone, spanner: Someone, clerk: Someone
) -> None:
    said = await aunt.says(ELEVATOR)
    assert await aunt.reaction_on(said) == "👀"
    card = await aunt.sees("BY-1126-01", where="group")
    assert card["reply_to_message"]["message_id"] == said
    offer = await wrench.has_button("接单")
    assert "2单元" not in text_of(offer)
    assert "20 元" in text_of(offer)
    lost = await spanner.has_button("接单")
    await clerk.has_button("确认")

    assert "BY-1126-01" in await wrench.taps("接单")
    await wrench.sees("您接下了", "2单元")
    await spanner.has_no_button("接单")
    await spanner.sees("先接走")
    assert "慢了一步" in await spanner.taps_on(lost, data_of(lost, "接单"))
    await uncle.sees("红扳手维修队", where="group")

    await wrench.taps("约时间")
    await wrench.taps("1 小时内")
    await aunt.sees("预计", where="group")
    await wrench.taps("我出发了")
    await aunt.sees("已经出发", where="group")
    await wrench.taps("办结")
    await wrench.tells_bot("换了一个门机开关，收费二十元")
    await aunt.sees("20 元", where="private")
    assert await aunt.reaction_on(said) == "👌"
    assert "谢谢" in await aunt.taps("满意", where="private")
    await aunt.sees("解决了", where="group")
    await wrench.sees("满意")
