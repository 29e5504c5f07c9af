"""How updates wait and are taken: polling, confirming, filters, ages; and a restart that goes on where it was."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contracts.sandbox_kit import TOKEN, Refused, Town, open_town


async def test_updates_come_again_until_confirmed(town: Town) -> None:
    resident = await town.person("王阿姨")
    for number in range(3):
        await town.says(resident, resident, f"第{number}句")
    first = await town.bot("getUpdates")
    assert first == await town.bot("getUpdates")
    assert len(await town.bot("getUpdates", limit=2)) == 2
    rest = await town.bot("getUpdates", offset=first[1]["update_id"])
    assert rest == first[1:]
    assert await town.bot("getUpdates", offset=-1) == first[2:]
    assert await town.bot("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert await town.bot("getUpdates") == []


async def test_a_long_poll_ends_as_soon_as_someone_speaks(town: Town) -> None:
    resident = await town.person("王阿姨")
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(town.bot("getUpdates", timeout=50))
        await town.says(resident, resident, "在吗")
    assert polling.result()[0]["message"]["text"] == "在吗"


async def test_a_second_poller_ends_the_first_with_a_conflict(town: Town) -> None:
    async def poll() -> list[object]:
        answer: list[object] = await town.bot("getUpdates", timeout=50)
        return answer

    first = asyncio.create_task(poll())
    await town.world.bell.until(lambda: town.world.updates.reached, 5)
    second = asyncio.create_task(poll())
    with pytest.raises(Refused, match="Conflict: terminated by other getUpdates request") as refused:
        await first
    assert refused.value.status == 409
    resident = await town.person("王阿姨")
    await town.says(resident, resident, "在吗")
    assert len(await second) == 1


async def test_a_webhook_ends_the_poll(town: Town) -> None:
    async def poll() -> None:
        await town.bot("getUpdates", timeout=50)

    polling = asyncio.create_task(poll())
    await town.world.bell.until(lambda: town.world.updates.reached, 5)
    await town.bot("setWebhook", url="http://127.0.0.1:9/nobody")
    with pytest.raises(Refused, match="Conflict: terminated by setWebhook request"):
        await polling
    await town.bot("deleteWebhook")


async def test_allowed_updates_are_remembered_and_an_empty_list_resets_them(town: Town) -> None:
    resident = await town.person("王阿姨")
    await town.bot("getUpdates", allowed_updates=["callback_query"])
    await town.says(resident, resident, "听不见")
    assert await town.bot("getUpdates") == []
    await town.bot("getUpdates", allowed_updates=[])
    await town.says(resident, resident, "听得见")
    assert [update["message"]["text"] for update in await town.updates()] == ["听得见"]


async def test_updates_are_kept_for_a_day_and_presses_for_150_seconds(town: Town) -> None:
    resident = await town.person("王阿姨")
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    card = await town.bot("sendMessage", chat_id=resident, text="好吗", reply_markup=keyboard)
    await town.says(resident, resident, "在吗")
    async with asyncio.TaskGroup() as group:
        group.create_task(town.ask("tap", user=resident, chat=resident, message_id=card["message_id"], button="好"))
        await town.world.bell.until(lambda: len(town.world.updates.pending()) == 2, 10)
        town.world.clock.jump(town.world.clock.now() + timedelta(seconds=151))
    await town.says(resident, resident, "还在吗")
    waiting = await town.bot("getUpdates")
    assert all("callback_query" not in update for update in waiting)
    town.world.clock.jump(town.world.clock.now() + timedelta(hours=24))
    assert await town.bot("getUpdates") == []


async def test_raw_updates_of_unknown_kinds_can_be_injected(town: Town) -> None:
    await town.ask("update", update={"moon_phase": {"phase": "满月"}})
    (update,) = (await town.http.get(f"/bot{TOKEN}/getUpdates")).json()["result"]
    assert update["moon_phase"] == {"phase": "满月"} and isinstance(update["update_id"], int)
    assert (await town.refused("update", update={}))[0] == 400


async def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        resident = await town.person("王阿姨")
        grid = await town.group(resident)
        card = await town.bot("sendMessage", chat_id=grid, text="卡片")
        await town.bot(
            "setMessageReaction",
            chat_id=grid,
            message_id=card["message_id"],
            reaction=[{"type": "emoji", "emoji": "👌"}],
        )
        await town.bot("pinChatMessage", chat_id=grid, message_id=card["message_id"])
        await town.says(resident, grid, "没来得及听")
        await town.ask("say", user=resident, chat=resident, photo=True)
        await town.ask("seeded")
        town.world.clock.jump(town.world.clock.now() + timedelta(hours=8))
        before = await town.look("world")
        shown, waiting = await town.sees(resident, grid), await town.bot("getUpdates")
    async with open_town(tmp_path) as town:
        after = await town.look("world")
        assert after["now"] > before["now"] and after["ready"] is False
        assert (after["users"], after["chats"]) == (before["users"], before["chats"])
        assert await town.sees(resident, grid) == shown
        assert await town.bot("getUpdates") == waiting
        assert (await town.look("world"))["ready"] is True
        photo = await town.bot("getFile", file_id=waiting[-1]["message"]["photo"][0]["file_id"])
        fetched = await town.http.get(f"/file/bot{town.world.token}/{photo['file_path']}")
        assert fetched.content.startswith(b"\x89PNG") and len(fetched.content) == photo["file_size"]
        assert await town.says(resident, grid, "新的一句") > shown[-1]["message_id"]
        assert (await town.bot("getUpdates"))[-1]["update_id"] > waiting[-1]["update_id"]
        assert (await town.look("calls"))["calls"][0]["method"] == "getUpdates"
