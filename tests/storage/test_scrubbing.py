"""What is deleted from the embedded database is in none of its files any more."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from actions.forgetting import Forgotten
from bot.callbacks import Press, Verb
from bot.handlers.mydata import forget
from bot.handlers.touch import Touch
from community.retention import RETENTION, Holding
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.tables import Label
from tests.street import AUNT_LI, THURSDAY, SmallStreet, tidy

SECRET = "刘桂兰13812345678"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Embedded, whatever the others run on, with pages full of SECRET."""
    opened = Database(sqlite_url(tmp_path))
    prepare(opened)
    opened.write_now(
        lambda session: session.add_all(
            Label(at=THURSDAY, text=SECRET * 20, kind="need", source="desk") for _ in range(200)
        )
    )
    yield opened
    opened.close()


def left(folder: Path) -> list[str]:
    """The files in which it can be read."""
    return sorted(file.name for file in folder.glob("hehuo.db*") if SECRET.encode() in file.read_bytes())


def delete(session: Session) -> None:
    session.execute(sa.delete(Label))


async def test_a_scrubbed_database_holds_no_deleted_word(database: Database, tmp_path: Path) -> None:
    await database.scrub()
    assert left(tmp_path) == ["hehuo.db"]
    await database.write(delete)
    await database.scrub()
    assert left(tmp_path) == []


async def test_while_somebody_reads_it_is_left_for_the_next_time(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "hehuo.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM labels").fetchall()
        await database.write(delete)
        await database.scrub()
        assert left(tmp_path) != []
    await database.scrub()
    assert left(tmp_path) == []


def test_the_nightly_tidying_scrubs(database: Database, tmp_path: Path) -> None:
    street = SmallStreet(database)
    street.now = THURSDAY + RETENTION[Holding.LABELS].lasts + timedelta(days=1)
    tidy(street)
    assert left(tmp_path) == []


def test_whoever_had_their_data_deleted_waits_for_no_night(database: Database, tmp_path: Path) -> None:
    async def do(*_: object, **__: object) -> Forgotten:
        await database.write(delete)
        return Forgotten(0)

    given: dict[str, Any] = dict.fromkeys(("clock", "listener", "guide"))
    press: Any = Press(Verb.FORGET, "li", "yes")
    touch = Touch(press=press, speaker=AUNT_LI, do=do, database=database, **given)  # type: ignore[arg-type]
    asyncio.run(forget(touch))
    assert left(tmp_path) == []
