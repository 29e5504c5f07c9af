"""What is told before everyone and is nobody else's business goes on in private, and may leave the group."""

import pytest

from tests.conversations.people import Someone, text_of
from tests.conversations.street import People

DEBT = "我欠了网贷二十万还不上，天天有人上门催债，谁能帮帮我"
DESPAIR = "我想自杀"


async def in_the_group(who: Someone, message: int) -> bool:
    return any(found["message_id"] == message for found in await who.phone("group"))


async def test_its_speaker_may_have_the_message_deleted(aunt: Someone, uncle: Someone) -> None:
    said = await aunt.says(DEBT)
    offer = await aunt.sees("要不要删掉", where="private")
    assert "网贷" in text_of(offer)
    assert await in_the_group(uncle, said)
    assert "去删" in await aunt.taps("删掉群里那条", "private")
    await aunt.sees("已经删掉了", where="private")
    assert not await in_the_group(uncle, said)
    await aunt.taps_under(offer, "删掉群里那条")
    assert not any("要不要删掉" in text_of(message) for message in await aunt.from_bot("group"))


async def test_where_the_bot_may_not_delete_its_speaker_is_told_how(aunt: Someone, street: People) -> None:
    said = await aunt.says(DEBT)
    await aunt.sees("要不要删掉", where="private")
    bot = (await aunt.world.get("world"))["bot"]["id"]
    await aunt.world.post("members", chat=aunt.group, user=bot, do="member")
    await aunt.taps("删掉群里那条", "private")
    await aunt.sees("自己删", "同时为所有人删除", where="private")
    assert await in_the_group(aunt, said)


async def test_nobody_else_may_have_it_deleted(aunt: Someone, uncle: Someone) -> None:
    said = await aunt.says(DEBT)
    offer = await aunt.sees("要不要删掉", where="private")
    mine = await uncle.tells_bot("你好")
    assert mine
    greeting = await uncle.sees("您好", where="private")
    button = offer["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    assert "点不了" in await uncle.taps_on(greeting, button)
    assert await in_the_group(uncle, said)


async def test_who_wants_to_die_gets_a_kind_word_in_private(aunt: Someone, uncle: Someone, clerk: Someone) -> None:
    await aunt.says(DESPAIR)
    await aunt.sees("12356", where="private")
    await aunt.sees("要不要删掉", where="private")
    await clerk.sees("险情", where="group")
    assert not any("自杀" in text_of(message) for message in await uncle.from_bot("group"))


async def test_an_ordinary_matter_stays_where_it_was_said(aunt: Someone) -> None:
    await aunt.says("我家厨房的灯不亮了，能不能来个师傅给看看")
    await aunt.sees("BY-1126-01", where="group")
    assert not [message for message in await aunt.from_bot("private") if "要不要删掉" in text_of(message)]


@pytest.mark.parametrize("words", ["我真的想死", "我老公喝了酒要打我"])
async def test_who_never_wrote_to_the_bot_is_called_aside_and_then_told(
    newcomer: Someone, clerk: Someone, words: str
) -> None:
    await newcomer.says(words)
    await clerk.sees("对方没开私聊", "还没告诉到", where="group")
    card = await newcomer.has_button("私下说", "group")
    assert words not in text_of(card)
    link = next(button["url"] for row in card["reply_markup"]["inline_keyboard"] for button in row)
    await newcomer.starts(link.split("start=")[1])
    await newcomer.sees("12356" if "死" in words else "12338", where="private")
    await newcomer.sees("想说就接着在这里说", where="private")
