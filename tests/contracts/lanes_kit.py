"""Lanes on a real database with a real dispatcher, and a Telegram that only takes answers to presses."""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import CallbackQuery, Message
from sqlalchemy import func, select
from sqlmodel import col

from actions.tx import Do, Tx
from bot.intake import Intake
from bot.lanes import Lanes
from community.words import InboxState
from storage import inbox, taking
from storage.engine import Database
from storage.tables import History, Inbox

BOT = 7654321
TOKEN = f"{BOT}:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
PATIENCE = 60.0

Json = dict[str, Any]
Hear = Callable[[Message, Do], Awaitable[None]]


class HastyClock:
    """Time passes only when somebody sleeps; how long they slept is kept."""

    def __init__(self) -> None:
        self._now = NOW
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Aware UTC."""
        return self._now

    async def sleep_until(self, at: datetime) -> None:
        """Jump there."""
        self.slept.append((at - self._now).total_seconds())
        self._now = at
        await asyncio.sleep(0)


class Telegram(BaseSession):
    """Keeps the answers to presses. broken: there is no line."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: asyncio.Queue[AnswerCallbackQuery] = asyncio.Queue()
        self.broken = False

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - as aiogram calls it
    ) -> Any:
        """Take an answer."""
        assert isinstance(method, AnswerCallbackQuery)
        self.answers.put_nowait(method)
        if self.broken:
            raise TelegramNetworkError(method, "no line")
        return True

    async def answer(self) -> AnswerCallbackQuery:
        """The next answer."""
        return await asyncio.wait_for(self.answers.get(), PATIENCE)

    async def close(self) -> None:
        """Nothing to close."""

    async def stream_content(
        self,
        url: str,
        headers: Json | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - as aiogram calls it
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """Nothing to stream."""
        yield b""


class Line:
    """A database, and lanes on it whenever `working`."""

    def __init__(
        self, database: Database, router: Router, given: Mapping[str, Any] | None = None, *, shared: bool | None = None
    ) -> None:
        self.database = database
        self.clock = HastyClock()
        self.telegram = Telegram()
        dispatcher = router if isinstance(router, Dispatcher) else Dispatcher(disable_fsm=True)
        if dispatcher is not router:
            dispatcher.include_router(router)
        do = Do(database, self.clock, random.Random(1), BOT, lambda: None)
        bot = Bot(TOKEN, session=self.telegram)
        shared = not database.embedded if shared is None else shared
        self.lanes = Lanes(dispatcher, bot, do, database, self.clock, given or {}, shared=shared)
        self.intake = Intake(database, self.clock, BOT, self.lanes.wake)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The lanes at work."""
        task = asyncio.create_task(self.lanes.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def handles(self, *updates: Json) -> None:
        """Take `updates` in and work until all have ended."""
        async with self.working():
            await self.intake.take(updates)
            await self.ended()

    async def ended(self) -> None:
        """Return once nothing is left to do."""
        async with asyncio.timeout(PATIENCE):
            while self.lanes.busy or self._waiting():  # noqa: ASYNC110 - what ends the last row is a turn of the lanes
                await asyncio.sleep(0.005)

    def states(self) -> dict[int, InboxState]:
        """How each update stands, by its number."""
        return {row.update_id: row.state for row in self.rows()}

    def rows(self) -> list[Inbox]:
        """The inbox."""
        query = select(Inbox).order_by(col(Inbox.id))
        return list(self.database.read_now(lambda session: session.execute(query).scalars().all()))

    def leases_run_out(self) -> None:
        """Whoever died in the middle holds nothing any more."""
        self.database.write_now(lambda session: taking.release_all(session, bot_id=BOT))

    def _waiting(self) -> bool:
        return self.database.read_now(lambda session: inbox.waiting(session, bot_id=BOT))


def message(number: int, chat: int = 1, text: str = "") -> Json:
    """Somebody says something (the update's number, if nothing else) in a group."""
    return {"update_id": number, "message": _said(number, chat, text or str(number))}


def press(number: int, chat: int = 1, data: str = "x") -> Json:
    """Somebody presses a button; the query's id is the update's number."""
    query = {"id": str(number), "from": _person(), "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": {**query, "message": _said(1, chat, "card")}}


def _said(number: int, chat: int, text: str) -> Json:
    where = {"id": -chat, "type": "supergroup", "title": "一网格"}
    return {"message_id": number, "date": int(NOW.timestamp()), "chat": where, "from": _person(), "text": text}


def _person() -> Json:
    return {"id": 9, "is_bot": False, "first_name": "王芳"}


def hearing(hear: Hear) -> Router:
    """A router with one handler of messages."""
    router = Router()
    router.message.register(hear)
    return router


def pressing(pressed: Callable[[CallbackQuery], Awaitable[Any]]) -> Router:
    """A router with one handler of presses."""
    router = Router()
    router.callback_query.register(pressed)
    return router


def note(tx: Tx, *, text: str) -> None:
    """An action."""
    tx.record(text, "heard", None)


def noted(database: Database) -> dict[str, int]:
    """How often each text was noted."""
    query = select(col(History.subject), func.count()).group_by(col(History.subject))
    return dict(database.read_now(lambda session: session.execute(query).all()))
