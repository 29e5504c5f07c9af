"""When the bot is unsure it asks once, and only the speaker's answer counts."""

from tests.conversations.people import Someone, data_of, text_of
from tests.conversations.street import People

CHATTER = "大家早上好"


async def test_the_speaker_picks_what_is_meant(
    aunt: Someone, uncle: Someone, wrench: Someone, clerk: Someone, vague: str
) -> None:
    said = await aunt.says(vague)
    question = await aunt.has_button("不是诉求", "group")
    assert await aunt.reaction_on(said) == "🤔"
    assert "别人的" in await uncle.taps_on(question, data_of(question, "水电维修"))
    assert "已登记" in await aunt.taps("水电维修", "group")
    card = await aunt.sees("BY-1126-01", where="group")
    assert card["message_id"] == question["message_id"]
    await wrench.has_button("接单")
    await clerk.has_button("确认")


async def test_not_a_need_after_all_and_the_question_goes(aunt: Someone, street: People, vague: str) -> None:
    await aunt.says(vague)
    question = await aunt.has_button("不是诉求", "group")
    assert "没有登记" in await aunt.taps("不是诉求", "group")
    await aunt.has_no_button("不是诉求", "group")
    assert "过期" in await aunt.taps_on(await marker(aunt), data_of(question, "不是诉求"))
    assert not await street.wrench.from_bot()


async def test_a_person_is_called_and_staff_say_what_it_is(
    aunt: Someone, wrench: Someone, clerk: Someone, vague: str
) -> None:
    await aunt.says(vague)
    assert "工作人员" in await aunt.taps("叫人工", "group")
    await clerk.sees("拿不准")
    await clerk.taps("是诉求")
    assert "已登记" in await clerk.taps("水电维修")
    await aunt.sees("BY-1126-01", where="group")
    await wrench.has_button("接单")


async def test_chatter_is_answered_with_nothing_at_all(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    quiet = [await aunt.says(text) for text in (CHATTER, "😀😀😀", "谢谢大家", "今天天气真好")]
    await uncle.says("3号楼2单元的电梯又停了")
    await uncle.sees("BY-1126-01", where="group")
    await clerk.has_button("确认")
    heard = [message for message in await aunt.phone("group") if message["message_id"] in quiet]
    assert [message["reactions"] for message in heard] == [[], [], [], []]
    answers = [m.get("reply_to_message", {}).get("message_id") for m in await aunt.from_bot("group")]
    assert not set(answers) & set(quiet)
    assert await aunt.from_bot("private") == []
    assert not [message for message in await clerk.from_bot() if "拿不准" in text_of(message)]


async def marker(person: Someone) -> dict[str, object]:
    """Some message of the bot's that still stands, to press old buttons on."""
    await person.tells_bot("帮助")
    return await person.sees("怎么用")
