"""The control interface as the page and scripts see it."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.journal import Journal
from sandbox.store import Store
from tests.contracts.sandbox_kit import TOKEN, Town


async def test_the_world_is_ready_once_seeded_and_polled(town: Town) -> None:
    resident, partner = await town.person("王阿姨"), await town.person("李师傅", "partner", started=False)
    await town.ask("users", name="老张", role="leader", username="@zhang")
    grid = (
        await town.ask(
            "chats", title="三号网格", type="group", kind="grid", members=[resident, partner], admins=[partner]
        )
    )["id"]
    world = await town.look("world")
    assert world["ready"] is False
    assert world["bot"] == {"id": 7654321, "username": "hehuo_sandbox_bot", "name": "合伙小助手", "privacy": False}
    assert [(user["id"], user["name"], user["role"], user["started"]) for user in world["users"]] == [
        (resident, "王阿姨", "resident", True),
        (partner, "李师傅", "partner", False),
        (partner + 1, "老张", "leader", False),
    ]
    assert world["users"][2]["username"] == "zhang"
    (chat,) = world["chats"]
    assert (chat["id"], chat["type"], chat["title"], chat["kind"]) == (grid, "group", "三号网格", "grid")
    assert chat["members"] == [resident, partner] and chat["admins"] == [partner]
    assert resident == 5_000_000_001 and grid == -4_000_000_001
    await town.ask("seeded")
    assert (await town.look("world"))["ready"] is False
    await town.bot("getUpdates")
    assert (await town.look("world"))["ready"] is True


async def test_the_page_wakes_on_anything_visible(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    card = await town.bot("sendMessage", chat_id=grid, text="卡片")
    where = {"chat_id": grid, "message_id": card["message_id"]}
    changes: list[Any] = [
        town.says(resident, grid, "在吗"),
        town.bot("editMessageText", **where, text="改了"),
        town.bot("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👀"}]),
        town.ask("members", chat=grid, user=resident, do="admin"),
        town.ask("hint", text="点一下接单", user=resident),
        town.bot("deleteMessage", **where),
    ]
    for change in changes:
        version = (await town.look("changes"))["version"]
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(town.look("changes", after=version, timeout=20))
            await change
        assert waiting.result()["version"] > version
    still = await town.look("changes", after=waiting.result()["version"], timeout=0)
    assert still == {"version": waiting.result()["version"]}


async def test_hints_come_and_go(town: Town) -> None:
    await town.ask("hint", text="点一下接单", user=1, chat=2, button="接单")
    assert (await town.look("world"))["hint"] == {"text": "点一下接单", "user": 1, "chat": 2, "button": "接单"}
    await town.ask("hint")
    assert (await town.look("world"))["hint"] is None


async def test_messages_are_the_newest_after_an_id(town: Town) -> None:
    resident = await town.person("王阿姨")
    numbers = [await town.says(resident, resident, f"第{number}句") for number in range(5)]
    shown = await town.look("messages", user=resident, chat=resident, after=numbers[1])
    assert [message["message_id"] for message in shown["messages"]] == numbers[2:]
    newest = await town.look("messages", user=resident, chat=resident, limit=2)
    assert [message["message_id"] for message in newest["messages"]] == numbers[3:]


async def test_calls_are_told_without_the_token(town: Town) -> None:
    resident = await town.person("王阿姨")
    await town.bot("sendMessage", chat_id=resident, text="在吗")
    await town.http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": 1, "text": "x"})
    await town.http.post(
        f"/bot{TOKEN}/sendDocument", data={"chat_id": resident}, files={"document": ("大集.ics", b"BEGIN")}
    )
    first, second, third = (await town.look("calls"))["calls"]
    assert set(first) == {"seq", "at", "method", "params", "ok", "answer", "ms"}
    assert first["ok"] is True and first["params"] == {"chat_id": resident, "text": "在吗"}
    assert second["ok"] is False and second["answer"]["description"] == "Bad Request: chat not found"
    assert third["params"]["document"] == "大集.ics (5 bytes)"
    assert (await town.look("calls", after=first["seq"], limit=1))["calls"] == [second]
    assert TOKEN not in (await town.http.get("/sandbox/calls")).text


def test_only_the_last_calls_are_kept(tmp_path: Path) -> None:
    store = Store(tmp_path / "sandbox.db")
    clock = Clock(datetime(2026, 11, 26, 9, tzinfo=UTC))
    journal = Journal(store, clock)
    for number in range(5010):
        journal.add("getMe", {"n": number}, {"ok": True}, 0.1)
    assert len(journal.after(0, 9999)) == 5000
    store.commit()
    again = Journal(store, clock)
    assert again.after(0, 9999) == journal.after(0, 9999)
    again.add("getMe", {}, None, 0.1)
    assert [call["seq"] for call in again.after(5009, 9)] == [5010, 5011]
    store.close()


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("nothing", {}, 404),
        ("world", {}, 405),
        ("users", {}, 400),
        ("users", {"name": "", "role": "resident"}, 400),
        ("users", {"name": "王阿姨", "role": "king"}, 400),
        ("users", {"name": 5, "role": "resident"}, 400),
        ("users", {"name": "王阿姨", "role": "resident", "started": "yes"}, 400),
        ("chats", {"title": "群", "type": "channel"}, 400),
        ("chats", {"title": "群", "type": "group", "members": [99]}, 404),
        ("chats", {"title": "群", "type": "group", "members": ["x"]}, 400),
        ("members", {"chat": 99, "user": 99, "do": "join"}, 404),
        ("members", {"chat": 99, "user": 99, "do": "dance"}, 400),
        ("say", {"user": 99, "chat": 99, "text": "x"}, 404),
        ("say", {"user": True, "chat": 99, "text": "x"}, 400),
        ("tap", {"user": 99, "chat": 99, "message_id": 1, "button": "x"}, 404),
        ("hint", {"text": 5}, 400),
    ],
)
async def test_refusals_are_sentences(town: Town, path: str, body: dict[str, Any], status: int) -> None:
    assert (await town.refused(path, **body))[0] == status


async def test_refusals_about_an_existing_person(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    for body, status in (
        ({"user": resident, "chat": grid}, 400),
        ({"user": resident, "chat": grid, "text": " \n"}, 400),
        ({"user": resident, "chat": 99, "text": "x"}, 404),
        ({"user": resident, "chat": grid, "text": "x", "reply_to": 99}, 404),
        ({"user": resident, "chat": grid, "location": 5}, 400),
        ({"user": resident, "chat": grid, "location": {"latitude": 1}}, 400),
        ({"user": resident, "chat": grid, "contact": {"name": "x"}}, 400),
    ):
        assert (await town.refused("say", **body))[0] == status
    card = (await town.bot("sendMessage", chat_id=grid, text="卡片"))["message_id"]
    assert (await town.refused("edit", user=resident, chat=grid, message_id=card, text="x"))[0] == 409
    assert (await town.refused("delete", user=resident, chat=grid, message_id=card))[0] == 409
    await town.ask("members", chat=grid, user=resident, do="admin")
    assert (await town.refused("edit", user=resident, chat=grid, message_id=card, text="x"))[0] == 409
    await town.ask("delete", user=resident, chat=grid, message_id=card)
    assert (await town.refused("members", chat=resident, user=resident, do="join"))[0] == 409


async def test_what_is_not_json_is_refused(town: Town) -> None:
    for content in (b"{", b"[]", b"\xff\xfe", b"null"):
        answer = await town.http.post("/sandbox/say", content=content)
        assert answer.status_code == 400 and "JSON" in answer.json()["error"]


async def test_the_page_can_show_pictures_but_runs_nothing(town: Town) -> None:
    resident = await town.person("王阿姨")
    await town.ask("say", user=resident, chat=resident, photo=True)
    (shown,) = await town.sees(resident, resident)
    picture = await town.http.get(f"/sandbox/file/{shown['photo'][0]['file_id']}")
    assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    paper = {"document": ("坏.html", b"<script>1</script>", "text/html")}
    sent = await town.http.post(f"/bot{TOKEN}/sendDocument", data={"chat_id": resident}, files=paper)
    page = await town.http.get(f"/sandbox/file/{sent.json()['result']['document']['file_id']}")
    assert page.headers["content-type"] == "application/octet-stream"
    assert (await town.http.get("/sandbox/file/nothing")).status_code == 404


async def test_the_page_is_served_and_nothing_beside_it(town: Town) -> None:
    page = await town.http.get("/")
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert page.headers["cache-control"] == "no-cache"
    for path in (
        "/page/../server.py",
        "/page/%2e%2e/server.py",
        "/page/nothing.js",
        "/page/",
        "/file/botx/../sandbox.db",
    ):
        assert (await town.http.get(path)).status_code in (401, 404)
