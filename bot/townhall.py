"""Starts the sandbox as a process of its own, which ends when we do. Standard library only."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.ending import Code, Ending
from bot.texts import terminal

TOKEN = "7000000001:sandbox-on-this-machine"  # noqa: S105 - it opens nothing but the sandbox
ADDRESS = "sandbox.url"
_SAID = "sandbox listening on "


@dataclass(frozen=True)
class Townhall:
    """A running sandbox; its page and its Bot API are at `url`."""

    url: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        """The port it got."""
        return int(self.url.rpartition(":")[2])

    def close(self) -> None:
        """End it, kindly first."""
        assert self.process.stdin is not None  # noqa: S101 - it was opened with a pipe
        self.process.stdin.close()
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def open_townhall(data: Path, port: int) -> Townhall:
    """Start the sandbox on folder `data` at `port` or the next free one; it answers. Raises Ending.

    Its standard input is a pipe of ours: it ends when the pipe closes, however we end. It has a session of its own, so
    that Ctrl-C reaches us alone and the bot can finish what is in hand against a sandbox that still answers.
    """
    log = data / "sandbox.log"
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as errors:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "sandbox", "--data", str(data), "--port", str(port), "--token", TOKEN,
             "--follow-parent"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True,
        )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - it was opened with a pipe
    line = process.stdout.readline()
    if not line.startswith(_SAID):
        process.kill()
        process.wait()
        raise Ending(Code.SANDBOX, terminal.sandbox_failed(log))
    url = line.removeprefix(_SAID).strip()
    (data / ADDRESS).write_text(url, encoding="utf-8")
    return Townhall(url, process)


def url_of(data: Path) -> str | None:
    """Where the sandbox of folder `data` was last opened; None if it never was."""
    try:
        return (data / ADDRESS).read_text(encoding="utf-8")
    except OSError:
        return None
