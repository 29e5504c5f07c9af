"""The schema: brings a database to the newest revision that this program knows.

Alembic is imported only where there is something to migrate: it is large, and most starts find nothing to do.
An empty database gets its tables at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - so that the metadata knows them
from storage import soundness
from storage.engine import Database
from storage.postgres import unhurried
from storage.soundness import NewerDatabase

_LOCK = 0x68656875  # PostgreSQL: one process migrates at a time; any constant of ours will do


def newest() -> str:
    """The revision that the tables in storage/tables are at. Revisions are numbered and follow one another."""
    return max(soundness.known_revisions())


def prepare(database: Database, save: Callable[[str], None] | None = None) -> None:
    """Bring `database` to the newest revision. `save` is called with the old one before anything is migrated.

    Raises CorruptDatabase, NewerDatabase or UnwritableDatabase, or what `save` raises, with nothing changed.
    """
    file = Path(database.url.database) if database.embedded and database.url.database else None
    if file is not None:
        soundness.inspect(file)
    if _found(database) == newest():
        return
    with _one_at_a_time(database):
        current = _found(database)  # another process may just have done it
        if current == newest():
            return
        if current is not None and save is not None:
            save(current)
        with database.engine.begin() as connection:
            unhurried(connection)
            if current is None and not sa.inspect(connection).has_table("inbox"):
                _make(connection)
            else:
                _upgrade(connection)


def is_empty(database: Database) -> bool:
    """Whether no hehuo has been at work on it yet."""
    return not sa.inspect(database.engine).has_table("alembic_version")


def revision(connection: sa.Connection) -> str | None:
    """The revision of a database; None if it is empty. Raises NewerDatabase if we do not know it."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    current: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if current is not None and current not in soundness.known_revisions():
        raise NewerDatabase(current)
    return current


def _found(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return revision(connection)


@contextmanager
def _one_at_a_time(database: Database) -> Iterator[None]:
    """Nobody else looks, saves and migrates while the context lasts. An embedded database has its folder's lock."""
    if database.embedded:
        yield
        return
    with database.engine.begin() as connection:
        unhurried(connection)
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        yield


def _make(connection: sa.Connection) -> None:
    """All tables at once, marked as the newest revision: the tests hold that the migrations make the same."""
    SQLModel.metadata.create_all(connection)
    connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(sa.text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    from storage.migrations.settings import config  # noqa: PLC0415 - see above

    command.upgrade(config(connection), "head")
