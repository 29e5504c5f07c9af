"""How a running `hehuo` ends when what it stands on is gone: one sentence and a code, and no spinning."""

import subprocess
import sys
from pathlib import Path

import httpx
import psutil

from bot.ending import Code
from bot.texts import terminal
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
