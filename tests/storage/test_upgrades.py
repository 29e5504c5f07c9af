"""From every earlier schema to the newest with a row in every table, and from a backup of every earlier version."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from pydantic import SecretStr

from bot.restoring import put_back
from bot.settings import Settings
from storage.backup import make
from storage.engine import Database
from storage.migrations.settings import config
from storage.schema import newest, prepare
from storage.soundness import known_revisions
from tests.filling import contents, fill
from tests.postgres import fresh_database

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


OLD = sorted(known_revisions())[:-1]


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, database_url: str) -> Database:
    """A database of an earlier version in use: a row in each of its tables, every column filled."""
    database = Database(database_url)
    with database.engine.begin() as connection:
        command.upgrade(config(connection), request.param)
    fill(database)
    return database


def test_nothing_is_lost_on_the_way_from_an_earlier_version(old: Database) -> None:
    before = contents(old)
    prepare(old)
    after = contents(old)
    for table, [row] in before.items():
        [now] = after[table]
        assert row.items() <= now.items(), table
    old.close()


@pytest.mark.parametrize("old", OLD[:1], indirect=True)
def test_a_backup_of_an_earlier_version_can_be_restored_and_upgraded(
    old: Database, database_url: str, tmp_path: Path
) -> None:
    made = make(old, tmp_path / "elsewhere", now=NOW).path
    before = contents(old)
    prepare(old)
    old.close()
    server = None if database_url.startswith("sqlite") else SecretStr(database_url)
    settings = Settings.model_construct(database_url=server, hehuo_data=tmp_path)
    put_back(settings, made, key=None, now=datetime(2000, 1, 1, tzinfo=UTC))
    again = Database(database_url)
    after = contents(again)  # it is upgraded as it is put back
    for table, [row] in before.items():
        [now] = after[table]
        assert row.items() <= now.items(), table
    prepare(again)
    with again.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == newest()
    again.close()


def test_one_process_saves_and_migrates_and_the_others_find_it_done(postgres: str) -> None:
    """Or the backup before the upgrade would hold what is there after it."""
    with (
        fresh_database(postgres, f"t{uuid4().hex}") as url,
        closing(Database(url)) as one,
        closing(Database(url)) as other,
    ):
        with one.engine.begin() as connection:
            command.upgrade(config(connection), OLD[-1])
        saved: list[str] = []
        second = Thread(target=prepare, args=(other, saved.append))

        def save(schema: str) -> None:
            second.start()
            while second.is_alive() and not _somebody_waits(one):
                second.join(0.01)
            saved.append(schema)

        prepare(one, save)
        second.join()
        assert saved == [OLD[-1]]


def _somebody_waits(database: Database) -> bool:
    waits = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
    with database.engine.connect() as connection:
        return bool(connection.execute(sa.text(waits)).scalar_one())
