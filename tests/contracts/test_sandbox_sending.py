"""What the bot may send, and what Telegram refuses and how."""

from typing import Any

import pytest

from tests.contracts.sandbox_kit import TOKEN, Town, moments_later, picture, refusal


async def test_html_becomes_entities_counted_in_utf16_units(town: Town) -> None:
    resident = await town.person("王阿姨")
    html = (
        "🔔 <b>新<i>订</i>单</b> <s>待</s><u>接</u> <code>BY-1</code> <a href='https://example.org/?a=1&amp;b=2'>看</a>\n"
        "<blockquote expandable>很长</blockquote><tg-spoiler>密</tg-spoiler>"
        "<pre><code class='language-py'>x</code></pre>&lt;&amp;"
    )
    message = await town.bot("sendMessage", chat_id=resident, text=html, parse_mode="HTML")
    assert message["text"] == "🔔 新订单 待接 BY-1 看\n很长密x<&"
    text = message["text"].encode("utf-16-le")
    said = [
        (entity["type"], text[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le"))
        for entity in message["entities"]
    ]
    assert said == [
        ("bold", "新订单"),
        ("italic", "订"),
        ("strikethrough", "待"),
        ("underline", "接"),
        ("code", "BY-1"),
        ("text_link", "看"),
        ("expandable_blockquote", "很长"),
        ("spoiler", "密"),
        ("pre", "x"),
    ]
    assert message["entities"][5]["url"] == "https://example.org/?a=1&b=2"
    assert message["entities"][8]["language"] == "py"


@pytest.mark.parametrize(
    "html", ["<b>开", "开</b>", "<b><i>开</b></i>", "<div>开</div>", "1 < 2", "<b onclick=x", "<span>开</span>"]
)
async def test_bad_markup_is_refused(town: Town, html: str) -> None:
    resident = await town.person("王阿姨")
    reason = await refusal(town, "sendMessage", chat_id=resident, text=html, parse_mode="HTML")
    assert reason.startswith("can't parse entities: ")


async def test_lengths_are_counted_in_utf16_units_after_the_markup(town: Town) -> None:
    resident = await town.person("王阿姨")
    await town.bot("sendMessage", chat_id=resident, text=f"<b>{'长' * 4096}</b>", parse_mode="HTML")
    assert await refusal(town, "sendMessage", chat_id=resident, text="🔔" * 2049) == "message is too long"
    assert await refusal(town, "sendMessage", chat_id=resident, text="  \n ") == "message text is empty"
    assert await refusal(town, "sendMessage", chat_id=resident) == "message text is empty"
    photo = (await town.bot("sendPhoto", chat_id=resident, photo=await picture(town, resident)))["photo"][0]["file_id"]
    reason = await refusal(town, "sendPhoto", chat_id=resident, photo=photo, caption="长" * 1025)
    assert reason == "message caption is too long"


async def test_what_cannot_be_found_is_refused_in_telegrams_words(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    assert await refusal(town, "sendMessage", text="x") == "chat_id is empty"
    assert await refusal(town, "sendMessage", chat_id=12345, text="x") == "chat not found"
    assert await refusal(town, "sendMessage", chat_id="@nobody", text="x") == "chat not found"
    assert await refusal(town, "editMessageText", chat_id=grid, message_id=99, text="x") == "message to edit not found"
    assert await refusal(town, "deleteMessage", chat_id=grid, message_id=99) == "message to delete not found"
    assert (
        await refusal(town, "copyMessage", chat_id=grid, from_chat_id=grid, message_id=99)
        == "message to copy not found"
    )
    reason = await refusal(town, "setMessageReaction", chat_id=grid, message_id=99, reaction=[])
    assert reason == "message to react not found"
    reply = {"message_id": 99}
    assert (
        await refusal(town, "sendMessage", chat_id=grid, text="x", reply_parameters=reply)
        == "message to be replied not found"
    )
    lenient = reply | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in await town.bot("sendMessage", chat_id=grid, text="x", reply_parameters=lenient)
    assert await refusal(town, "getFile", file_id="nothing") == "invalid file_id"
    assert await refusal(town, "getChatMember", chat_id=grid, user_id=99) == "user not found"
    mine = await town.says(resident, grid, "我的话")
    assert await refusal(town, "editMessageText", chat_id=grid, message_id=mine, text="x") == "message can't be edited"


async def test_wrong_tokens_methods_and_parameters(town: Town) -> None:
    assert (await town.http.get("/bot1:wrong/getMe")).json() == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    missing = await town.http.get(f"/bot{TOKEN}/getNothing")
    assert missing.status_code == 404 and missing.json()["description"] == "Not Found"
    assert "not served by the sandbox" in await refusal(town, "sendDice", chat_id=1)
    assert "Integer" in await refusal(town, "getChatMember", chat_id=1, user_id="王阿姨")
    assert "JSON object" in await refusal(town, "setMessageReaction", chat_id=1, message_id=1, reaction="[")
    answer = await town.http.post(f"/bot{TOKEN}/getMe", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


async def test_requests_may_come_as_query_form_json_or_multipart(town: Town) -> None:
    resident = await town.person("王阿姨")
    params = {"chat_id": str(resident), "text": "<b>好</b>", "parse_mode": "HTML", "disable_notification": "true"}
    path = f"/bot{TOKEN}/sendmessage"
    for answer in (
        await town.http.get(path, params=params),
        await town.http.post(path, data=params),
        await town.http.post(path, json=params),
        await town.http.post(path, data=params, files={"unused": ("a.txt", b"x")}),
    ):
        assert answer.json()["result"]["text"] == "好"


async def test_an_edit_that_changes_nothing_is_refused(town: Town) -> None:
    resident = await town.person("王阿姨")
    keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "c"}]]}
    card = await town.bot("sendMessage", chat_id=resident, text="卡片", reply_markup=keyboard)
    where = {"chat_id": resident, "message_id": card["message_id"]}
    reason = await refusal(town, "editMessageText", **where, text="卡片", reply_markup=keyboard)
    assert reason.startswith("message is not modified: ")
    await town.bot("editMessageText", **where, text="卡片")
    edited = await town.bot("editMessageText", **where, text="卡片 <b>二</b>", parse_mode="HTML")
    assert "reply_markup" not in edited and edited["edit_date"] >= edited["date"]
    assert (await refusal(town, "editMessageReplyMarkup", **where)).startswith("message is not modified: ")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "按", "callback_data": "字" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "按", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "按", "url": "不是网址"}, "BUTTON_URL_INVALID"),
        ({"text": "按"}, "Text buttons are unallowed"),
        ({"text": "", "callback_data": "x"}, "Text buttons are unallowed"),
        ({"text": "按", "callback_data": "x", "url": "https://example.org"}, "exactly one action"),
        ({"text": "按", "callback_data": "x", "style": "golden"}, "invalid button style"),
        ({"text": "按", "callback_data": "x", "colour": "red"}, "no such field"),
    ],
)
async def test_bad_buttons_are_refused(town: Town, button: dict[str, Any], reason: str) -> None:
    resident = await town.person("王阿姨")
    keyboard = {"inline_keyboard": [[button]]}
    assert reason in await refusal(town, "sendMessage", chat_id=resident, text="x", reply_markup=keyboard)


