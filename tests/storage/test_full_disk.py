"""A disk that is full for a while: work waits for room and is done once. Mistakes do not wait."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from storage import engine
from storage.engine import Database, DatabaseDown, sqlite_url
from storage.schema import prepare
from storage.tables import Mark

BIG = "x" * 100_000
SMALL, LARGE = 1, 1_000_000_000  # pages that the file may have: no more than it has, and all


class Disk:
    """The embedded database on a disk that may be full."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(sqlite_url(folder))
        prepare(self.database)
        self.full = False
        self.refused = asyncio.Event()
        sa.event.listen(self.database.engine, "begin", self._begin)
        sa.event.listen(self.database.engine, "handle_error", self._error)
        self._loop = asyncio.get_running_loop()

    def _begin(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={SMALL if self.full else LARGE}")

    def _error(self, context: sa.ExceptionContext) -> None:
        self._loop.call_soon_threadsafe(self.refused.set)

    def marks(self) -> list[str]:
        """What is kept."""
        return list(self.database.read_now(lambda session: session.exec(select(Mark.name)).all()))


@pytest.fixture
async def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Disk]:
    """With short waits."""
    monkeypatch.setattr(engine, "WAITS", (0.01,) * 500)
    opened = Disk(tmp_path)
    yield opened
    opened.database.close()


def keep(session: Session) -> None:
    session.add(Mark(name="big", value=BIG, at=datetime(2026, 11, 26, tzinfo=UTC)))


async def test_work_waits_for_room_and_is_done_once(disk: Disk) -> None:
    disk.full = True
    waiting = asyncio.create_task(disk.database.write(keep))
    await asyncio.wait_for(disk.refused.wait(), 60)
    assert disk.marks() == []
    disk.full = False
    await asyncio.wait_for(waiting, 60)
    assert disk.marks() == ["big"]


async def test_who_reads_meanwhile_does_not_make_it_well(disk: Disk, caplog: pytest.LogCaptureFixture) -> None:
    disk.full = True
    waiting = asyncio.create_task(disk.database.write(keep))
    async with asyncio.timeout(60):
        while not disk.database.away:  # noqa: ASYNC110 - it is told a moment after the disk refused
            await asyncio.sleep(0.01)
    await disk.database.read(lambda session: session.exec(select(Mark.name)).all())
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    disk.full = False
    await asyncio.wait_for(waiting, 60)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert not disk.database.away


async def test_a_disk_that_stays_full_is_told(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAITS", (0.01, 0.01))
    disk.full = True
    with pytest.raises(DatabaseDown, match="full"):
        await disk.database.write(keep)
    assert disk.marks() == []


async def test_a_mistake_of_ours_is_not_waited_for(disk: Disk) -> None:
    tries = []

    def mistaken(session: Session) -> None:
        tries.append(1)
        session.execute(sa.text("SELECT * FROM no_such_table"))

    with pytest.raises(DatabaseDown):
        await disk.database.write(mistaken)
    assert len(tries) == 1
