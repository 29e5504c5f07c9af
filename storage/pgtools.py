"""PostgreSQL's own programs, which dump and load a database better than anyone else could."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's programs."""


class MissingTool(Exception):
    """A program of PostgreSQL is not on this machine; holds its name."""


class ToolFailed(Exception):
    """A program of PostgreSQL ended with an error; holds the last line it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the database on it. major: its version; settings: the names of all that can be set there."""

    url: sa.URL
    major: int
    settings: frozenset[str]


def server_of(connection: sa.Connection) -> Server:
    """The server that `connection` goes to."""
    version = int(connection.execute(sa.text("SELECT current_setting('server_version_num')")).scalar_one())
    settings = connection.execute(sa.text("SELECT name FROM pg_settings")).scalars()
    return Server(connection.engine.url, version // 10_000, frozenset(settings))


def dump(server: Server, target: Path, *, snapshot: str, tables: Iterable[str]) -> None:
    """Write `tables` as of `snapshot` as SQL to `target`. Raises MissingTool or ToolFailed."""
    named = [f'--table="{table}"' for table in tables]
    _run("pg_dump", server, "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}", *named)


def load(server: Server, script: Path, *, instead_of: Iterable[str], then: str) -> None:
    """Run `script` in place of the tables `instead_of`, and the SQL of `then`: all of it, or nothing.

    Raises MissingTool or ToolFailed.
    """
    drops = ", ".join(f'"{table}"' for table in instead_of)
    clear = f"SET client_min_messages = warning; DROP TABLE IF EXISTS {drops} CASCADE"
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--output=/dev/null"]
    options += ["--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse"]  # or the last line is not the one that tells
    leave_out_unknown(script, server.settings)
    _run("psql", server, *options, f"--command={clear}", f"--file={script}", f"--command={then}")


def leave_out_unknown(script: Path, settings: frozenset[str]) -> None:
    """Blank every line at the head of `script` that sets what is not in `settings`: a newer pg_dump wrote it.

    In place, for a script may be large; the head ends where the first table begins.
    """
    with script.open("r+b") as file:
        while (line := file.readline()) and not line.startswith(b"CREATE "):
            words = line.split()
            if words[:1] == [b"SET"] and words[1].decode() not in settings:
                file.seek(-len(line), os.SEEK_CUR)
                file.write(b" " * (len(line) - 1) + b"\n")


def _run(tool: str, server: Server, *options: str) -> None:
    """Run `tool` on the database; the password goes by the environment, where no list of processes shows it."""
    url = server.url
    bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    secret = {"PGPASSWORD": str(url.password)} if url.password is not None else {}
    command = [_find(tool, server.major), f"--dbname={bare.render_as_string()}", "--no-password", *options]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailed(_last_line(done.stderr.splitlines(), tool))


def _find(tool: str, major: int) -> str:
    """Where `tool` is: $PGBIN, of those that Debian keeps the server's own version or else the newest, or the path."""
    installed = sorted(DEBIAN.glob("*/bin"), key=lambda place: (len(place.parent.name), place))
    for place in [*_given(), DEBIAN / str(major) / "bin", *reversed(installed)]:
        if (place / tool).is_file():
            return str(place / tool)
    found = shutil.which(tool)
    if found is None:
        raise MissingTool(tool)
    return found


def _given() -> Sequence[Path]:
    return [Path(os.environ["PGBIN"])] if "PGBIN" in os.environ else []


def _last_line(said: Sequence[str], tool: str) -> str:
    return next((line for line in reversed(said) if line.strip()), tool)