async def test_a_reply_keyboard_shows_until_used_or_removed(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    asking = {"keyboard": [[{"text": "📞 发我的电话", "request_contact": True}], ["不用了"]], "one_time_keyboard": True}
    reason = await refusal(town, "sendMessage", chat_id=grid, text="电话？", reply_markup=asking)
    assert reason == "phone number can be requested in private chats only"
    sent = await town.bot("sendMessage", chat_id=resident, text="电话？", reply_markup=asking)
    assert "reply_markup" not in sent
    shown = (await town.look("messages", user=resident, chat=resident))["keyboard"]
    assert shown["keyboard"][0][0]["request_contact"] is True and shown["keyboard"][1] == [{"text": "不用了"}]
    await town.ask("say", user=resident, chat=resident, contact=True)
    (update,) = await town.updates()
    assert update["message"]["contact"]["user_id"] == resident
    assert "keyboard" not in await town.look("messages", user=resident, chat=resident)
    await town.bot("sendMessage", chat_id=resident, text="选", reply_markup={"keyboard": [["好"]]})
    await town.bot("sendMessage", chat_id=resident, text="完", reply_markup={"remove_keyboard": True})
    assert "keyboard" not in await town.look("messages", user=resident, chat=resident)


async def test_only_the_fixed_list_of_reactions(town: Town) -> None:
    resident = await town.person("王阿姨")
    message = await town.says(resident, resident, "电梯停了")
    where = {"chat_id": resident, "message_id": message}
    for emoji in ("👀", "✍", "🤝", "👌", "🤔", "❤️"):
        await town.bot("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": emoji}])
    for emoji in ("✅", "⏳", "📌", "🚨", "字"):
        assert (
            await refusal(town, "setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": emoji}])
            == "REACTION_INVALID"
        )
    two = [{"type": "emoji", "emoji": "👀"}, {"type": "emoji", "emoji": "👌"}]
    assert await refusal(town, "setMessageReaction", **where, reaction=two) == "REACTIONS_TOO_MANY"
    assert [shown["reactions"] for shown in await town.sees(resident, resident)] == [
        [{"emoji": "❤", "by": town.world.bot_id}]
    ]
    await town.bot("setMessageReaction", **where, reaction=[])
    assert [shown["reactions"] for shown in await town.sees(resident, resident)] == [[]]


