"""A courier over real HTTP against the sandbox, on a small street whose people and groups exist there."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.courier.courier import Courier
from bot.courier.limiter import PriorityLimiter
from bot.courier.speaker import open_bot
from bot.nlp.data import load_taxonomy
from community.words import OutboxState
from storage.engine import Database
from storage.tables import Outbox, Person, Place
from tests.contracts.sandbox_kit import TOKEN, Town
from tests.street import AUNT_LI, CLERK, WRENCH, SmallStreet, build

PATIENCE = 20  # 秒；只在出错时才会等满


class TestClock:
    """Starts on a Thursday at 09:00 in Shanghai, runs with the real time and can be pushed on."""

    __test__ = False

    def __init__(self, starts: datetime = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)) -> None:
        self._offset = starts - datetime.now(UTC)
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC) + self._offset

    def push(self, **delta: float) -> None:
        """Move on, waking whoever sleeps."""
        self._offset += timedelta(**delta)
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, at: datetime) -> None:
        """Until then, or until pushed past it."""
        while (left := (at - self.now()).total_seconds()) > 0:
            with suppress(TimeoutError):  # wait_for would lose a cancel that comes together with a push
                async with asyncio.timeout(left):
                    await self._moved.wait()


@dataclass
class Post:
    """The street, its courier, and the phones that see the result."""

    street: SmallStreet
    courier: Courier
    clock: TestClock
    town: Town
    running: asyncio.Task[None] | None = None
    users: dict[str, int] = field(default_factory=dict)
    chats: dict[str, int] = field(default_factory=dict)

    async def settled(self) -> list[Outbox]:
        """Wait until every row that is due has ended; all rows, oldest first."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.courier.wake()
                rows = self.street.said()
                if all(row.state is not OutboxState.WAITING or row.not_before > self.clock.now() for row in rows):
                    return rows
                await asyncio.sleep(0.02)

    async def at_rest(self) -> datetime:
        """Wait until the courier only waits for the clock; the time it waits for."""
        self.courier.wake()
        async with asyncio.timeout(PATIENCE):
            while True:
                due = None if self.courier.busy else await self.courier.next_due()
                if due is not None and due > self.clock.now():
                    return due
                await asyncio.sleep(0.02)

    def do(self, action: Callable[..., Any], **kwargs: Any) -> Any:
        """Run an action at the clock's time."""
        self.street.now = self.clock.now()
        return self.street.do(action, **kwargs)

    async def group_sees(self) -> list[dict[str, Any]]:
        """What the bot wrote in the grid group."""
        return _ours(await self.town.sees(self.users["li"], self.chats["grid"]))

    async def desk_sees(self) -> list[dict[str, Any]]:
        """What the bot wrote at the desk."""
        return _ours(await self.town.sees(self.users["clerk"], self.chats["desk"]))

    async def sees(self, who: str) -> list[dict[str, Any]]:
        """What the bot wrote to that person in private."""
        return _ours(await self.town.sees(self.users[who], self.users[who]))

    async def calls(self, method: str) -> list[dict[str, Any]]:
        """The calls of one method that the sandbox got."""
        found = (await self.town.look("calls", after=0))["calls"]
        return [call for call in found if call["method"] == method]


def labels(message: dict[str, Any]) -> list[str]:
    """The labels of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def _ours(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if message.get("from", {}).get("is_bot")]


@asynccontextmanager
async def open_post(town: Town, database: Database, *, repairers: int = 2, started: bool = True) -> AsyncIterator[Post]:
    """A running courier; `started`: the partners and the clerk have pressed start (the resident has not)."""
    street = build(database, repairers=repairers)
    clock = TestClock()
    post = Post(street, _courier(database, town, clock), clock, town)
    post.users["li"] = await town.person(AUNT_LI.name, started=False)
    post.users["clerk"] = await town.person(CLERK.name, "staff")
    for n in range(repairers):
        post.users[f"w{n}"] = await town.person(WRENCH[n].name, "partner", started=started)
    post.chats["grid"] = await town.group(post.users["li"])
    post.chats["desk"] = await town.group(post.users["clerk"], kind="staff")
    _bind(street, post)
    post.running = asyncio.create_task(post.courier.run())
    try:
        yield post
    finally:
        post.running.cancel()
        await asyncio.gather(post.running, return_exceptions=True)


def _courier(database: Database, town: Town, clock: TestClock) -> Courier:
    return Courier(
        database,
        open_bot(TOKEN, PriorityLimiter(clock), api=town.url),
        clock=clock,
        chance=random.Random(3),
        taxonomy=load_taxonomy(),
        secret=b"secret",
        bot_id=1,
        bot_name="hehuo_bot",
    )


def _bind(street: SmallStreet, post: Post) -> None:
    """Give the rows the ids that the sandbox gave."""

    def work(session: Any) -> None:
        for ident, chat in post.chats.items():
            session.execute(sa.update(Place).where(col(Place.id) == ident).values(chat_id=chat))
        for ident, user in post.users.items():
            session.execute(sa.update(Person).where(col(Person.id) == ident).values(user_id=user))

    street.database.write_now(work)


def row_of(street: SmallStreet, ident: int | None) -> Outbox:
    """An outbox row as it is now."""
    return street.database.read_now(lambda session: session.exec(select(Outbox).where(Outbox.id == ident)).one())
