"""`python -m sandbox` as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.contracts.sandbox_kit import TOKEN

_FORMAT = re.compile(r"^sandbox listening on (http://127\.0\.0\.1:(\d+))$")


@contextmanager
def process(data: Path, port: int = 0, *flags: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A sandbox process and its address, ended with the context."""
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "sandbox",
        "--data",
        str(data),
        "--port",
        str(port),
        "--token",
        TOKEN,
        *flags,
    ]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            told = _FORMAT.match(running.stdout.readline().strip())
            assert told is not None
            yield running, told[1]
        finally:
            if running.poll() is None:
                running.kill()


def ask(url: str, path: str, **body: object) -> dict[str, object]:
    """A control call."""
    answer = httpx.post(f"{url}/sandbox/{path}", json=body, trust_env=False)
    assert answer.status_code == 200, answer.text
    result: dict[str, object] = answer.json()
    return result


def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with process(tmp_path) as (running, url):
        resident = ask(url, "users", name="王阿姨", role="resident", started=True)["id"]
        for number in range(20):
            ask(url, "say", user=resident, chat=resident, text=f"第{number}句")
        running.send_signal(signal.SIGKILL)
        running.wait(10)
    with process(tmp_path) as (_, url):
        shown = httpx.get(f"{url}/sandbox/messages?user={resident}&chat={resident}", trust_env=False).json()["messages"]
        assert [message["text"] for message in shown] == [f"第{number}句" for number in range(20)]
        waiting = httpx.get(f"{url}/bot{TOKEN}/getUpdates", trust_env=False).json()["result"]
        assert len(waiting) == 20


def test_a_taken_port_means_the_next_free_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with process(tmp_path, port) as (_, url):
            assert port < int(url.rpartition(":")[2]) < port + 100


def test_it_ends_with_its_parent_while_a_poll_is_open(tmp_path: Path) -> None:
    with process(tmp_path, 0, "--follow-parent") as (running, url), socket.socket() as poll:
        poll.connect(("127.0.0.1", int(url.rpartition(":")[2])))
        poll.sendall(f"GET /bot{TOKEN}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert httpx.get(f"{url}/sandbox/world", trust_env=False).status_code == 200
        assert running.stdin is not None
        running.stdin.close()
        assert running.wait(10) == 0


def test_signals_end_it_cleanly(tmp_path: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        with process(tmp_path) as (running, _):
            os.kill(running.pid, number)
            assert running.wait(10) == 0
            assert running.stdout is not None and running.stdout.read() == ""


def test_a_new_world_may_start_at_another_moment(tmp_path: Path) -> None:
    with process(tmp_path, 0, "--start", "2027-02-06T08:00:00+08:00") as (_, url):
        now = httpx.get(f"{url}/sandbox/clock", trust_env=False).json()["now"]
        assert now.startswith("2027-02-06T08:00")


def test_what_cannot_be_opened_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "corrupt").mkdir()
    (tmp_path / "corrupt" / "sandbox.db").write_bytes(b"not a database at all" * 99)
    (tmp_path / "file").touch()
    for flags, word in (
        (["--data", tmp_path / "corrupt"], "打不开"),
        (["--data", tmp_path / "file" / "inside"], "打不开"),
        (["--data", tmp_path / "new", "--start", "明天"], "看不懂"),
        (["--data", tmp_path / "new", "--start", "2026-11-26T09:00:00"], "看不懂"),
    ):
        command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", TOKEN, *map(str, flags)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert ended.returncode == 1 and word in ended.stderr and "Traceback" not in ended.stderr
