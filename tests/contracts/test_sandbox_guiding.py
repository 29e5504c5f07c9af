"""What the page needs to guide its viewer: hints that follow a press, groups to bring the bot into or to choose."""

import asyncio
from pathlib import Path

from tests.contracts.sandbox_kit import Town, check_update, open_town
from tests.contracts.test_sandbox_webhook import listening


async def test_a_press_leads_from_one_hint_to_the_next(town: Town) -> None:
    partner, other = await town.person("红扳手", "partner"), await town.person("小宋", "partner")
    keys = {"inline_keyboard": [[{"text": "✔ 接单", "callback_data": "take"}]]}
    cards = {
        one: await town.bot("sendMessage", chat_id=one, text="新订单", reply_markup=keys) for one in (partner, other)
    }
    hint = {"text": "请点接单", "user": partner, "chat": partner, "button": "接单", "then": "看看群里"}
    await town.ask("hint", **hint)

    for one, left in ((other, hint), (partner, {"text": "看看群里"})):
        press = {"user": one, "chat": one, "message_id": cards[one]["message_id"], "button": "接单"}
        tap = asyncio.create_task(town.ask("tap", **press))
        await town.world.bell.until(lambda: bool(town.world.updates.pending()), 10)
        for update in await town.updates():
            await town.bot("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])
        await tap
        assert (await town.look("world"))["hint"] == left


async def test_the_world_tells_where_people_talked_last(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    assert (await town.look("world"))["talk"] is None
    await town.says(resident, grid, "早上好")
    await town.says(resident, resident, "在吗")
    assert (await town.look("world"))["talk"] == {"user": resident, "chat": grid}


async def test_a_person_brings_the_bot_into_a_group(town: Town) -> None:
    host, worker = await town.person("王阿姨"), await town.person("网格员", "staff")
    made = await town.ask("chats", title="三号网格", type="supergroup", members=[host, worker], bot=False)
    url = f"https://t.me/{town.world.bot_username}?startgroup=hehuo&admin=delete_messages"
    keys = {"inline_keyboard": [[{"text": "把我拉进群", "url": url}]]}
    card = await town.bot("sendMessage", chat_id=worker, text="还没有群", reply_markup=keys)
    tapped = await town.ask("tap", user=worker, chat=worker, message_id=card["message_id"], button="把我拉进群")
    assert tapped == {"answer": None, "opened": url} and await town.updates() == []

    bot = town.world.bot_id
    await town.ask("members", chat=made["id"], user=bot, do="admin", by=worker)
    standing = [update["my_chat_member"] for update in await town.updates() if "my_chat_member" in update]
    assert [one["from"]["id"] for one in standing] == [worker, worker]
    assert standing[-1]["new_chat_member"]["status"] == "administrator"
    stranger = await town.person("路人", "stranger")
    assert (await town.refused("members", chat=made["id"], user=bot, do="join", by=stranger))[0] == 409


async def test_a_chosen_group_reaches_the_bot(town: Town) -> None:
    worker = await town.person("网格员", "staff")
    grid = await town.group(worker)
    await town.ask("say", user=worker, chat=worker, chat_shared={"chat_id": grid, "request_id": 7})
    (update,) = await town.updates()
    assert update["message"]["chat_shared"] == {"chat_id": grid, "request_id": 7, "title": "三号网格"}
    stranger = await town.person("路人", "stranger")
    assert (await town.refused("say", user=stranger, chat=stranger, chat_shared={"chat_id": grid, "request_id": 7}))[
        0
    ] == 409


async def test_a_kept_webhook_makes_a_restarted_world_ready_once_it_answers(tmp_path: Path) -> None:
    async with listening() as hook:
        async with open_town(tmp_path) as town:
            resident = await town.person("王阿姨")
            await town.ask("seeded")
            await town.bot("setWebhook", url=hook.url)
            assert (await town.look("world"))["ready"] is True
        async with open_town(tmp_path) as town:
            assert (await town.look("world"))["ready"] is False
            await town.says(resident, resident, "在吗")
            (update,) = await hook.received(1)
            check_update(update)
            assert await town.world.bell.until(lambda: town.world.updates.present, 10)
            assert (await town.look("world"))["ready"] is True
