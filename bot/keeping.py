"""Keeping what the program knows: backups by hand, every night, and before each upgrade."""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from bot.ending import Code, Ending
from bot.settings import Settings
from bot.texts import backups as say
from community.calendars import local_date
from community.clock import Clock
from community.timing import DueItem
from storage import newest_backup, rotation
from storage.backup import Backup, make
from storage.engine import Database, sqlite_url
from storage.pgtools import MissingTool, ToolFailed

REGULAR = "hehuo"
log = structlog.get_logger(__name__)


class Keeper:
    """Makes backups of `database` into `folder`, for the holder of `key` alone if there is one.

    tell: given sentences for the person at the terminal.
    """

    def __init__(
        self, database: Database, folder: Path, key: str | None, clock: Clock, tell: Callable[[str], None]
    ) -> None:
        self._database = database
        self._folder = folder
        self._key = key
        self._clock = clock
        self._tell = tell

    def before_upgrade(self, schema: str) -> None:
        """Keep what is there before it is migrated from `schema`; without PostgreSQL's tools, say so and go on.

        Raises Ending if the folder of the backups can't be written or is full: nothing was migrated.
        """
        try:
            self._make(f"before-upgrade-{schema}")
        except (MissingTool, ToolFailed) as failure:
            log.warning("backup.failed", why=str(failure), before_upgrade=schema)
            self._tell(say.upgrading_without(str(failure)))
        except (OSError, sqlite3.OperationalError) as failure:
            log.error("backup.failed", why=str(failure), before_upgrade=schema)
            why = getattr(failure, "strerror", None) or str(failure)
            raise Ending(Code.BACKUP, say.no_upgrade(self._folder, why)) from None

    async def nightly(self, item: DueItem) -> bool:
        """The backup of the night. False: that night is over, and today's is made in its turn."""
        if local_date(self._clock.now()) > item.local_date:
            return False
        made = await self._database.aside(lambda: self._make(REGULAR))
        await self._database.write(lambda session: newest_backup.note(session, made), again=True)
        return True

    def _make(self, label: str) -> Backup:
        made = back_up(self._database, self._folder, key=self._key, now=self._clock.now(), label=label)
        log.info("backup.made", file=made.path.name, rows=sum(made.manifest.rows.values()))
        return made


def backups_of(settings: Settings, data: Path) -> Path:
    """The folder of the backups, if the data is in `data`."""
    return settings.hehuo_backups or data / "backups"


def open_database(settings: Settings, data: Path) -> Database:
    """The database of the settings, or the embedded one in `data`; the caller closes it."""
    given = settings.database_url
    return Database(given.get_secret_value() if given else sqlite_url(data))


def back_up(database: Database, folder: Path, *, key: str | None, now: datetime, label: str = REGULAR) -> Backup:
    """Make a backup and drop those that are kept no longer. Raises OSError, MissingTool or ToolFailed."""
    made = make(database, folder, now=now, label=label, key=key)
    rotation.rotate(folder, now)
    return made
