"""SQLite's writer commits what waits for it at once, and nobody is told that it is done before it is."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.tables import Mark

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@dataclass
class Desk:
    """The embedded database, whose writer can be kept busy; `commits` counts."""

    database: Database
    commits: int = 0
    _busy: threading.Event = field(default_factory=threading.Event)
    _free: threading.Event = field(default_factory=threading.Event)

    async def all_at_once(self, *works: Callable[[Session], None]) -> list[BaseException | None]:
        """What comes of `works`, which all come while the writer is busy with something else."""

        def keep_busy(_session: Session) -> None:
            self._busy.set()
            self._free.wait(60)

        busy = asyncio.create_task(self.database.write(keep_busy))
        await asyncio.to_thread(self._busy.wait, 60)
        waiting = [asyncio.create_task(self.database.write(work)) for work in works]
        await asyncio.sleep(0)  # each has asked
        self.commits = 0
        self._free.set()
        await busy  # it wrote nothing
        return await asyncio.gather(*waiting, return_exceptions=True)

    def marks(self) -> set[str]:
        """What is kept, seen by another connection."""
        return set(self.database.read_now(lambda session: session.exec(select(Mark.name)).all()))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Empty, with the newest schema."""
    opened = Desk(Database(sqlite_url(tmp_path)))
    prepare(opened.database)

    @sa.event.listens_for(opened.database.engine, "commit")
    def _count(_connection: sa.Connection) -> None:
        opened.commits += 1

    yield opened
    opened.database.close()


def keeping(name: str) -> Callable[[Session], None]:
    return lambda session: session.add(Mark(name=name, at=NOW))


async def test_what_waits_is_committed_at_once(desk: Desk) -> None:
    assert await desk.all_at_once(*(keeping(f"m{number}") for number in range(10))) == [None] * 10
    assert desk.marks() == {f"m{number}" for number in range(10)}
    assert desk.commits == 1


async def test_one_that_fails_takes_nothing_with_it(desk: Desk) -> None:
    def fails(session: Session) -> None:
        session.add(Mark(name="half", at=NOW))
        session.flush()
        raise ValueError("not this one")

    first, second, third = await desk.all_at_once(keeping("a"), fails, keeping("b"))
    assert (first, third) == (None, None)
    assert isinstance(second, ValueError)
    assert desk.marks() == {"a", "b"}


async def test_each_sees_what_was_written_before_it(desk: Desk) -> None:
    seen: list[int] = []

    def look(session: Session) -> None:
        seen.append(len(session.exec(select(Mark.name)).all()))

    await desk.all_at_once(keeping("a"), look, keeping("b"), look)
    assert seen == [1, 2]


async def test_nobody_is_told_before_it_is_kept(desk: Desk) -> None:
    async def write(name: str) -> bool:
        await desk.database.write(keeping(name))
        return name in desk.marks()

    assert all(await asyncio.gather(*(write(f"m{number}") for number in range(40))))
