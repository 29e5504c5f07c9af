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
from bot.botapi import Unauthorized
from bot.clock import SandboxGone
from bot.ending import Code, Ending
from bot.nlp import LexiconError, ModelError
from bot.settings import Settings
from bot.texts import terminal
from storage.engine import CommitUnknown, DatabaseDown
from storage.soundness import CorruptDatabase
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


OURS = Ending(Code.LISTEN, "the port is taken")
DOWN = DatabaseDown("UPDATE inbox", None, sqlite3.OperationalError("disk is full"))


@pytest.mark.parametrize(
    ("failure", "code", "said"),
    [
        (OURS, Code.LISTEN, OURS.sentence),
        (ExceptionGroup("parts", [DOWN, OURS]), Code.LISTEN, OURS.sentence),
        (ExceptionGroup("parts", [ExceptionGroup("duty", [Unauthorized("getUpdates", 401, "")])]), Code.TOKEN, "TOKEN"),
        (ExceptionGroup("parts", [CorruptDatabase("malformed")]), Code.CORRUPT, "备份"),
        (ExceptionGroup("parts", [CommitUnknown()]), Code.DATABASE, "写不进去"),
        (ExceptionGroup("parts", [SandboxGone()]), Code.SANDBOX, "沙盒"),
        (ExceptionGroup("parts", [ModelError("weights.bin: 2 个数")]), Code.LANGUAGE, "weights.bin: 2 个数"),
        (ExceptionGroup("parts", [LexiconError(Path("a/cues.txt"), 7, "重复")]), Code.LANGUAGE, "cues.txt:7: 重复"),
    ],
)
async def test_what_ends_a_part_ends_the_program_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, code: Code, said: str
) -> None:
    ended = await ending(tmp_path, monkeypatch, failure)
    assert isinstance(ended, Ending)
    assert ended.code == code
    assert said in ended.sentence


async def test_a_mistake_of_ours_is_not_explained_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = ExceptionGroup("parts", [DOWN, TypeError("a mistake")])
    assert await ending(tmp_path, monkeypatch, failure) is failure


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
    ended = await ending(tmp_path, monkeypatch, ExceptionGroup("parts", [DOWN]), url)
    assert isinstance(ended, Ending)
    assert (ended.code, ended.sentence) == (Code.DATABASE, sentence(tmp_path / "hehuo.db"))


async def ending(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, url: str | None = None
) -> Exception:
    """What comes of a run that fails so."""

    async def fails(*given: object) -> None:
        raise failure

    monkeypatch.setattr(app, "live", fails)
    settings = Settings.model_construct(database_url=SecretStr(url) if url else None)
    launch = app.Launch(
        settings=settings, folder=folder, token="1:x", base="", sandbox=None, scene=False, tell=lambda _: None
    )
    with pytest.raises(Exception) as caught:
        await app.run(launch)
    return caught.value
