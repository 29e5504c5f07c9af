"""The schema: brings a database to the newest revision that this program knows."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.engine import Database
from storage.soundness import NewerDatabase, inspect

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x68656875  # one process migrates at a time; any constant of ours will do


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings for our migrations, on `connection` if they are to be run."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def newest() -> str:
    """The revision that the tables in storage/tables are at."""
    head = _scripts().get_current_head()
    if head is None:
        raise LookupError("no migrations")
    return head


def prepare(database: Database) -> None:
    """Bring `database` to the newest revision; an embedded one is copied to `backups/` beside it first.

    Raises CorruptDatabase, NewerDatabase or UnwritableDatabase, with nothing changed.
    """
    file = Path(database.url.database) if database.embedded and database.url.database else None
    if file is not None:
        inspect(file)
    with database.engine.connect() as connection:
        current = _revision(connection)
        connection.rollback()
        if current == newest():
            return
        if file is not None and current is not None:
            _back_up(connection, file.parent / "backups" / f"{file.stem}-{current}.db")
    with database.engine.begin() as connection:
        if not database.embedded:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(config(connection), "head")


def _revision(connection: sa.Connection) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {script.revision for script in _scripts().walk_revisions()}:
        raise NewerDatabase(current)
    return current


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def _back_up(connection: sa.Connection, target: Path) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    target.unlink(missing_ok=True)
    raw = connection.connection.dbapi_connection
    assert raw is not None  # noqa: S101 - a connection in use has one
    raw.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)
