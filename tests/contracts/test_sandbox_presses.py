"""Buttons pressed by people, answers of the bot, and messages that one person alone sees."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.contracts.sandbox_kit import Refused, Town, check_update

CARD = {
    "inline_keyboard": [
        [
            {"text": "✔ 接单", "callback_data": "claim:1", "style": "success"},
            {"text": "今天不接单", "callback_data": "off"},
        ],
        [
            {"text": "私聊", "url": "https://t.me/hehuo_sandbox_bot?start=claim_1"},
            {"text": "网站", "url": "https://example.org"},
        ],
        [{"text": "单号", "copy_text": {"text": "BY-1121-07"}}, {"text": "问一句", "callback_data": "ask"}],
    ]
}


@asynccontextmanager
async def pressed(town: Town, **tap: Any) -> AsyncIterator[tuple[dict[str, Any], asyncio.Task[dict[str, Any]]]]:
    """The callback query that a tap makes, and the task whose result is what the presser saw."""
    async with asyncio.TaskGroup() as group:
        tapping = group.create_task(town.ask("tap", **tap))
        (update,) = await town.bot("getUpdates", offset=town.offset, timeout=10)
        town.offset = update["update_id"] + 1
        check_update(update)
        yield update["callback_query"], tapping


async def test_a_press_waits_for_the_bots_toast(town: Town) -> None:
    partner = await town.person("李师傅", "partner")
    card = await town.bot("sendMessage", chat_id=partner, text="新订单", reply_markup=CARD)
    where = {"user": partner, "chat": partner, "message_id": card["message_id"]}
    for button, data in (
        ("✔ 接单", "claim:1"),
        ("接单", "claim:1"),
        ("claim:1", "claim:1"),
        ("问", "ask"),
        ("old:9", "old:9"),
    ):
        async with pressed(town, **where, button=button) as (query, tapping):
            assert query["data"] == data and query["message"]["message_id"] == card["message_id"]
            await town.bot("answerCallbackQuery", callback_query_id=query["id"], text="好", show_alert=True)
        assert tapping.result() == {"answer": {"text": "好", "show_alert": True}}


async def test_labels_that_are_not_there_or_not_clear(town: Town) -> None:
    partner = await town.person("李师傅", "partner")
    two = {"inline_keyboard": [[{"text": "今天接单", "callback_data": "a"}, {"text": "不接单", "callback_data": "b"}]]}
    card = await town.bot("sendMessage", chat_id=partner, text="新订单", reply_markup=two)
    where = {"user": partner, "chat": partner, "message_id": card["message_id"]}
    status, sentence = await town.refused("tap", **where, button="办结")
    assert status == 409 and "今天接单" in sentence
    assert (await town.refused("tap", **where, button="接单"))[0] == 409
    assert (await town.refused("tap", **where | {"message_id": 99}, button="办结"))[0] == 404


async def test_links_to_the_bot_start_it_and_other_buttons_need_no_bot(town: Town) -> None:
    resident, partner = await town.person("王阿姨"), await town.person("李师傅", "partner", started=False)
    grid = await town.group(resident, partner)
    card = await town.bot("sendMessage", chat_id=grid, text="卡片", reply_markup=CARD)
    where = {"user": partner, "chat": grid, "message_id": card["message_id"]}
    opened = await town.ask("tap", **where, button="私聊")
    assert opened == {"answer": None, "opened": "https://t.me/hehuo_sandbox_bot?start=claim_1"}
    (update,) = await town.updates()
    assert update["message"]["text"] == "/start claim_1" and update["message"]["chat"]["id"] == partner
    assert update["message"]["entities"][0]["type"] == "bot_command"
    assert await town.ask("tap", **where, button="网站") == {"answer": None, "opened": "https://example.org"}
    assert await town.ask("tap", **where, button="单号") == {"answer": None, "copied": "BY-1121-07"}
    assert await town.updates() == []


async def test_an_answer_after_fifteen_seconds_is_too_late(town: Town) -> None:
    partner = await town.person("李师傅", "partner")
    card = await town.bot("sendMessage", chat_id=partner, text="新订单", reply_markup=CARD)
    async with pressed(town, user=partner, chat=partner, message_id=card["message_id"], button="接单") as (
        query,
        tapping,
    ):
        town.world.clock.jump(town.world.clock.now() + timedelta(seconds=16))
        with pytest.raises(Refused, match="query is too old and response timeout expired or query ID is invalid"):
            await town.bot("answerCallbackQuery", callback_query_id=query["id"])
    assert tapping.result() == {"answer": None}


async def test_a_second_answer_and_a_too_long_toast_are_refused(town: Town) -> None:
    partner = await town.person("李师傅", "partner")
    card = await town.bot("sendMessage", chat_id=partner, text="新订单", reply_markup=CARD)
    async with pressed(town, user=partner, chat=partner, message_id=card["message_id"], button="接单") as (query, _):
        with pytest.raises(Refused, match="MESSAGE_TOO_LONG"):
            await town.bot("answerCallbackQuery", callback_query_id=query["id"], text="长" * 201)
        await town.bot("answerCallbackQuery", callback_query_id=query["id"])
        with pytest.raises(Refused, match="query is too old"):
            await town.bot("answerCallbackQuery", callback_query_id=query["id"])


async def test_an_ephemeral_answer_is_seen_by_its_reader_only(town: Town) -> None:
    resident, neighbour = await town.person("王阿姨"), await town.person("小李")
    grid = await town.group(resident, neighbour, bot_admin=False)
    card = await town.bot("sendMessage", chat_id=grid, text="卡片", reply_markup=CARD)
    async with pressed(town, user=resident, chat=grid, message_id=card["message_id"], button="问一句") as (query, _):
        whisper = await town.bot(
            "sendMessage",
            chat_id=grid,
            text="只给您看",
            reply_markup={"inline_keyboard": [[{"text": "知道了", "callback_data": "seen"}]]},
            ephemeral_message_parameters={"receiver_user_id": resident, "callback_query_id": query["id"]},
        )
        await town.bot("answerCallbackQuery", callback_query_id=query["id"])
    assert whisper["message_id"] == 0 and whisper["receiver_user"]["id"] == resident
    number = whisper["ephemeral_message_id"]
    assert [shown["text"] for shown in await town.sees(resident, grid)] == ["卡片", "只给您看"]
    assert [shown["text"] for shown in await town.sees(neighbour, grid)] == ["卡片"]

    tap = {"chat": grid, "ephemeral_message_id": number, "button": "知道了"}
    assert (await town.refused("tap", user=neighbour, **tap))[0] == 404
    async with pressed(town, user=resident, **tap) as (query, _):
        assert query["message"]["ephemeral_message_id"] == number
        await town.bot("answerCallbackQuery", callback_query_id=query["id"])
    where = {"chat_id": grid, "receiver_user_id": resident, "ephemeral_message_id": number}
    await town.bot("editEphemeralMessageText", **where, text="改了")
    assert (await town.sees(resident, grid))[-1]["text"] == "改了"
    await town.bot("deleteEphemeralMessage", **where)
    assert [shown["text"] for shown in await town.sees(resident, grid)] == ["卡片"]
    with pytest.raises(Refused, match="message to edit not found"):
        await town.bot("editEphemeralMessageText", **where, text="x")


async def test_who_may_send_ephemeral_messages(town: Town) -> None:
    resident, stranger = await town.person("王阿姨"), await town.person("路人")
    grid = await town.group(resident, bot_admin=False)
    for chat, parameters, reason in (
        (grid, {"receiver_user_id": resident}, "not enough rights"),
        (grid, {"receiver_user_id": stranger}, "user not found"),
        (grid, {"receiver_user_id": resident, "callback_query_id": "1"}, "query is too old"),
        (resident, {"receiver_user_id": resident}, "only to group"),
    ):
        with pytest.raises(Refused, match=reason):
            await town.bot("sendMessage", chat_id=chat, text="x", ephemeral_message_parameters=parameters)
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    whisper = {"receiver_user_id": resident}
    await town.bot("sendMessage", chat_id=grid, text="管理员可以", ephemeral_message_parameters=whisper)


async def test_a_card_replaced_by_an_ephemeral_one_is_hidden_from_its_reader(town: Town) -> None:
    resident, neighbour = await town.person("王阿姨"), await town.person("小李")
    grid = await town.group(resident, neighbour)
    card = await town.bot("sendMessage", chat_id=grid, text="卡片", reply_markup=CARD)
    async with pressed(town, user=resident, chat=grid, message_id=card["message_id"], button="问一句") as (query, _):
        asked = {"receiver_user_id": resident, "callback_query_id": query["id"], "replace_callback_query_message": True}
        await town.bot("sendMessage", chat_id=grid, text="您的", ephemeral_message_parameters=asked)
        await town.bot("answerCallbackQuery", callback_query_id=query["id"])
    assert [shown["text"] for shown in await town.sees(resident, grid)] == ["您的"]
    assert [shown["text"] for shown in await town.sees(neighbour, grid)] == ["卡片"]


async def test_an_anonymous_administrator_presses_under_their_own_id(town: Town) -> None:
    leader = await town.person("楼长", "leader")
    grid = await town.group(leader)
    await town.ask("members", chat=grid, user=leader, do="anonymous")
    await town.updates()
    card = await town.bot("sendMessage", chat_id=grid, text="卡片", reply_markup=CARD)
    async with pressed(town, user=leader, chat=grid, message_id=card["message_id"], button="接单") as (query, _):
        assert query["from"]["id"] == leader
        await town.bot("answerCallbackQuery", callback_query_id=query["id"])
