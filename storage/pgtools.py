"""PostgreSQL's own programs, which dump and load a database better than anyone else could."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

import sqlalchemy as sa

DEBIAN = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's programs."""


class MissingTool(Exception):
    """A program of PostgreSQL is not on this machine; holds its name."""


class ToolFailed(Exception):
    """A program of PostgreSQL ended with an error; holds the last line it said."""


def dump(url: sa.URL, target: Path, *, snapshot: str, tables: Iterable[str]) -> None:
    """Write `tables` as of `snapshot` as SQL to `target`. Raises MissingTool or ToolFailed."""
    named = [f'--table="{table}"' for table in tables]
    _run("pg_dump", url, "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}", *named)


def load(url: sa.URL, script: Path, *, instead_of: Iterable[str]) -> None:
    """Run `script` in place of the tables `instead_of`: all of it, or nothing. Raises MissingTool or ToolFailed."""
    drops = ", ".join(f'"{table}"' for table in instead_of)
    clear = f"SET client_min_messages = warning; DROP TABLE IF EXISTS {drops} CASCADE"
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run("psql", url, *options, f"--command={clear}", f"--file={script}")


def _run(tool: str, url: sa.URL, *options: str) -> None:
    """Run `tool` on the database; the password goes by the environment, where no list of processes shows it."""
    bare = sa.URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    secret = {"PGPASSWORD": str(url.password)} if url.password is not None else {}
    command = [_find(tool), f"--dbname={bare.render_as_string()}", "--no-password", *options]
    done = subprocess.run(  # noqa: S603
        command, env={**os.environ, **secret}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailed(_last_line(done.stderr.splitlines(), tool))


def _find(tool: str) -> str:
    """Where `tool` is: $PGBIN, the newest that Debian keeps, or the path."""
    installed = sorted(DEBIAN.glob("*/bin"), key=lambda place: (len(place.parent.name), place))
    for place in [*_given(), *reversed(installed)]:
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
