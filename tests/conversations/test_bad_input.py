"""What must not crash, leak or be obeyed."""

import asyncio

from bot.callbacks import Verb
from tests.conversations.people import Someone, data_of, text_of
from tests.conversations.street import People

ELEVATOR = "3号楼2单元的电梯又停了"


async def still_alive(person: Someone) -> None:
    """The bot answers."""
    before = len(await person.from_bot("private"))
    await person.tells_bot("帮助")

    async def answered() -> bool:
        return len(await person.from_bot("private")) > before

    await person.world.until(answered, "an answer")


async def test_five_thousand_characters(aunt: Someone, clerk: Someone) -> None:
    await aunt.says(ELEVATOR + "，老人下不来楼" * 700, raw=True)
    await aunt.sees("BY-1126-01", where="group")
    await aunt.tells_bot("啊" * 5000, raw=True)
    await aunt.sees("没太听懂", where="private")
    await still_alive(aunt)


async def test_markup_and_mentions_are_words(aunt: Someone, wrench: Someone, clerk: Someone) -> None:
    await aunt.says("<b>3号楼</b>&amp;电梯又停了 @everyone </i><script>")
    offer = await wrench.has_button("接单")
    desk = await clerk.sees("BY-1126-01")
    for card in (offer, desk):
        assert "<b>3号楼" in text_of(card)
        assert not any(entity["type"] == "mention" for entity in card.get("entities", ()) if entity.get("user"))


async def test_a_command_for_another_bot_is_nobodys_need(aunt: Someone, clerk: Someone) -> None:
    await aunt.says(f"/help@some_other_bot {ELEVATOR}")
    await aunt.says("家里水龙头坏了")
    await clerk.sees("BY-1126-01", "水龙头")
    assert not any("电梯" in text_of(message) for message in await clerk.from_bot())


FORGED = ["zz:x:", "cl", "cl:nosuch:", ":::::", "a" * 64, "rt:nosuch:wonderful", "et:nosuch:tomorrow", "pk:nosuch:nope"]


async def test_forged_presses_are_answered_politely(stranger: Someone) -> None:
    await stranger.tells_bot("帮助")
    message = await stranger.sees("怎么用")
    for data in (*FORGED, *(f"{verb.value}:nosuchthing1:x" for verb in Verb)):
        tap = {"user": stranger.id, "chat": stranger.id, "message_id": message["message_id"], "button": data}
        assert (await stranger.world.post("tap", **tap))["answer"] is not None, data


async def test_double_taps_do_it_once(aunt: Someone, wrench: Someone) -> None:
    await aunt.says(ELEVATOR)
    offer = await wrench.has_button("接单")
    data = data_of(offer, "接单")
    answers = await asyncio.gather(*(wrench.taps_on(offer, data) for _ in range(5)))
    assert all("您接下了" in answer for answer in answers)
    await wrench.has_button("办结")
    held = [message for message in await wrench.from_bot() if "您接下了" in text_of(message)]
    assert len(held) == 1


async def test_exactly_one_of_two_wins(aunt: Someone, wrench: Someone, spanner: Someone) -> None:
    await aunt.says(ELEVATOR)
    offers = [(one, await one.has_button("接单")) for one in (wrench, spanner)]
    answers = await asyncio.gather(*(one.taps_on(card, data_of(card, "接单")) for one, card in offers))
    assert sum("您接下了" in answer for answer in answers) == 1


async def test_presses_by_others_change_nothing(
    aunt: Someone, uncle: Someone, wrench: Someone, barber: Someone
) -> None:
    await aunt.says(ELEVATOR)
    offer = await wrench.has_button("接单")
    await barber.tells_bot("帮助")
    any_card = await barber.sees("怎么用")
    assert "接不了" in await barber.taps_on(any_card, data_of(offer, "接单"))
    await wrench.taps("接单")
    held = await wrench.has_button("办结")
    for label in ("办结", "我出发了", "退回", "联系"):
        assert "别人" in await barber.taps_on(any_card, data_of(held, label))
    await wrench.has_button("我出发了")


async def test_edits_and_deletions(aunt: Someone, wrench: Someone) -> None:
    said = await aunt.says("大家早上好")
    await aunt.edits(said, ELEVATOR)
    await aunt.sees("BY-1126-01", where="group")
    await aunt.edits(said, ELEVATOR + "！")
    await aunt.deletes(said)
    await wrench.taps("接单")
    await aunt.sees("红扳手", where="group")
    await still_alive(aunt)


async def test_a_group_that_was_never_registered(stranger: Someone, wrench: Someone) -> None:
    await stranger.says(ELEVATOR)
    await still_alive(stranger)
    assert not [message for message in await stranger.from_bot("group") if "BY-" in text_of(message)]
    assert await wrench.from_bot() == []


async def test_staff_talk_is_theirs(clerk: Someone, wrench: Someone) -> None:
    await clerk.says(ELEVATOR)
    await still_alive(clerk)
    assert await wrench.from_bot() == []


async def test_unknown_kinds_of_update(aunt: Someone) -> None:
    for update in ({"brand_new": {"id": 1}}, {"poll": {"id": "1"}}, {"message": {"odd": True}}):
        await aunt.world.post("update", update=update)
    await still_alive(aunt)


async def test_channels_and_anonymous_administrators_are_nobody(street: People, wrench: Someone, aunt: Someone) -> None:
    chat = {"id": street.grid, "type": "supergroup", "title": "般阳 3 号网格群"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    channel = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    for number, sender in enumerate((anonymous, channel), 90_001):
        message = {"message_id": number, "date": 1_795_650_000, "chat": chat, "from": sender, "text": ELEVATOR}
        await aunt.world.post("update", update={"message": message | {"sender_chat": chat}})
    await aunt.says(ELEVATOR)
    await wrench.sees("BY-1126-01")
    assert not [message for message in await wrench.from_bot() if "BY-1126-02" in text_of(message)]
