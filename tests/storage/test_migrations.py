"""The migrations make exactly the tables, up and down, and refuse a database that is not theirs."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from bot.clock import SystemClock
from bot.keeping import Keeper
from storage import soundness
from storage.backup import opened
from storage.engine import Database, sqlite_url
from storage.migrations.settings import config
from storage.schema import newest, prepare
from storage.soundness import CorruptDatabase, NewerDatabase, UnwritableDatabase, known_revisions


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def tables(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


@pytest.fixture
def migrated(empty: Database) -> Database:
    with empty.engine.begin() as connection:
        command.upgrade(config(connection), "head")
    return empty


def test_models_and_migrations_say_the_same(migrated: Database) -> None:
    with migrated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_every_allowed_word_of_the_models_is_allowed_by_the_migrations(migrated: Database) -> None:
    inspector = sa.inspect(migrated.engine)
    for table in SQLModel.metadata.sorted_tables:
        checks = " ".join(check["sqltext"] for check in inspector.get_check_constraints(table.name))
        words = [word for column in table.columns for word in getattr(column.type, "enums", [])]
        assert [word for word in words if f"'{word}'" not in checks] == []


def test_stairway(empty: Database) -> None:
    for revision in sorted(known_revisions()):
        for target in (revision, "-1", revision):
            with empty.engine.begin() as connection:
                step = command.downgrade if target == "-1" else command.upgrade
                step(config(connection), target)
    assert tables(empty) == {table.name for table in SQLModel.metadata.sorted_tables} | {"alembic_version"}
    empty.close()


def test_the_newest_revision_is_where_alembic_ends(database: Database) -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [newest()]


def test_preparing_twice_changes_nothing(database: Database) -> None:
    prepare(database)
    with database.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()


def test_an_empty_database_is_made_as_if_it_had_been_migrated(migrated: Database, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    made = Database(sqlite_url(tmp_path / "made"))
    prepare(made)
    assert tables(made) == tables(migrated)
    with made.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        assert context.get_current_revision() == newest()
    made.close()


def test_a_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="9999"):
        prepare(database)
    assert "inbox" in tables(database)


def test_what_is_there_is_kept_before_it_is_migrated(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = newest()
    with database.engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO counters VALUES ('kept', 7)"))
    shutil.copytree(soundness.VERSIONS.parent, tmp_path / "migrations")
    (tmp_path / "migrations/versions/9000.py").write_text(
        f"from alembic import op\nrevision = '9000'\ndown_revision = '{old}'\n"
        "def upgrade():\n    op.drop_table('counters')\n"
    )
    monkeypatch.setattr(soundness, "VERSIONS", tmp_path / "migrations/versions")
    clock = SystemClock()
    prepare(database, Keeper(database, tmp_path / "backups", None, clock, lambda _: None).before_upgrade)
    with database.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "9000"
    assert "counters" not in tables(database)
    [kept] = (tmp_path / "backups").glob(f"before-upgrade-{old}-*.zip")
    with opened(kept) as (manifest, _):
        assert (manifest.schema, manifest.rows["counters"]) == (old, 1)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "hehuo.db"
    file.write_bytes(b"these are not the pages you are looking for" * 200)
    before = file.read_bytes()
    with pytest.raises(CorruptDatabase):
        prepare(Database(sqlite_url(tmp_path)))
    assert file.read_bytes() == before


def test_a_damaged_database_is_refused(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    database.close()
    file = tmp_path / "hehuo.db"
    raw = bytearray(file.read_bytes())
    raw[4096:12288] = b"\xff" * 8192
    file.write_bytes(raw)
    with pytest.raises(CorruptDatabase):
        prepare(Database(sqlite_url(tmp_path)))


def test_a_folder_in_place_of_the_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "hehuo.db").mkdir()
    with pytest.raises(UnwritableDatabase):
        prepare(Database(sqlite_url(tmp_path)))
