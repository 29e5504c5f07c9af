"""Who is at work on a PostgreSQL database: every program holds a shared lock there, a restore needs it alone."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from storage.engine import Database

KEY = 0x68656862
"""The advisory lock; any constant of ours will do."""


class InUse(Exception):
    """A program is at work on the database."""


def anybody(database: Database) -> bool:
    """Whether a program is at work on a PostgreSQL `database`."""
    try:
        with alone(database):
            return False
    except InUse:
        return True


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
