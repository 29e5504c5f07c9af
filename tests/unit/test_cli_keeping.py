"""backup, restore, move and health as a person meets them: one sentence, an exit code, no traceback."""

import errno
import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.ending import Code
from bot.folder import claim
from storage.backup import make, why_unwritable
from storage.engine import Database, sqlite_url
from storage.migrations.settings import config
from storage.schema import prepare
from tests.unit.test_cli import ended, env, here, sentence

__all__ = ["env", "here"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which a counter stands at 7."""
    folder = tmp_path / "data"
    folder.mkdir()
    with closing(Database(sqlite_url(folder))) as database:
        prepare(database)
        with database.engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO counters VALUES ('kept', 7)"))
    return folder


def counter(folder: Path) -> int:
    """Where it stands."""
    with closing(Database(sqlite_url(folder))) as database, database.engine.connect() as connection:
        return int(connection.execute(sa.text("SELECT value FROM counters")).scalar_one())


def test_a_backup_and_its_way_back(env: dict[str, str], data: Path, tmp_path: Path) -> None:
    code, out, err = ended(env, tmp_path, "backup", "--data", "data")
    assert (code, err) == (0, "")
    [made] = (data / "backups").iterdir()
    assert str(made) in out
    with closing(Database(sqlite_url(data))) as database, database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE counters SET value = 8"))
    code, out, err = ended(env, tmp_path, "--data", "data", "restore", str(made))
    assert (code, err) == (0, "")
    assert "before-restore" in sentence(out)
    assert counter(data) == 7


def test_nothing_is_restored_under_a_running_bot(env: dict[str, str], data: Path, tmp_path: Path) -> None:
    with closing(Database(sqlite_url(data))) as database:
        made = make(database, tmp_path, now=datetime.now(UTC)).path
    lock = claim(data)
    code, _, err = ended(env, tmp_path, "restore", str(made), "--data", "data")
    os.close(lock)
    assert code == Code.IN_USE
    assert "hehuo" in sentence(err)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("backup", "--data", "empty"), Code.BACKUP, "没什么可备份"),
        (("restore", "gone.zip", "--data", "data"), Code.BACKUP, "gone.zip"),
        (("restore", "letter.zip", "--data", "data"), Code.BACKUP, "不是 hehuo 的备份"),
        (("move", "--to", "postgresql://h/d", "--data", "empty"), Code.MOVE, "没什么可搬"),
        (("move", "--to", "mysql://h/d", "--data", "data"), Code.USAGE, "postgresql://"),
        (("move", "--to", "postgresql://u:hunter2@127.0.0.1:1/d", "--data", "data"), Code.DATABASE, "127.0.0.1"),
        (("move", "--data", "data"), Code.USAGE, "DATABASE_URL"),
        (("health", "--data", "data"), Code.NOT_RUNNING, "没有在运行"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    here: Callable[..., tuple[int, str, str]], data: Path, tmp_path: Path, words: tuple[str, ...], code: Code, told: str
) -> None:
    (tmp_path / "letter.zip").write_text("各位邻居好")
    found, out, err = here(*words)
    assert (found, out) == (code, "")
    assert told in sentence(err)
    assert "hunter2" not in err
    assert counter(data) == 7


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("move", "--to", "postgresql://u:hunter2@127.0.0.1:1/d", "--data", "data"), Code.DATABASE, "127.0.0.1"),
        (("serve", "--role", "worker", "--data", "data"), Code.SETTINGS, "TELEGRAM_TOKEN"),
    ],
)
def test_the_command_itself_tells_it_in_one_sentence(
    env: dict[str, str], data: Path, tmp_path: Path, words: tuple[str, ...], code: Code, told: str
) -> None:
    found, out, err = ended(env, tmp_path, *words)
    assert (found, out) == (code, "")
    assert told in sentence(err)
    assert "hunter2" not in err
    assert counter(data) == 7


def of_an_earlier_version(folder: Path) -> None:
    with closing(Database(sqlite_url(folder))) as database, database.engine.begin() as connection:
        command.upgrade(config(connection), "0013")


def test_an_upgrade_whose_backup_cannot_be_written_names_the_folder(env: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    of_an_earlier_version(data)
    full = tmp_path / "full"
    full.write_text("a file where the folder should be")
    env |= {"HEHUO_BACKUPS": str(full / "backups"), "TELEGRAM_TOKEN": "1:none"}
    env["TELEGRAM_API_BASE"] = "http://127.0.0.1:1"
    code, _, err = ended(env, tmp_path, "serve", "--data", "data")
    assert code == Code.BACKUP
    assert str(full / "backups") in sentence(err.splitlines()[-1])
    assert "Traceback" not in err
    _, out, _ = ended(env, tmp_path, "doctor", "--data", "data")
    assert str(full / "backups") in out
    with closing(Database(sqlite_url(data))) as database, database.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "0013"


def test_a_folder_that_takes_nothing_more_is_no_place_for_backups(tmp_path: Path) -> None:
    assert why_unwritable(tmp_path) is None
    assert why_unwritable(tmp_path / "new" / "backups") is None
    assert not list(tmp_path.iterdir())

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert why_unwritable(tmp_path) == os.strerror(errno.ENOSPC)
    (tmp_path / "file").touch()
    assert why_unwritable(tmp_path / "file" / "backups") is not None
