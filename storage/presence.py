"""Who is at work on a PostgreSQL database: every program holds a shared lock there, a restore needs it alone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import sqlalchemy as sa

from storage.engine import Database, DatabaseDown
from storage.postgres import SILENCE

KEY = 0x68656862
"""The advisory lock; any constant of ours will do."""


class InUse(Exception):
    """A program is at work on the database."""


def anybody(database: Database) -> bool:
    """Whether a program, a restore or a move is at work on a PostgreSQL `database`; asking holds nobody up."""
    asked = (
        "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database AND d.datname = current_database()"
    )
    named = " WHERE locktype = 'advisory' AND classid = 0 AND objid = :key AND objsubid = 1)"
    with database.engine.connect() as connection:
        return bool(connection.execute(sa.text(asked + named), {"key": KEY}).scalar_one())


@contextmanager
def at_work(database: Database) -> Iterator[None]:
    """A program works on `database` while the context lasts, or until the server goes away: then the doorbell says so.

    Raises InUse while somebody has the database alone. A connection of its own, so that no worker lacks one.
    """
    if database.embedded:
        yield
        return
    engine = sa.create_engine(
        database.url.set(drivername="postgresql+psycopg"),
        poolclass=sa.NullPool,
        pool_reset_on_return=None,  # it may be broken long since
        connect_args=SILENCE,
    )
    with engine.connect() as connection:
        if not connection.execute(sa.text("SELECT pg_try_advisory_lock_shared(:key)"), {"key": KEY}).scalar_one():
            raise InUse
        connection.commit()
        try:
            yield
        finally:
            with suppress(DatabaseDown):  # a server that went away has let go of it by itself
                connection.execute(sa.text("SELECT pg_advisory_unlock_shared(:key)"), {"key": KEY})
                connection.commit()


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Nobody else works on `database` while the context lasts. Raises InUse. An embedded one has its folder's lock."""
    if database.embedded:
        yield
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": KEY}).scalar_one():
            raise InUse
        try:
            yield
        finally:
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": KEY})
