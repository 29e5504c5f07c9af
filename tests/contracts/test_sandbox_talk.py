"""People talk; the bot hears what Telegram would let it hear."""

import pytest

from tests.contracts.sandbox_kit import Refused, Town


async def test_a_sentence_in_the_group_reaches_the_bot_and_its_reaction_and_card_are_seen(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    message = await town.says(resident, grid, "3号楼2单元的电梯又停了")

    (update,) = await town.updates()
    assert update["message"]["text"] == "3号楼2单元的电梯又停了"
    assert update["message"]["from"]["id"] == resident

    await town.bot("setMessageReaction", chat_id=grid, message_id=message, reaction=[{"type": "emoji", "emoji": "👀"}])
    await town.bot("sendMessage", chat_id=grid, text="已登记", reply_parameters={"message_id": message})
    first, second = await town.sees(resident, grid)
    assert first["reactions"] == [{"emoji": "👀", "by": town.world.bot_id}]
    assert second["reply_to_message"]["message_id"] == message


async def test_every_kind_of_message_parses(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, type="supergroup")
    first = await town.says(resident, grid, "看这里 https://example.org/a?b=1 #大集 @someone_else /help")
    for more in (
        {"photo": True},
        {"photo": "album:3", "text": "漏水了"},
        {"location": True},
        {"location": {"latitude": 36.5, "longitude": 117.9}},
        {"contact": True},
        {"contact": {"name": "李师傅", "phone": "13800000000"}},
        {"voice": True},
        {"sticker": True},
        {"document": {"name": "表.xlsx", "base64": "UEs="}, "text": "新的表"},
        {"text": "转发的", "forward": {"from": "隔壁老张"}},
        {"text": "回复", "reply_to": first},
    ):
        await town.ask("say", user=resident, chat=grid, **more)
    messages = [update["message"] for update in await town.updates()]
    assert len(messages) == 14
    assert {entity["type"] for entity in messages[0]["entities"]} == {"url", "hashtag", "mention", "bot_command"}
    album = [message for message in messages if "media_group_id" in message]
    assert len(album) == 3 and len({message["media_group_id"] for message in album}) == 1
    assert album[0]["caption"] == "漏水了"
    assert messages[-2]["forward_origin"]["sender_user_name"] == "隔壁老张"
    assert messages[-1]["reply_to_message"]["message_id"] == first


async def test_edits_arrive_and_deletions_never_do(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    message = await town.says(resident, grid, "电梯停了")
    await town.ask("edit", user=resident, chat=grid, message_id=message, text="电梯修好了")
    assert await town.kinds() == ["message", "edited_message"]
    assert (await town.sees(resident, grid))[0]["edited"] is True
    await town.ask("delete", user=resident, chat=grid, message_id=message)
    assert await town.updates() == []
    assert await town.sees(resident, grid) == []


async def test_a_very_long_text_is_refused_or_split_as_clients_do(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    text = "长" * 5000
    assert (await town.refused("say", user=resident, chat=grid, text=text))[0] == 400
    answer = await town.ask("say", user=resident, chat=grid, text=text, raw=True)
    assert len(answer["message_ids"]) == 2
    assert "".join(update["message"]["text"] for update in await town.updates()) == text


async def test_privacy_mode_lets_only_commands_replies_and_mentions_through(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, bot_admin=False)
    await town.ask("bot", privacy=True)
    assert (await town.bot("getMe"))["can_read_all_group_messages"] is False
    card = await town.bot("sendMessage", chat_id=grid, text="您好")
    await town.says(resident, grid, "电梯停了")
    await town.says(resident, grid, "/help")
    await town.says(resident, grid, "/help@some_other_bot")
    await town.says(resident, grid, "@hehuo_sandbox_bot 在吗")
    await town.says(resident, grid, "回复你", reply_to=card["message_id"])
    heard = [update["message"]["text"] for update in await town.updates()]
    assert heard == ["/help", "@hehuo_sandbox_bot 在吗", "回复你"]

    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    await town.updates()
    await town.says(resident, grid, "管理员都听得见")
    assert [update["message"]["text"] for update in await town.updates()] == ["管理员都听得见"]


async def test_reactions_reach_only_an_administrator_that_asked(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, bot_admin=False)
    message = await town.says(resident, grid, "电梯停了")
    await town.updates()
    await town.bot("getUpdates", allowed_updates=["message", "message_reaction", "my_chat_member"])
    await town.ask("react", user=resident, chat=grid, message_id=message, emoji="👍")
    assert await town.updates() == []
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    await town.ask("react", user=resident, chat=grid, message_id=message, emoji="👌")
    await town.ask("react", user=resident, chat=grid, message_id=message, emoji="")
    assert await town.kinds() == ["my_chat_member", "message_reaction", "message_reaction"]
    assert (await town.refused("react", user=resident, chat=grid, message_id=message, emoji="✅"))[0] == 400


async def test_an_anonymous_administrator_writes_as_the_group_but_presses_as_themselves(town: Town) -> None:
    leader = await town.person("楼长", "leader")
    grid = await town.group(leader)
    await town.ask("members", chat=grid, user=leader, do="anonymous")
    await town.updates()
    await town.says(leader, grid, "大家注意")
    (update,) = await town.updates()
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == grid
    assert leader not in {update["message"]["from"]["id"]}


async def test_who_is_not_in_a_group_can_neither_write_nor_read_there(town: Town) -> None:
    resident, stranger = await town.person("王阿姨"), await town.person("路人", "stranger")
    grid = await town.group(resident)
    assert (await town.refused("say", user=stranger, chat=grid, text="你好"))[0] == 409
    answer = await town.http.get("/sandbox/messages", params={"user": stranger, "chat": grid})
    assert answer.status_code == 409
    assert (await town.refused("say", user=stranger, chat=resident, text="你好"))[0] == 409


async def test_coming_and_going_is_told_by_service_messages_and_to_administrators(town: Town) -> None:
    resident, other = await town.person("王阿姨"), await town.person("小李")
    grid = await town.group(resident)
    await town.bot("getUpdates", allowed_updates=["message", "chat_member"])
    await town.ask("members", chat=grid, user=other, do="join")
    await town.ask("members", chat=grid, user=other, do="leave")
    assert await town.kinds() == ["chat_member", "message", "message", "chat_member"]
    kinds = [set(message) & {"new_chat_members", "left_chat_member"} for message in await town.sees(resident, grid)]
    assert kinds == [{"new_chat_members"}, {"left_chat_member"}]


async def test_the_bot_hears_of_its_own_comings_and_goings(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident, bot=False)
    with pytest.raises(Refused, match="Forbidden: bot is not a member of the group chat"):
        await town.bot("sendMessage", chat_id=grid, text="在吗")
    await town.ask("members", chat=grid, user=town.world.bot_id, do="join")
    await town.ask("members", chat=grid, user=town.world.bot_id, do="admin")
    await town.ask("members", chat=grid, user=town.world.bot_id, do="leave")
    told = [update["my_chat_member"] for update in await town.updates() if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in told] == ["member", "administrator", "kicked"]
    with pytest.raises(Refused, match="Forbidden: bot was kicked from the group chat"):
        await town.bot("sendMessage", chat_id=grid, text="在吗")


async def test_a_group_that_becomes_a_supergroup_moves_to_a_new_id(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    moved = (await town.ask("members", chat=grid, do="migrate"))["id"]
    messages = [update["message"] for update in await town.updates()]
    assert messages[0]["migrate_to_chat_id"] == moved and messages[1]["migrate_from_chat_id"] == grid
    with pytest.raises(Refused, match="Bad Request: group chat was upgraded to a supergroup chat") as refusal:
        await town.bot("sendMessage", chat_id=grid, text="还在吗")
    assert refusal.value.parameters == {"migrate_to_chat_id": moved}
    await town.bot("sendMessage", chat_id=moved, text="都在")
    assert (await town.refused("say", user=resident, chat=grid, text="在吗"))[0] == 409
    assert (await town.refused("members", chat=moved, do="migrate"))[0] == 409


async def test_nobody_is_written_to_before_they_start_or_after_they_block(town: Town) -> None:
    partner = await town.person("李师傅", "partner", started=False)
    with pytest.raises(Refused, match="Forbidden: bot can't initiate conversation with a user"):
        await town.bot("sendMessage", chat_id=partner, text="新订单")
    await town.ask("members", chat=partner, user=partner, do="start", payload="claim_12")
    assert (await town.updates())[0]["message"]["text"] == "/start claim_12"
    await town.bot("sendMessage", chat_id=partner, text="新订单")
    await town.ask("members", chat=partner, user=partner, do="block")
    assert await town.kinds() == ["my_chat_member"]
    with pytest.raises(Refused, match="Forbidden: bot was blocked by the user"):
        await town.bot("sendMessage", chat_id=partner, text="新订单")
    (shown,) = (await town.look("world"))["users"]
    assert shown["blocked"] is True and shown["unreachable"] is True
    await town.says(partner, partner, "我回来了")
    assert await town.kinds() == ["my_chat_member", "message"]
    await town.bot("sendMessage", chat_id=partner, text="欢迎")
