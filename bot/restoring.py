"""Putting a backup back: checked first, and what was there is kept."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.restored import Present, go_on, present
from bot.keeping import back_up, backups_of, open_database
from bot.settings import Settings
from community.clock import SHANGHAI
from storage import marks, restore
from storage.backup import STAMP, BadBackup, Flaw, Manifest, opened
from storage.engine import Database, Session
from storage.presence import alone
from storage.schema import is_empty, prepare
from storage.soundness import CorruptDatabase, NewerDatabase, inspect
from storage.tables import Tombstone

LABEL = "before-restore"


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now, and where that lies which was there before (None: nothing was).

    forgotten: how many people had their data deleted since the backup was made; it was deleted again.
    """

    manifest: Manifest
    before: Path | None
    forgotten: int


def put_back(settings: Settings, file: Path, *, key: Path | None, now: datetime) -> Restored:
    """Put the backup `file` in the place of the database; the folder's lock is ours.

    Raises BadBackup, NewerDatabase, InUse, MissingTool, ToolFailed or OSError, with the database as it was.
    """
    with opened(file, key=key, room=settings.hehuo_data) as (manifest, payload):
        if manifest.kind != ("sqlite" if settings.database_url is None else "postgresql"):
            raise BadBackup(Flaw.OTHER_KIND)
        put = _put_file if settings.database_url is None else _put_server
        before, forgotten = put(settings, manifest, payload, _present(settings), now)
    return Restored(manifest, before, forgotten)


def _present(settings: Settings) -> Present:
    """Nothing, if what is there can't be read."""
    if settings.database_url is None:
        try:
            inspect(settings.hehuo_data / "hehuo.db")
        except CorruptDatabase:
            return Present()
        except NewerDatabase:  # it can be read all the same
            pass
    with closing(open_database(settings, settings.hehuo_data)) as database:
        return database.read_now(present)


def _settle(database: Database, gone: Present, made_at: datetime, now: datetime) -> int:
    """Nothing is said twice, no number given out twice, and whoever was forgotten is forgotten again: how many."""
    prepare(database)  # what follows knows only the newest schema

    def work(session: Session) -> int:
        marks.take(session, marks.UNSETTLED)
        return go_on(session, gone, made_at, now)

    return database.write_now(work)


def _put_file(
    settings: Settings, manifest: Manifest, payload: Path, gone: Present, now: datetime
) -> tuple[Path | None, int]:
    target = settings.hehuo_data / "hehuo.db"
    restore.check_file(manifest, payload)
    with closing(Database(f"sqlite:///{payload}")) as database:
        # before it is in place: whoever is killed here has changed nothing
        forgotten = _settle(database, gone, datetime.fromisoformat(manifest.made_at), now)
    before = _keep_file(settings, target, now) if target.exists() else None
    restore.put_file(payload, target)
    return before, forgotten


def _keep_file(settings: Settings, target: Path, now: datetime) -> Path | None:
    """A backup of what is there; if it is damaged, the very files."""
    try:
        inspect(target)
    except NewerDatabase:  # whoever goes back to an older version wants just this
        pass
    except CorruptDatabase:
        return restore.set_aside(
            target, backups_of(settings, settings.hehuo_data), now.astimezone(SHANGHAI).strftime(STAMP)
        )
    return _keep(settings, now)


def _put_server(
    settings: Settings, manifest: Manifest, payload: Path, gone: Present, now: datetime
) -> tuple[Path | None, int]:
    with closing(open_database(settings, settings.hehuo_data)) as database, alone(database):
        before = _keep(settings, now)
        tombstones = [Tombstone(at=now, subject=one.subject, by=one.by) for one in gone.buried]
        restore.restore_server(manifest, payload, database, tombstones, gone.numbers)
        return before, _settle(database, gone, datetime.fromisoformat(manifest.made_at), now)


def _keep(settings: Settings, now: datetime) -> Path | None:
    """A backup of what is there; None if there is nothing."""
    database = open_database(settings, settings.hehuo_data)
    try:
        if is_empty(database):
            return None
        folder = backups_of(settings, settings.hehuo_data)
        return back_up(database, folder, key=settings.hehuo_backup_key, now=now, label=LABEL).path
    finally:
        database.close()
