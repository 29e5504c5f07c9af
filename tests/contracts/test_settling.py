"""Settling: told when the bot has come to rest, told again when that did not count or when something has happened."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.clock import SandboxClock, SandboxGone
from bot.settling import Settling

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
PATIENCE = 60.0


class Part:
    """Something that may be busy and may wait for a time; tells when it was looked at."""

    def __init__(self) -> None:
        self.at_work = False
        self.due: datetime | None = None
        self.looked_at = asyncio.Event()

    @property
    def busy(self) -> bool:
        self.looked_at.set()
        return self.at_work

    async def next_due(self) -> datetime | None:
        self.looked_at.set()
        return self.due

    async def looked_at_again(self) -> None:
        """Return after at least one look that began from now on has ended and another has begun."""
        for _ in range(3):
            self.looked_at.clear()
            await asyncio.wait_for(self.looked_at.wait(), PATIENCE)


class Sandbox:
    """Answers as the control interface does; keeps what it was told."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.counts: Callable[[], bool] = lambda: True
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.clock = SandboxClock(self.http, "http://sandbox")
        self.idle, self.waiting = Part(), Part()
        self.settling = Settling(self.http, "http://sandbox", self.clock, [self.idle], [self.waiting])

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"now": NOW.isoformat(), "version": 3})
        self.told.put_nowait(json.loads(request.content))
        return httpx.Response(200, json={"counted": self.counts(), "version": 3})

    async def next(self) -> dict[str, Any]:
        """What it is told next."""
        return await asyncio.wait_for(self.told.get(), PATIENCE)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Settling at work."""
        task = asyncio.create_task(self.settling.run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    made = Sandbox()
    async with made.http:
        await made.clock.start()
        yield made


async def test_rest_is_told_with_the_next_moment_and_only_once(sandbox: Sandbox) -> None:
    sandbox.waiting.due = due = NOW + timedelta(hours=1)
    async with sandbox.working():
        assert await sandbox.next() == {"version": 3, "next_due": due.isoformat()}
        await sandbox.waiting.looked_at_again()
        assert sandbox.told.empty()


@pytest.mark.parametrize("part", ["idle", "waiting"])
async def test_nothing_is_told_while_something_is_at_work(sandbox: Sandbox, part: str) -> None:
    at_work: Part = getattr(sandbox, part)
    at_work.at_work = True
    async with sandbox.working():
        await at_work.looked_at_again()
        assert sandbox.told.empty()
        at_work.at_work = False
        assert await sandbox.next() == {"version": 3, "next_due": None}


async def test_nothing_is_told_while_something_is_overdue(sandbox: Sandbox) -> None:
    sandbox.waiting.due = NOW
    async with sandbox.working():
        await sandbox.waiting.looked_at_again()
        assert sandbox.told.empty()
        sandbox.waiting.due = None
        assert await sandbox.next() == {"version": 3, "next_due": None}


async def test_what_did_not_count_is_told_again(sandbox: Sandbox) -> None:
    answers = iter([False, False, True])
    sandbox.counts = lambda: next(answers)
    async with sandbox.working():
        assert [await sandbox.next() for _ in range(3)] == [{"version": 3, "next_due": None}] * 3
        await sandbox.idle.looked_at_again()
        assert sandbox.told.empty()


async def test_a_stir_is_told_again_even_if_nothing_came_of_it(sandbox: Sandbox) -> None:
    async with sandbox.working():
        await sandbox.next()
        sandbox.settling.stir()
        assert await sandbox.next() == {"version": 3, "next_due": None}


async def test_a_new_moment_is_told_though_nobody_stirred(sandbox: Sandbox) -> None:
    async with sandbox.working():
        await sandbox.next()
        sandbox.waiting.due = due = NOW + timedelta(hours=1)
        assert (await sandbox.next())["next_due"] == due.isoformat()


async def test_a_clock_at_whose_address_nobody_listens_gives_up() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as http:
        with pytest.raises(SandboxGone):
            await SandboxClock(http, "http://sandbox").run()


async def test_it_ends_when_told_to_even_if_something_happens_at_the_same_moment() -> None:
    sandbox = Sandbox()
    task = asyncio.create_task(sandbox.settling.run())
    await sandbox.next()
    await sandbox.idle.looked_at_again()
    sandbox.settling.stir()
    task.cancel()
    await asyncio.wait({task}, timeout=PATIENCE)
    assert task.cancelled()


async def test_a_sleeper_ends_when_told_to_even_if_the_clock_is_moved_at_the_same_moment() -> None:
    sandbox = Sandbox()
    await sandbox.clock.start()
    sleeper = asyncio.create_task(sandbox.clock.sleep_until(NOW + timedelta(days=1)))
    await asyncio.sleep(0)
    sandbox.clock.version = -1
    await sandbox.clock.start()
    sleeper.cancel()
    await asyncio.wait({sleeper}, timeout=PATIENCE)
    assert sleeper.cancelled()
