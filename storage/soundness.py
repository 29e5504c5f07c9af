"""Is the embedded database file one that we can open? Standard library only, so that a command can ask before it
imports anything heavy."""

import sqlite3
from pathlib import Path

RESTORING = ".restoring-"
"""What the folder is called by in which a backup is unpacked."""

VERSIONS = Path(__file__).parent / "migrations" / "versions"


class CorruptDatabase(Exception):
    """The file is damaged, or is no database."""


class NewerDatabase(Exception):
    """The database was made by a newer version of the program; holds that revision."""


class UnwritableDatabase(Exception):
    """The file cannot be opened for writing."""


def known_revisions() -> set[str]:
    """Every schema revision that this program knows: the names of the migration files."""
    return {path.stem for path in VERSIONS.glob("*.py")}


def inspect(path: Path) -> None:
    """Look at the embedded database at `path`; a missing one is sound.

    Raises CorruptDatabase, NewerDatabase or UnwritableDatabase. Changes nothing.
    """
    if not path.exists():
        return
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=10)
        try:
            _check(connection)
        finally:
            connection.close()
    except sqlite3.OperationalError as error:
        raise UnwritableDatabase(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise CorruptDatabase(str(error)) from error


def _check(connection: sqlite3.Connection) -> None:
    [verdict] = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise CorruptDatabase(str(verdict))
    connection.execute("BEGIN IMMEDIATE")  # fails on a file that only may be read
    connection.rollback()
    stamped = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    revisions = {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")} if stamped else set()
    unknown = revisions - known_revisions()
    if unknown:
        raise NewerDatabase(min(unknown))
