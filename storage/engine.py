"""The database: one writer thread on SQLite, worker connections on PostgreSQL, the same synchronous code on both."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import OperationalError as DatabaseDown
from sqlmodel import Session

__all__ = ["Database", "DatabaseDown", "Session", "readable", "sqlite_url"]

T = TypeVar("T")

RETRIED_SQLSTATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock
ATTEMPTS = 5
WORKERS = 8


class Database:
    """A SQLite file or a PostgreSQL database.

    `write` runs a function in one transaction and commits it; `read` runs one that must not write. Both run in threads,
    so the event loop never waits for a disk.
    """

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.embedded = self.url.get_backend_name() == "sqlite"
        if self.embedded:
            self._writer = _sqlite(self.url, "BEGIN IMMEDIATE")
            self._reader = _sqlite(self.url, "BEGIN")
            self._write_pool = ThreadPoolExecutor(1, "sqlite-writer")
            self._read_pool = ThreadPoolExecutor(2, "sqlite-reader")
        else:
            self._writer = self._reader = sa.create_engine(
                self.url.set(drivername="postgresql+psycopg"), pool_size=WORKERS, max_overflow=0, pool_pre_ping=True
            )
            self._write_pool = self._read_pool = ThreadPoolExecutor(WORKERS, "postgres")

    @property
    def engine(self) -> sa.Engine:
        """The writing engine, for migrations and tools."""
        return self._writer

    async def write(self, work: Callable[[Session], T]) -> T:
        """The result of `work` in one committed transaction. Raises what `work` raises, with nothing written."""
        return await asyncio.get_running_loop().run_in_executor(self._write_pool, self.write_now, work)

    async def read(self, work: Callable[[Session], T]) -> T:
        """The result of `work`, which only reads."""
        return await asyncio.get_running_loop().run_in_executor(self._read_pool, self.read_now, work)

    def write_now(self, work: Callable[[Session], T]) -> T:
        """`write` for callers with no event loop."""
        for attempt in range(ATTEMPTS):
            try:
                with Session(self._writer, expire_on_commit=False) as session, session.begin():
                    return work(session)
            except DBAPIError as error:
                if attempt == ATTEMPTS - 1 or getattr(error.orig, "sqlstate", None) not in RETRIED_SQLSTATES:
                    raise
        raise AssertionError("unreachable")

    def read_now(self, work: Callable[[Session], T]) -> T:
        """`read` for callers with no event loop."""
        with Session(self._reader, expire_on_commit=False) as session:
            return work(session)

    def close(self) -> None:
        """Wait for running work and close every connection."""
        self._write_pool.shutdown()
        self._read_pool.shutdown()
        self._writer.dispose()
        self._reader.dispose()


def sqlite_url(folder: Path) -> str:
    """The URL of the embedded database in `folder`."""
    return f"sqlite:///{folder / 'hehuo.db'}"


def readable(url: str) -> str:
    """`url` as a person may see it: without the password."""
    return sa.make_url(url).render_as_string(hide_password=True)


def _sqlite(url: sa.URL, begin: str) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"check_same_thread": False, "timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # 由下面的 BEGIN 决定，不让 sqlite3 自作主张
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-8000"):
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
