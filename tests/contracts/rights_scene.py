"""The street of the tests of rights on disk, copied for each, and what can be seen of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from community.rights import Where
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests.contracts.rights_kit import CHATS, PEOPLE, make
from tests.contracts.wire_kit import Wire, rows

Rows = dict[str, list[Any]]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The street on disk, to be copied."""
    folder = tmp_path_factory.mktemp("scene")
    database = Database(sqlite_url(folder))
    prepare(database)
    make(database)
    database.close()
    return folder


def copy_of(scene: Path, folder: Path) -> Database:
    """A database of one's own."""
    url = sqlite_url(folder)
    for end in ("", "-wal"):
        left = Path(f"{make_url(sqlite_url(scene)).database}{end}")
        if left.exists():
            shutil.copyfile(left, f"{make_url(url).database}{end}")
    return Database(url)


@pytest.fixture
def wire(scene: Path, tmp_path: Path) -> Iterator[Wire]:
    """The dispatcher on a street that nobody has touched."""
    database = copy_of(scene, tmp_path)
    yield Wire.on(database)
    database.close()


@pytest.fixture(scope="module")
def untouched(scene: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Wire, Rows]]:
    """The dispatcher on a street that is to stay as it is, and how it is."""
    database = copy_of(scene, tmp_path_factory.mktemp("untouched"))
    yield Wire.on(database), rows(database)
    database.close()


@pytest.fixture(scope="module")
def unguarded(scene: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    """The dispatcher on a street where nobody looks before the actions do."""
    database = copy_of(scene, tmp_path_factory.mktemp("unguarded"))
    yield Wire.on(database)
    database.close()


def chat_of(who: str, where: Where) -> int:
    """The chat that is `where` to somebody."""
    return {Where.PRIVATE: PEOPLE[who].user_id, Where.HOME: CHATS["grid"], Where.DESK: CHATS["desk"]}[where]


def touched(wire: Wire, before: Rows) -> list[str]:
    """The tables that are not as they were."""
    now = rows(wire.database)
    return [name for name in now if now[name] != before[name]]


def number_of(database: Database, matter: str) -> str:
    """A matter's number."""
    return next(str(row[1]) for row in rows(database)["matters"] if row[0] == matter)
