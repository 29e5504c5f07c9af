"""A damaged page in the embedded database: told for what it is, at once, by whoever meets it."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.soundness import CorruptDatabase, inspect
from storage.tables import Mark

NOW = datetime(2026, 11, 26, tzinfo=UTC)
PAGE = 4096


@pytest.fixture
async def damaged(tmp_path: Path) -> AsyncIterator[Database]:
    """A page with some of many marks is nonsense."""
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    database.write_now(lambda session: session.add_all(mark(number) for number in range(200)))
    database.close()
    file = tmp_path / "hehuo.db"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(file.read_bytes())
    page = data.index(b"x" * 100) // PAGE * PAGE
    data[page : page + PAGE] = b"\xff" * PAGE
    file.write_bytes(data)
    opened = Database(sqlite_url(tmp_path))
    yield opened
    opened.close()


def mark(number: int) -> Mark:
    return Mark(name=f"mark-{number:03}", value="x" * 100, at=NOW)


def all_of_them(session: Session) -> list[str]:
    return list(session.exec(select(Mark.value)).all())


async def test_it_is_told_at_once(damaged: Database, tmp_path: Path) -> None:
    with pytest.raises(CorruptDatabase):
        await asyncio.wait_for(damaged.read(all_of_them), 30)
    with pytest.raises(CorruptDatabase):
        await asyncio.wait_for(damaged.write(all_of_them), 30)
    with pytest.raises(CorruptDatabase):
        inspect(tmp_path / "hehuo.db")


async def test_what_lies_elsewhere_is_read_and_written(damaged: Database) -> None:
    await damaged.write(lambda session: session.add(Mark(name="a", value="new", at=NOW)))
    found = await damaged.read(lambda session: session.exec(select(Mark.value).where(col(Mark.name) == "a")).one())
    assert found == "new"
