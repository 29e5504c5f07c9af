"""Putting a backup in the place of the database, which nobody else may be using."""

import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, SQLModel, col

import storage.tables  # noqa: F401 - so that the metadata knows them
from community.market_rule import MARKET_POSTS
from community.words import DueState, OutboxState, Priority
from storage import pgtools, presence, soundness
from storage.announcing import RESTORED, note_outcomes
from storage.backup import BadBackup, Flaw, Manifest, count_rows
from storage.engine import Database
from storage.marks import UNSETTLED
from storage.tables import Counter, Due, Mark, Outbox, Tombstone

_ALONE_STILL = (
    f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {presence.KEY}"  # noqa: S608
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND mode = 'ExclusiveLock' AND granted) THEN RAISE EXCEPTION 'whoever began to restore is gone'; END IF; END $$"
)
SAID_AT_A_TIME = frozenset({"digest", *(post.kind for post in MARKET_POSTS)})
"""The kinds of due things that say something to a whole chat."""


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


def restore_server(
    manifest: Manifest,
    payload: Path,
    database: Database,
    tombstones: Sequence[Tombstone],
    numbers: Mapping[str, int],
) -> None:
    """Load the unpacked `payload` in place of all tables, in one transaction with what goes on from before, and marked
    as not settled yet.

    What goes on: `tombstones`, and where the `numbers` of matters stood, by name. The caller has the database alone
    (`storage.presence`); if it does no more, for it was killed, psql, which lives on, changes nothing either.

    Raises MissingTool or ToolFailed with nothing changed.
    """
    with database.engine.connect() as connection:
        present = set(sa.inspect(connection).get_table_names())
        server = pgtools.server_of(connection)
    tables = present | set(manifest.rows) | set(SQLModel.metadata.tables)
    pgtools.load(server, payload, instead_of=sorted(tables), then=_kept(tombstones, numbers, manifest))


def _kept(tombstones: Sequence[Tombstone], numbers: Mapping[str, int], manifest: Manifest) -> str:
    """SQL that puts back what the backup's tables can hold of both: whoever restores again, killed before, finds it."""
    said = [_lay(stone) for stone in tombstones] if Tombstone.__tablename__ in manifest.rows else []
    said += [_count_on(numbers)] if numbers and Counter.__tablename__ in manifest.rows else []
    said += [_unsettled(manifest)]
    compiled = [str(one.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})) for one in said]  # type: ignore[no-untyped-call]
    return "; ".join([_ALONE_STILL, *compiled])


def _unsettled(manifest: Manifest) -> sa.Insert:
    """For whoever starts next, if we do not come to settle it."""
    text, at = sa.String, sa.func.current_timestamp()
    table = sa.table(
        str(Mark.__tablename__), sa.column("name", text), sa.column("value", text), sa.column("at"), schema="public"
    )
    marked = postgresql.insert(table).values(name=UNSETTLED, value=manifest.made_at, at=at)
    anew = {"value": marked.excluded.value, "at": marked.excluded.at}
    return marked.on_conflict_do_update(index_elements=["name"], set_=anew)


def _lay(stone: Tombstone) -> sa.Insert:
    """Unless the backup knows of it."""
    values: dict[str, sa.ColumnElement[Any]] = {
        "at": sa.cast(sa.literal(stone.at.isoformat(), sa.String), sa.DateTime(timezone=True)),
        "subject": sa.literal(stone.subject),
        "by": sa.cast(sa.literal(stone.by, sa.String), sa.String),
        "detail": sa.cast(sa.literal("{}", sa.String), sa.JSON),
    }
    table = sa.table(str(Tombstone.__tablename__), *map(sa.column, values), schema="public")
    known = sa.exists().where(table.c.subject == stone.subject)
    return sa.insert(table).from_select(list(values), sa.select(*values.values()).where(~known))


def _count_on(numbers: Mapping[str, int]) -> sa.Insert:
    table = sa.table(
        str(Counter.__tablename__), sa.column("name", sa.String), sa.column("value", sa.Integer), schema="public"
    )
    rows = postgresql.insert(table).values([{"name": name, "value": value} for name, value in numbers.items()])
    greater = sa.func.greatest(table.c.value, rows.excluded.value)
    return rows.on_conflict_do_update(index_elements=["name"], set_={"value": greater})


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
    """Say nothing to a whole chat a second time: what came due since the backup was made was most likely said.

    Of an announcement its author learns which groups to look into.
    """
    said = session.execute(
        sa.update(Outbox)
        .where(
            col(Outbox.state) == OutboxState.WAITING,
            col(Outbox.priority) == int(Priority.BROADCAST),
            col(Outbox.not_before) <= now,
        )
        .values(state=OutboxState.UNKNOWN, ended_at=now, error=RESTORED)
        .returning(col(Outbox.id))
    )
    note_outcomes(session, list(said.scalars()), now=now)
    session.execute(
        sa.update(Due)
        .where(col(Due.state) == DueState.WAITING, col(Due.kind).in_(SAID_AT_A_TIME), col(Due.due_at) <= now)
        .values(state=DueState.MISSED, ended_at=now)
    )
