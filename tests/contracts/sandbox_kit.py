"""A sandbox over real HTTP for tests: people who talk, and a bot whose every answer is checked three ways.

Every answer and every update must agree with the Bot API's schema, and aiogram and python-telegram-bot must parse it
with nothing left over.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiogram
import httpx
import pytest
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import TelegramObject as AiogramObject
from aiogram.types import Update as AiogramUpdate
from telegram.ext import ExtBot

from sandbox import schema
from sandbox.server import running
from sandbox.world import World

Json = dict[str, Any]
TOKEN = "7654321:sandbox-test-token-which-is-long-enough"
# Facts younger than the Bot API 10.0 that python-telegram-bot 22.8 knows; it keeps them in api_kwargs.
NEWER_THAN_PTB = {"ephemeral_message_id", "receiver_user", "can_send_welcome_messages", "is_ephemeral"}


class Refused(Exception):
    """The Bot API said no."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(body["description"])
        self.status = status
        self.description: str = body["description"]
        self.parameters: Json = body.get("parameters", {})


class Town:
    """A running sandbox, seen by its bot (`bot`, `updates`) and by people (`ask`, `refused`, …)."""

    def __init__(self, url: str, http: httpx.AsyncClient, world: World) -> None:
        self.url = url
        self.http = http
        self.world = world
        self.offset = 0

    async def bot(self, method: str, **params: Any) -> Any:
        """One Bot API call; its checked result, or Refused."""
        answer = await self.http.post(f"/bot{TOKEN}/{method}", json=params)
        body = answer.json()
        if not body["ok"]:
            assert answer.status_code == body["error_code"]
            raise Refused(answer.status_code, body)
        check_result(method, body["result"])
        return body["result"]

    async def updates(self) -> list[Json]:
        """All waiting updates, confirmed, each checked three ways."""
        batch: list[Json] = await self.bot("getUpdates", offset=self.offset)
        for update in batch:
            check_update(update)
        if batch:
            self.offset = batch[-1]["update_id"] + 1
            await self.bot("getUpdates", offset=self.offset)
        return batch

    async def kinds(self) -> list[str]:
        """What kinds of updates waited, in order."""
        return [next(name for name in update if name != "update_id") for update in await self.updates()]

    async def ask(self, path: str, **body: Any) -> Json:
        """A control call that must work."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        result: Json = answer.json()
        return result

    async def look(self, path: str, **query: Any) -> Json:
        """A control GET that must work."""
        answer = await self.http.get(f"/sandbox/{path}", params=query)
        assert answer.status_code == 200, answer.text
        result: Json = answer.json()
        return result

    async def refused(self, path: str, **body: Any) -> tuple[int, str]:
        """A control call that must be refused: status and sentence."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code >= 400, answer.text
        assert set(answer.json()) == {"error"}
        sentence: str = answer.json()["error"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence)
        return answer.status_code, sentence

    async def person(self, name: str, role: str = "resident", *, started: bool = True) -> int:
        """A new person's id."""
        return int((await self.ask("users", name=name, role=role, started=started))["id"])

    async def group(self, *members: int, kind: str = "grid", type: str = "group", **more: Any) -> int:
        """A new group's id, its bot's arrival already fetched."""
        made = await self.ask("chats", title="三号网格", type=type, kind=kind, members=list(members), **more)
        await self.updates()
        return int(made["id"])

    async def says(self, user: int, chat: int, text: str, **more: Any) -> int:
        """A person writes; the message's id."""
        return int((await self.ask("say", user=user, chat=chat, text=text, **more))["message_id"])

    async def sees(self, user: int, chat: int) -> list[Json]:
        """The chat on that person's phone."""
        shown: list[Json] = (await self.look("messages", user=user, chat=chat))["messages"]
        return shown


def check_result(method: str, result: Any) -> None:
    """The result agrees with the schema's hint for that method."""
    hints = schema.facts()["methods"][method]["returns_hint"]
    if hints[0] == "Array":
        found = schema.problems(f"Array of {hints[1]}", result, method)
    else:
        found = min((schema.problems(hint, result, method) for hint in hints), key=len)
    assert not found, found


def check_update(update: Json) -> None:
    """An update agrees with the schema and both libraries understand all of it."""
    assert not schema.problems("Update", update, "update")
    heard = AiogramUpdate.model_validate(update, context={"bot": None})
    assert leftovers_aiogram(heard) == []
    spoken = telegram.Update.de_json(update, None)
    assert set(leftovers_ptb(spoken)) <= NEWER_THAN_PTB


def leftovers_aiogram(value: Any) -> list[str]:
    """Fields that aiogram did not know, anywhere inside."""
    if isinstance(value, AiogramObject):
        inner = [left for name in type(value).model_fields for left in leftovers_aiogram(getattr(value, name))]
        return list(value.model_extra or {}) + inner
    if isinstance(value, (list, tuple)):
        return [left for item in value for left in leftovers_aiogram(item)]
    return []


def leftovers_ptb(value: Any) -> list[str]:
    """Fields that python-telegram-bot did not know, anywhere inside."""
    if isinstance(value, telegram.TelegramObject):
        names = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
        inner = [left for name in names if name != "_bot" for left in leftovers_ptb(getattr(value, name, None))]
        return list(value.api_kwargs) + inner
    if isinstance(value, (list, tuple)):
        return [left for item in value for left in leftovers_ptb(item)]
    return []


async def refusal(town: Town, method: str, **params: Any) -> str:
    """What a call that must be a 400 is refused with, without Telegram's prefix."""
    with pytest.raises(Refused) as refused:
        await town.bot(method, **params)
    assert refused.value.status == 400
    return refused.value.description.removeprefix("Bad Request: ")


async def picture(town: Town, person: int) -> str:
    """The file_id of a photo that a person sent."""
    await town.ask("say", user=person, chat=person, photo=True)
    return str((await town.updates())[-1]["message"]["photo"][0]["file_id"])


def moments_later(town: Town, seconds: float) -> datetime:
    """That long after the world's now."""
    return town.world.clock.now() + timedelta(seconds=seconds)


@asynccontextmanager
async def open_town(data: Path) -> AsyncIterator[Town]:
    """A sandbox on that folder."""
    async with (
        running(data, token=TOKEN) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=30, trust_env=False) as http,
    ):
        yield Town(sandbox.url, http, sandbox.world)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A new world."""
    async with open_town(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
async def hearer(town: Town) -> AsyncIterator[aiogram.Bot]:
    """aiogram's Bot against the sandbox."""
    server = TelegramAPIServer.from_base(town.url)
    bot = aiogram.Bot(TOKEN, session=AiohttpSession(api=server))
    yield bot
    await bot.session.close()


@pytest.fixture
async def speaker(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ExtBot[None]]:
    """python-telegram-bot's ExtBot against the sandbox."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    bot = ExtBot(TOKEN, base_url=f"{town.url}/bot", base_file_url=f"{town.url}/file/bot")
    async with bot:
        yield bot
