"""From every earlier schema to the newest with a row in every table, and from a backup of every earlier version."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

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

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
Rows = dict[str, dict[str, Any]]


@pytest.fixture(params=sorted(known_revisions()))
def old(request: pytest.FixtureRequest, database_url: str) -> Database:
    """A database of an earlier version in use: a row in each of its tables, every column filled."""
    database = Database(database_url)
    with database.engine.begin() as connection:
        command.upgrade(config(connection), request.param)
    with database.engine.begin() as connection:
        known = sa.MetaData()
        known.reflect(connection)
        inspector = sa.inspect(connection)
        made: Rows = {}
        for table in known.sorted_tables:
            if table.name != "alembic_version":
                words = _words(inspector, table.name)
                made[table.name] = {column.name: _value(column, words, made) for column in table.columns}
                connection.execute(table.insert().values(made[table.name]))
    return database


def _words(inspector: sa.Inspector, table: str) -> dict[str, str]:
    """One of the words that each column of a fixed vocabulary allows."""
    checks = [check["sqltext"] for check in inspector.get_check_constraints(table)]
    found = [re.search(r"\W*(\w+)\W.*?'([^']+)'", check) for check in checks]
    return {one[1]: one[2] for one in found if one}


def _value(column: sa.Column[Any], words: dict[str, str], made: Rows) -> Any:
    for key in column.foreign_keys:
        return made[key.column.table.name][key.column.name]
    if column.name in words:
        return words[column.name]
    samples = {
        bool: True,
        int: 7,
        float: 0.5,
        datetime: NOW,
        date: NOW.date(),
        object: {"a": ["字", 1]},
        bytes: b"\x00\xff",
        str: f"{column.name} 字",
    }
    kind = column.type.python_type
    if isinstance(column.type, sa.DateTime) and not column.type.timezone:
        return NOW.replace(tzinfo=None)
    return samples[kind]


def contents(database: Database) -> dict[str, list[dict[str, str]]]:
    """Every row of every table, as text."""
    with database.engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        return {
            table: [{name: str(value) for name, value in row.items()} for row in found.mappings()]
            for table in tables
            if table != "alembic_version"
            for found in [connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))]
        }


def test_nothing_is_lost_on_the_way_from_an_earlier_version(old: Database) -> None:
    before = contents(old)
    prepare(old)
    after = contents(old)
    for table, [row] in before.items():
        [now] = after[table]
        assert row.items() <= now.items(), table
    old.close()


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
