"""Putting a backup in the place of the database, which nobody else may be using."""

import os
import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

import storage.tables  # noqa: F401 - so that the metadata knows them
from community.words import OutboxState, Priority
from storage import pgtools, soundness
from storage.backup import BadBackup, Flaw, Manifest, count_rows
from storage.engine import Database
from storage.tables import Outbox, Tombstone


def check_file(manifest: Manifest, payload: Path) -> None:
    """See that the unpacked `payload` is the database that `manifest` tells of. Raises BadBackup."""
    payload.chmod(0o600)
    try:
        soundness.inspect(payload)
        whole = count_rows(payload) == manifest.rows
    except soundness.CorruptDatabase:
        whole = False
    if not whole:
        raise BadBackup(Flaw.CUT)


def put_file(payload: Path, target: Path) -> None:
    """Let `payload`, on the same disk and closed by everybody, be the embedded database from now on."""
    with payload.open("rb") as file:
        os.fsync(file.fileno())
    for left_over in ("-wal", "-shm"):  # they belong to the database that goes
        target.with_name(target.name + left_over).unlink(missing_ok=True)
    payload.replace(target)


def restore_server(manifest: Manifest, payload: Path, database: Database, tombstones: Sequence[Tombstone]) -> None:
    """Load the unpacked `payload` in place of all tables, and `tombstones` with it, in one transaction.

    Raises MissingTool or ToolFailed with nothing changed.
    """
    with database.engine.connect() as connection:
        present = set(sa.inspect(connection).get_table_names())
        server = pgtools.server_of(connection)
    tables = present | set(manifest.rows) | set(SQLModel.metadata.tables)
    pgtools.load(server, payload, instead_of=sorted(tables), then=_laid(tombstones, manifest, database))


def _laid(tombstones: Sequence[Tombstone], manifest: Manifest, database: Database) -> str:
    """SQL that lays `tombstones`, if the backup knows any: whoever restores again, killed before, finds them."""
    columns = (sa.column(name, sa.String) for name in ("at", "subject", "by", "detail"))
    table = sa.table(str(Tombstone.__tablename__), *columns, schema="public")
    if not tombstones or table.name not in manifest.rows:
        return "SELECT 1"
    rows = [{"at": one.at.isoformat(), "subject": one.subject, "by": one.by, "detail": "{}"} for one in tombstones]
    laid = sa.insert(table).values(rows)
    return str(laid.compile(dialect=database.engine.dialect, compile_kwargs={"literal_binds": True}))


def set_aside(target: Path, folder: Path, stamp: str) -> Path:
    """Move a damaged embedded database with all that belongs to it into `folder`; where it lies now."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / f"broken-{stamp}.db"
    for part in ("", "-wal", "-shm"):
        piece = target.with_name(target.name + part)
        if piece.exists():
            shutil.move(piece, kept.with_name(kept.name + part))
    return kept


def hush(session: Session, now: datetime) -> None:
    """Say no broadcast a second time: those that came due since the backup was made were most likely said."""
    session.execute(
        sa.update(Outbox)
        .where(
            col(Outbox.state) == OutboxState.WAITING,
            col(Outbox.priority) == int(Priority.BROADCAST),
            col(Outbox.not_before) <= now,
        )
        .values(state=OutboxState.UNKNOWN, ended_at=now, error="restored")
    )
