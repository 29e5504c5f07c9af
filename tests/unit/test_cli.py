"""The command as a person meets it: real processes, Chinese sentences, no tracebacks."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bot.__main__ import main
from bot.ending import Code

HEAVY = ("aiogram", "telegram", "sqlalchemy", "jieba", "pydantic", "rich", "httpx", "starlette")
PATIENCE = 120


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "HEHUO_"))}
    kept.pop("DATABASE_URL", None)
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "bot", *words]


def ended(env: dict[str, str], cwd: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        command(*words), env=env, cwd=cwd, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def here(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], env: dict[str, str], tmp_path: Path
) -> Callable[..., tuple[int, str, str]]:
    """`ended` in this process, in `tmp_path`: for what is refused before anything is begun."""

    def ended_here(*words: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        for name in os.environ.keys() - env.keys():
            monkeypatch.delenv(name)
        monkeypatch.setattr(sys, "argv", ["hehuo", *words])
        with pytest.raises(SystemExit) as ending:
            main()
        assert isinstance(ending.value.code, int)
        return ending.value.code, *capsys.readouterr()

    return ended_here


def sentence(err: str) -> str:
    """What was said on stderr: one line, Chinese, no traceback."""
    [line] = err.strip().splitlines()
    assert line.endswith("。")
    return line


@contextmanager
def running(env: dict[str, str], cwd: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """A running hehuo, and what it printed up to its URL."""
    process = subprocess.Popen(
        command(*words), env=env, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        printed: list[str] = []
        for line in process.stdout:
            printed.append(line.strip())
            if line.startswith("http"):
                break
        yield process, printed
    finally:
        process.kill()
        process.communicate()


def test_help_is_chinese_and_imports_nothing_heavy(env: dict[str, str], tmp_path: Path) -> None:
    code, out, _ = ended(env, tmp_path, "--help")
    assert code == 0
    assert "选项：" in out
    assert "--no-browser" in out
    for english in ("Usage", "Options", "Show this message", "default"):
        assert english not in out
    look = f"import sys, bot.__main__; print([name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", look], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_wrong_word_is_told_in_one_sentence(env: dict[str, str], tmp_path: Path) -> None:
    code, _, err = ended(env, tmp_path, "--nonsense")
    assert code == Code.USAGE
    assert "--nonsense" in sentence(err)


def test_settings_are_shown_without_their_secrets(env: dict[str, str], tmp_path: Path) -> None:
    token = "123456:abcdefghijklmnopqrstuvwxyz"
    code, out, err = ended({**env, "TELEGRAM_TOKEN": token}, tmp_path, "config", "show")
    assert (code, err) == (0, "")
    assert "TELEGRAM_TOKEN=***" in out
    assert token not in out


def test_a_wrong_setting(env: dict[str, str], tmp_path: Path) -> None:
    code, _, err = ended({**env, "TELEGRAM_TOKEN": "hello"}, tmp_path)
    assert code == Code.SETTINGS
    assert "TELEGRAM_TOKEN" in sentence(err)


def test_a_folder_that_cannot_be_made(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, _, err = ended(env, tmp_path, "--data", "file/data", "--no-browser")
    assert code == Code.FOLDER
    assert "--data" in sentence(err)


def test_a_file_that_is_no_database(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "hehuo.db").write_bytes(b"no database at all" * 100)
    code, out, err = ended(env, tmp_path, "--data", ".", "--no-browser")
    assert (code, out) == (Code.CORRUPT, "")
    assert "hehuo.db" in sentence(err)
    assert (tmp_path / "hehuo.db").read_bytes() == b"no database at all" * 100


def test_a_database_of_a_newer_version(env: dict[str, str], tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "hehuo.db")
    database.execute("CREATE TABLE alembic_version (version_num TEXT)")
    database.execute("INSERT INTO alembic_version VALUES ('9999')")
    database.commit()
    database.close()
    code, out, err = ended(env, tmp_path, "--data", ".", "--no-browser")
    assert (code, out) == (Code.NEWER, "")
    assert "升级" in sentence(err)


def test_nobody_answers_at_the_bot_api(env: dict[str, str], tmp_path: Path) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{unheard.getsockname()[1]}"
        real = {**env, "TELEGRAM_TOKEN": "123456:abcdefghijklmnop", "TELEGRAM_API_BASE": base}
        code, _, err = ended(real, tmp_path, "--quiet")
    assert code == Code.NETWORK
    assert base in sentence(err)


def test_from_the_first_start_to_ctrl_c(env: dict[str, str], tmp_path: Path) -> None:
    """One long walk, because every start takes seconds: port taken, page, a second hehuo, a wrong token, the end."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = ("--data", "data", "--port", str(port), "--no-browser")
        with running(env, tmp_path, *words) as (process, printed):
            url = printed[-1]
            assert str(port) in printed[0]
            assert not url.endswith(f":{port}")
            assert "<html" in httpx.get(url, trust_env=False).text
            assert ended(env, tmp_path, *words)[0] == Code.IN_USE
            world = httpx.get(f"{url}/sandbox/changes", params={"after": 0, "timeout": 0}, trust_env=False)
            assert world.status_code == 200
            real = {**env, "TELEGRAM_TOKEN": "123456:abcdefghijklmnop", "TELEGRAM_API_BASE": url}
            code, _, err = ended(real, tmp_path, "--quiet", "--data", "real")
            assert code == Code.TOKEN
            assert "@BotFather" in sentence(err)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
            assert (process.returncode, out) == (0, "")
            assert sentence(err) == "再见。"
            with pytest.raises(httpx.ConnectError):
                httpx.get(url, trust_env=False)


def test_the_sandbox_ends_when_hehuo_is_killed(env: dict[str, str], tmp_path: Path) -> None:
    with running(env, tmp_path, "--quiet", "--no-browser", "--port", "0") as (process, printed):
        [url] = printed
        poll = httpx.Client(base_url=url, trust_env=False, timeout=30)
        version = poll.get("/sandbox/clock", params={"after": -1}).json()["version"]
        process.kill()
        with pytest.raises(httpx.HTTPError):
            while True:
                poll.get("/sandbox/clock", params={"after": version, "timeout": 25})
        poll.close()
