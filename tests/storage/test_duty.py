"""Several processes on one PostgreSQL database: who is on duty, and how they wake each other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from sqlmodel import Session

from bot.bells import Bell, Bells
from bot.duty import Duty
from storage.doorbell import Doorbell
from storage.engine import Database
from storage.leases import hold, let_go
from storage.presence import InUse, alone
from storage.schema import prepare
from storage.tables import Lease
from tests.postgres import fresh_database

PATIENCE = 60.0
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shared(postgres: str) -> Iterator[Database]:
    """A database for several."""
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        database = Database(url)
        prepare(database)
        yield database
        database.close()


def asks(database: Database, who: str, lasts: timedelta = MINUTE) -> bool:
    """Whether `who` gets the lease."""
    return database.write_now(lambda session: hold(session, "courier:1", who, lasts))


def test_a_lease_is_one_s_until_it_runs_out_or_is_given_back(shared: Database) -> None:
    assert asks(shared, "a")
    assert not asks(shared, "b")
    assert asks(shared, "a", timedelta(seconds=-1))  # as long ago
    assert asks(shared, "b")
    assert not asks(shared, "a")
    shared.write_now(lambda session: let_go(session, "courier:1", "a"))
    assert not asks(shared, "a")
    shared.write_now(lambda session: let_go(session, "courier:1", "b"))
    assert asks(shared, "a")


class Work:
    """Tells when it is done, and when no longer."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.ended = asyncio.Event()

    async def run(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.ended.set()


@asynccontextmanager
async def on_duty(shared: Database, who: str, work: Work) -> AsyncIterator[asyncio.Task[None]]:
    """A process that would do the work."""
    task = asyncio.create_task(Duty("courier:1", who, shared, lambda: [work]).run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def soon(wait: Callable[[], Awaitable[object]]) -> None:
    """Return once it has happened."""
    async with asyncio.timeout(PATIENCE):
        await wait()


async def test_one_works_and_the_other_takes_over(shared: Database) -> None:
    first, second = Work(), Work()
    async with on_duty(shared, "a", first) as process:
        await soon(first.begun.wait)
        async with on_duty(shared, "b", second):
            assert not second.begun.is_set()
            process.cancel()
            await soon(second.begun.wait)
            assert first.ended.is_set()


async def test_whoever_has_lost_the_lease_stops_at_once(shared: Database) -> None:
    def steal(session: Session) -> None:
        session.execute(sa.update(Lease).values(holder="thief", until=sa.func.now() + timedelta(hours=1)))

    work = Work()
    async with on_duty(shared, "a", work):
        await soon(work.begun.wait)
        shared.write_now(steal)
        await soon(work.ended.wait)


async def test_what_the_work_raises_ends_the_process(shared: Database) -> None:
    class Broken:
        async def run(self) -> None:
            raise ValueError("broken")

    with pytest.raises(ExceptionGroup) as caught:
        await Duty("courier:1", "a", shared, lambda: [Broken()]).run()
    assert caught.group_contains(ValueError, match="broken")


class Ears:
    """What a process hears."""

    def __init__(self, shared: Database, who: str) -> None:
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.doorbell = Doorbell(shared, who, self.heard.put_nowait, lambda: self.heard.put_nowait("anything"))

    async def hears(self, what: str) -> None:
        """Return once it has heard that; nothing else comes before."""
        async with asyncio.timeout(PATIENCE):
            assert await self.heard.get() == what


async def test_a_ring_is_heard_by_the_others_even_after_the_line_was_cut(shared: Database, postgres: str) -> None:
    one, other = Ears(shared, "one"), Ears(shared, "other")
    running = [asyncio.create_task(ears.doorbell.run()) for ears in (one, other)]
    try:
        await one.hears("anything")
        await other.hears("anything")
        with pytest.raises(InUse), alone(shared):
            pass
        one.doorbell.ring("outbox")
        await other.hears("outbox")
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        await one.hears("anything")
        await other.hears("anything")
        other.doorbell.ring("inbox")
        await one.hears("inbox")
        assert other.heard.empty()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def test_a_bell_wakes_whoever_answers_it_here_and_is_passed_on_once() -> None:
    bells = Bells()
    woken: list[str] = []
    passed: list[str] = []
    bells.others = passed.append
    bells.answer(Bell.OUTBOX, "courier", lambda: woken.append("an earlier courier"))
    bells.answer(Bell.OUTBOX, "courier", lambda: woken.append("courier"))
    bells.answer(Bell.INBOX, "lanes", lambda: woken.append("lanes"))
    bells.ring(Bell.OUTBOX)
    assert (woken, passed) == (["courier"], ["outbox"])
    bells.hear(Bell.INBOX)
    assert (woken, passed) == (["courier", "lanes"], ["outbox"])
