"""Who is at work on a PostgreSQL database: programs beside each other, a restore or a move alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from bot.ending import Code
from storage.doorbell import Doorbell
from storage.engine import Database
from storage.presence import InUse, alone, anybody, at_work
from storage.schema import is_empty
from tests.postgres import fresh_database

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(postgres: str) -> Iterator[Database]:
    """An empty PostgreSQL database."""
    with fresh_database(postgres, f"t{uuid4().hex}") as url, closing(Database(url)) as opened:
        yield opened


def test_programs_work_beside_each_other_and_a_restore_alone(database: Database) -> None:
    assert not anybody(database)
    with at_work(database), at_work(database):
        assert anybody(database)
        with pytest.raises(InUse), alone(database):
            pass
    with alone(database):
        assert anybody(database)
        with pytest.raises(InUse), at_work(database):
            pass
    assert not anybody(database)


def test_a_program_does_not_begin_under_a_restore(database: Database, tmp_path: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    telegram = {"TELEGRAM_TOKEN": "123456:alone", "TELEGRAM_API_BASE": "http://127.0.0.1:1"}
    with alone(database):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "serve", "--data", str(tmp_path)],
            env={**os.environ, **telegram, "DATABASE_URL": url, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (Code.IN_USE, "")
    assert "恢复" in done.stderr.splitlines()[-1]
    assert is_empty(database)


async def test_a_program_whose_line_broke_ends_where_a_restore_has_begun(database: Database) -> None:
    with alone(database), pytest.raises(ExceptionGroup) as caught:
        await Doorbell(database, "me", lambda _: None, lambda: None).run()
    assert caught.group_contains(InUse)
