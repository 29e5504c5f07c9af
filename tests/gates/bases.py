"""Fresh databases for the gates, as many as they want."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests.postgres import Server, running_postgres

PATTERN = "pattern"


class Bases:
    """Makes databases of one kind with the newest schema. server: the PostgreSQL server they are on, if they are."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self._folder = folder
        self.server = server
        self._made = 0
        self._pattern = self._empty(PATTERN)
        opened = Database(self._pattern)
        prepare(opened)
        opened.close()

    def url(self) -> str:
        """A new database's URL."""
        self._made += 1
        name = f"base{self._made}"
        if self.server is not None:
            return self._empty(name, PATTERN)
        url = self._empty(name)
        shutil.copyfile(self._folder / PATTERN / "hehuo.db", self._folder / name / "hehuo.db")
        return url

    def folder(self, name: str) -> Path:
        """A new folder for whatever belongs to a trial."""
        self._made += 1
        made = self._folder / f"{name}{self._made}"
        made.mkdir(mode=0o700)
        return made

    def _empty(self, name: str, pattern: str = "template1") -> str:
        if self.server is None:
            (self._folder / name).mkdir()
            return sqlite_url(self._folder / name)
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"'.encode())
        return self.server.url.replace("/postgres?", f"/{name}?")


@contextmanager
def open_bases(kind: str) -> Iterator[Bases]:
    """Databases of `kind`, gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hehuo-gate-")))
        server = stack.enter_context(running_postgres()) if kind == "postgresql" else None
        yield Bases(folder, server)