async def test_deleting_ends_after_48_hours_unless_the_bot_leads(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, bot_admin=False)
    card = await town.bot("sendMessage", chat_id=grid, text="卡片")
    theirs = await town.says(resident, grid, "我的话")
    assert await refusal(town, "deleteMessage", chat_id=grid, message_id=theirs) == "message can't be deleted"
    town.world.clock.jump(moments_later(town, 49 * 3600))
    where = {"chat_id": grid, "message_id": card["message_id"]}
    assert await refusal(town, "deleteMessage", **where) == "message can't be deleted for everyone"
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    await town.bot("deleteMessage", **where)
    await town.bot("deleteMessages", chat_id=grid, message_ids=[theirs, 99])
    assert [shown for shown in await town.sees(resident, grid) if "text" in shown] == []


async def test_in_a_supergroup_only_an_administrator_with_the_right_deletes_what_others_wrote(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, type="supergroup", bot_admin=False)
    theirs = await town.says(resident, grid, "我的话")
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin", may_delete=False)
    rights = await town.bot("getChatMember", chat_id=grid, user_id=town.world.bot_id)
    assert rights["status"] == "administrator" and rights["can_delete_messages"] is False
    assert await refusal(town, "deleteMessage", chat_id=grid, message_id=theirs) == "message can't be deleted"
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    await town.bot("deleteMessage", chat_id=grid, message_id=theirs)
    assert [shown for shown in await town.sees(resident, grid) if "text" in shown] == []


async def test_protected_messages_and_quotes(town: Town) -> None:
    resident = await town.person("王阿姨")
    secret = await town.bot("sendMessage", chat_id=resident, text="门牌 3-2-501", protect_content=True)
    assert secret["has_protected_content"] is True
    where = {"from_chat_id": resident, "message_id": secret["message_id"]}
    assert await refusal(town, "forwardMessage", chat_id=resident, **where) == "message can't be forwarded"
    quote = {"message_id": secret["message_id"], "quote": "3-2-501"}
    answer = await town.bot("sendMessage", chat_id=resident, text="是这里吗", reply_parameters=quote)
    assert answer["quote"] == {"text": "3-2-501", "position": 3, "is_manual": True}
    wrong = {"message_id": secret["message_id"], "quote": "没说过"}
    assert (
        await refusal(town, "sendMessage", chat_id=resident, text="x", reply_parameters=wrong)
        == "message quote not found"
    )


async def test_quiet_messages_are_shown_as_such(town: Town) -> None:
    resident = await town.person("王阿姨")
    await town.bot("sendMessage", chat_id=resident, text="夜里", disable_notification=True)
    await town.bot("sendMessage", chat_id=resident, text="白天")
    assert [shown["silent"] for shown in await town.sees(resident, resident)] == [True, False]


async def test_a_pin_leaves_a_service_message_and_needs_rights(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, bot_admin=False)
    board = await town.bot("sendMessage", chat_id=grid, text="公示")
    reason = await refusal(town, "pinChatMessage", chat_id=grid, message_id=board["message_id"])
    assert reason == "not enough rights to manage pinned messages in the chat"
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    await town.bot("pinChatMessage", chat_id=grid, message_id=board["message_id"])
    shown, service = await town.sees(resident, grid)
    assert shown["pinned"] is True and service["pinned_message"]["message_id"] == board["message_id"]
    assert (await town.bot("getChat", chat_id=grid))["pinned_message"]["text"] == "公示"
    await town.bot("unpinChatMessage", chat_id=grid)
    assert (await town.sees(resident, grid))[0]["pinned"] is False
