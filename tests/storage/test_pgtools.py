"""PostgreSQL's own programs of another version than the server's: what they write can be loaded all the same."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from bot.restoring import put_back
from bot.settings import Settings
from storage import pgtools
from storage.backup import make
from storage.engine import Database
from storage.schema import prepare
from tests.postgres import fresh_database

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)


@pytest.fixture
def database(postgres: str) -> Iterator[Database]:
    """A PostgreSQL database with the newest schema, in which a counter stands at 7."""
    with fresh_database(postgres, f"t{uuid4().hex}") as url, closing(Database(url)) as opened:
        prepare(opened)
        with opened.engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO counters VALUES ('kept', 7)"))
        yield opened


def _program(folder: Path, said: str) -> None:
    folder.mkdir(parents=True)
    (folder / "pg_dump").write_text(f"#!/bin/sh\n{said}\n")
    (folder / "pg_dump").chmod(0o755)


def test_of_several_versions_the_server_s_own_is_taken(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.engine.connect() as connection:
        server = pgtools.server_of(connection)
    monkeypatch.delenv("PGBIN", raising=False)
    monkeypatch.setattr(pgtools, "DEBIAN", tmp_path)
    _program(tmp_path / str(server.major) / "bin", "exit 0")
    _program(tmp_path / str(server.major + 1) / "bin", "echo the newer one >&2; exit 1")
    pgtools.dump(server, tmp_path / "out", snapshot="any", tables=["any"])


def test_a_setting_that_the_server_does_not_know_is_left_out(database: Database, tmp_path: Path) -> None:
    """A newer pg_dump begins with `SET transaction_timeout`, on which an older server would end it all."""
    made = make(database, tmp_path / "elsewhere", now=NOW).path
    with zipfile.ZipFile(made) as archive:
        manifest, script = json.loads(archive.read("manifest.json")), archive.read("hehuo.sql")
    newer = script.replace(b"SET lock_timeout = 0;", b"SET lock_timeout = 0;\nSET some_later_timeout = 0;", 1)
    assert newer != script
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as archive:
        archive.writestr("hehuo.sql", newer)
        archive.writestr("manifest.json", json.dumps(manifest | {"sha256": hashlib.sha256(newer).hexdigest()}))
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE counters SET value = 8"))
    url = SecretStr(database.url.render_as_string(hide_password=False))
    settings = Settings.model_construct(database_url=url, hehuo_data=tmp_path)
    put_back(settings, tmp_path / "newer.zip", key=None, now=NOW)
    with database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT value FROM counters")).scalar_one() == 7
