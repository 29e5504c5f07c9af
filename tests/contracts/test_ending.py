"""How a running `hehuo` ends when what it stands on is gone: one sentence and a code, and no spinning."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest
from pydantic import SecretStr

from bot import app
from bot.ending import Code, Ending
from bot.settings import Settings
from bot.texts import terminal
from storage.engine import DatabaseDown
from tests.e2e.town import PATIENCE, Town


def test_the_end_of_the_sandbox_is_the_end_of_the_bot(tmp_path: Path) -> None:
    process = psutil.Popen(
        [sys.executable, "-m", "bot", "--data", str(tmp_path), "--port", "0", "--no-browser", "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        with httpx.Client(base_url=process.stdout.readline().strip(), timeout=30, trust_env=False) as http:
            town = Town(str(http.base_url), http)
            town.wait(lambda: town.world()["ready"], "a bot that listens")
        [sandbox] = process.children()
        sandbox.kill()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == Code.SANDBOX
    assert said.splitlines()[-1] == terminal.SANDBOX_GONE


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (None, terminal.no_disk),
        ("postgresql://me:secret@far/away", lambda file: terminal.no_database("postgresql://me:***@far/away")),
    ],
)
async def test_a_database_that_stays_away_ends_it_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str | None, sentence: Callable[[Path], str]
) -> None:
    async def fails(*given: object) -> None:
        raise ExceptionGroup("parts", [DatabaseDown("UPDATE inbox", None, sqlite3.OperationalError("disk is full"))])

    monkeypatch.setattr(app, "live", fails)
    settings = Settings.model_construct(database_url=SecretStr(url) if url else None)
    launch = app.Launch(
        settings=settings, folder=tmp_path, token="1:x", base="", sandbox=None, scene=False, tell=lambda _: None
    )
    with pytest.raises(Ending) as ended:
        await app.run(launch)
    assert (ended.value.code, str(ended.value)) == (Code.DATABASE, sentence(tmp_path / "hehuo.db"))
