"""The database: one writer thread on SQLite, worker connections on PostgreSQL, the same synchronous code on both."""

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import OperationalError as DatabaseDown
from sqlmodel import Session

from storage import postgres
from storage.soundness import CorruptDatabase
from storage.together import Together

__all__ = ["CommitUnknown", "Database", "DatabaseDown", "Session", "readable", "sqlite_url"]

T = TypeVar("T")
log = logging.getLogger(__name__)

RETRIED_SQLSTATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock
DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
PASSING = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_BUSY", "SQLITE_LOCKED")
TOO_LONG = "57014"  # a statement that ran into the server's limit: it would again
TROUBLE = ("08", "53", "57P")  # classes of SQLSTATE: no connection, no room, shutting down
ATTEMPTS = 5
WORKERS = 8
WAITS = (0.1, 0.2, 0.5, 1.0, 2.0, *[5.0] * 12)  # seconds between the tries to reach a server that is away: a minute
PATIENCE = 30  # seconds to wait for whoever else holds the embedded database
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-2000", "secure_delete=ON")


class CommitUnknown(Exception):
    """The server went away while it committed: it may be done or not. Whoever asked must look."""


class Database:
    """A SQLite file or a PostgreSQL database.

    `write` runs a function in one transaction and commits it; `read` runs one that must not write. Both run in threads,
    so the event loop never waits for a disk. Both wait a minute for a server that is away, or for a disk that is full
    or fails, then raise DatabaseDown. Both raise CorruptDatabase if they meet a damaged page.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        if self.embedded:
            self._writer = _sqlite(self.url, "BEGIN IMMEDIATE")
            self._reader = _sqlite(self.url, "BEGIN")
            self._write_pool: ThreadPoolExecutor | Together = Together(self._writer)
            self._read_pool = ThreadPoolExecutor(2, "sqlite-reader")
        else:
            self._writer = postgres.connect(self.url, WORKERS)
            # a statement sees what is committed, within a transaction or not; without, none is begun and ended
            self._reader = self._writer.execution_options(isolation_level="AUTOCOMMIT")
            self._write_pool = self._read_pool = ThreadPoolExecutor(WORKERS, "postgres")
        self._aside_pool = ThreadPoolExecutor(1, "aside")
        self._away: set[object] = set()

    @property
    def engine(self) -> sa.Engine:
        """The writing engine, for migrations and tools."""
        return self._writer

    async def write(self, work: Callable[[Session], T], *, again: bool = False) -> T:
        """The result of `work` in one committed transaction. Raises what `work` raises, with nothing written.

        Raises CommitUnknown if the server goes away at the very end; `again`: to do it twice is as good as once, so
        then it is done again.
        """
        return await self._outlast(self._write_pool, self.write_now, work, again=again)

    async def read(self, work: Callable[[Session], T]) -> T:
        """The result of `work`, which only reads."""
        return await self._outlast(self._read_pool, self.read_now, work)

    async def aside(self, work: Callable[[], T]) -> T:
        """The result of long `work` with connections of its own, in a thread that `close` waits for."""
        return await asyncio.get_running_loop().run_in_executor(self._aside_pool, work)

    async def _outlast(
        self,
        pool: ThreadPoolExecutor | Together,
        run: Callable[[Callable[[Session], T]], T],
        work: Callable[[Session], T],
        *,
        again: bool = False,
    ) -> T:
        """Run `work`, again if the database was away before it could commit anything."""
        for wait in WAITS:
            try:
                result: T = await asyncio.wrap_future(pool.submit(run, work))
            except DatabaseDown as error:
                if not self._may_pass(error):
                    raise
                self._tell(pool, away=True, why=str(error.orig))
            except DBAPIError as error:
                if _name(error).startswith(DAMAGED):
                    raise CorruptDatabase(str(error.orig)) from error
                raise
            except CommitUnknown as error:
                if not again:
                    raise
                self._tell(pool, away=True, why=str(error.__cause__))
            else:
                self._tell(pool, away=False)
                return result
            await asyncio.sleep(wait)
        last: T = await asyncio.wrap_future(pool.submit(run, work))
        return last

    @property
    def away(self) -> bool:
        """Whether work waits for the database."""
        return bool(self._away)

    def in_trouble(self, error: Exception) -> bool:
        """Whether `error` tells of the database's own trouble and is no fault of the work."""
        if not isinstance(error, DatabaseDown):
            return False
        state = getattr(error.orig, "sqlstate", None)
        return self._may_pass(error) and (state is None or state.startswith(TROUBLE))

    def _may_pass(self, error: DatabaseDown) -> bool:
        """Whether it is a trouble that may be over soon. On SQLite most are mistakes of ours."""
        if self.embedded:
            return _name(error).startswith(PASSING)
        return getattr(error.orig, "sqlstate", None) != TOO_LONG

    def _tell(self, pool: object, *, away: bool, why: str = "") -> None:
        """One line when the server goes and one when it is back, however many wait for it.

        By pool: on a full disk reading goes on, and does not mean that writing does.
        """
        if away and pool not in self._away:
            log.error("the database is away, trying again: %s", why)
            self._away.add(pool)
        elif pool in self._away and not away:
            log.warning("the database is back")
            self._away.discard(pool)

    def write_now(self, work: Callable[[Session], T]) -> T:
        """`write` for callers with no event loop."""
        for attempt in range(ATTEMPTS):
            worked = False
            try:
                with Session(self._writer, expire_on_commit=False) as session, session.begin():
                    result = work(session)
                    session.flush()  # so that nothing is left but the commit
                    worked = True
                return result
            except DBAPIError as error:
                if attempt < ATTEMPTS - 1 and getattr(error.orig, "sqlstate", None) in RETRIED_SQLSTATES:
                    continue
                if worked and error.connection_invalidated:
                    raise CommitUnknown from error
                raise
        raise AssertionError("unreachable")

    def read_now(self, work: Callable[[Session], T]) -> T:
        """`read` for callers with no event loop."""
        with Session(self._reader, expire_on_commit=False) as session:
            return work(session)

    async def scrub(self) -> None:
        """What was deleted is deleted from the embedded database's log too, which else keeps it until it is full.

        A second is waited for whoever reads just then; the next time it succeeds.
        """
        if self.embedded:
            await self.aside(self._truncate)

    def _truncate(self) -> None:
        connection = self._writer.raw_connection()
        try:
            for pragma in ("busy_timeout=1000", "wal_checkpoint(TRUNCATE)", f"busy_timeout={PATIENCE * 1000}"):
                connection.cursor().execute(f"PRAGMA {pragma}").fetchall()
        finally:
            connection.close()

    def close(self) -> None:
        """Wait for running work and close every connection."""
        self._aside_pool.shutdown()
        self._write_pool.shutdown()
        self._read_pool.shutdown()
        self._writer.dispose()
        self._reader.dispose()


def sqlite_url(folder: Path) -> str:
    """The URL of the embedded database in `folder`."""
    return f"sqlite:///{folder / 'hehuo.db'}"


def _name(error: DBAPIError) -> str:
    """SQLite's own name for it; empty on PostgreSQL."""
    return str(getattr(error.orig, "sqlite_errorname", ""))


def readable(url: str) -> str:
    """`url` as a person may see it: without the password."""
    return sa.make_url(url).render_as_string(hide_password=True)


def _sqlite(url: sa.URL, begin: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": PATIENCE})

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # 由下面的 BEGIN 决定，不让 sqlite3 自作主张
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @sa.event.listens_for(engine, "begin")
    def _on_begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    old = os.umask(0o077)
    try:
        if url.database and not Path(url.database).exists():
            engine.connect().close()
    finally:
        os.umask(old)
    return engine
