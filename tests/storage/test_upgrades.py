"""From every earlier schema to the newest with a row in every table, and from a backup of every earlier version."""

from datetime import UTC, datetime
from pathlib import Path

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
    assert contents(again) == before
    prepare(again)
    with again.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == newest()
    again.close()
