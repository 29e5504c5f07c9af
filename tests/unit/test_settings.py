"""Settings: from the environment and .env, wrong ones told in one sentence, secrets never shown."""

import logging
import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot import logs
from bot.settings import BadSettings, Settings, example, load

TOKEN = "123456:abcdefghijklmnopqrstuvwxyz_ABC"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_file_is_the_settings() -> None:
    assert (ROOT / ".env.example").read_text("utf-8") == example()


def test_the_example_file_changes_nothing() -> None:
    Path(".env").write_text(example(), "utf-8")
    assert load() == Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings takes it, mypy cannot know


def test_the_environment_goes_before_the_file_and_the_command_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HEHUO_PORT=1000\nHEHUO_DATA=from-file\n")
    monkeypatch.setenv("HEHUO_PORT", "2000")
    settings = load(hehuo_data=Path("from-command"))
    assert (settings.hehuo_port, settings.hehuo_data) == (2000, Path("from-command"))


def test_nothing_can_be_changed_later() -> None:
    with pytest.raises(ValidationError):
        load().hehuo_port = 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", "hello"),
        ("TELEGRAM_TOKEN", "12a:xyz"),
        ("TELEGRAM_API_BASE", "api.telegram.org"),
        ("TELEGRAM_WEBHOOK_URL", "ftp://example.org"),
        ("TELEGRAM_WEBHOOK_SECRET", "有空格 的"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("DATABASE_URL", "mysql://u:p@h/d"),
        ("DATABASE_URL", "sqlite:////var/lib/hehuo/hehuo.db"),
        ("DATABASE_URL", "postgresql:h/d"),
        ("HEHUO_BACKUP_KEY", "age1" + "q" * 58),
        ("HEHUO_PORT", "many"),
        ("HEHUO_PORT", "70000"),
    ],
)
def test_a_wrong_one_is_named_in_one_sentence_without_its_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        load()
    assert name in str(caught.value)
    assert str(caught.value).count("。") == 1
    assert value not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_a_server_has_one_name_however_it_is_written(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLAlchemy takes none under `postgres:`, libpq none with a driver in it; backups and upgrades need both."""
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://u:hunter2@h/d")
    url = load().database_url
    assert url is not None
    assert url.get_secret_value() == "postgresql://u:hunter2@h/d"


def test_a_file_of_ones_own_is_no_server_and_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the folder's lock several programs would write it, and no backup of it could be put back."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/hehuo.db")
    with pytest.raises(BadSettings, match="用 SQLite 就空着"):
        load()


def test_a_file_that_is_not_text_is_named() -> None:
    Path(".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match=r"\.env"):
        load()


def test_a_folder_that_is_closed_to_us_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sudo -u hehuo` from root's own home."""
    looked: list[str] = []
    stat = os.stat

    def closed(path: Any, **how: Any) -> os.stat_result:
        if Path(path).name == ".env":
            looked.append(str(path))
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **how)

    monkeypatch.setattr(os, "stat", closed)
    assert load().hehuo_port == 8600
    assert looked


def test_secrets_are_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hunter2@h/d")
    settings = load()
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)
    assert settings.secrets() == [TOKEN, "postgresql://u:hunter2@h/d"]


def test_no_secret_reaches_the_log_not_even_in_a_traceback(tmp_path: Path) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    file = tmp_path / "hehuo.log"
    try:
        logs.set_up(file, ["hunter2"])
        logging.getLogger("somewhere").warning("POST https://api.telegram.org/bot%s/getMe", TOKEN)
        try:
            raise ValueError("postgresql://u:hunter2@h/d")
        except ValueError:
            logging.getLogger("somewhere").exception("no database")
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:] = before
        root.setLevel(level)
    text = file.read_text("utf-8")
    assert "getMe" in text
    assert "ValueError" in text
    assert TOKEN not in text
    assert "hunter2" not in text
    assert file.stat().st_mode & 0o077 == 0
