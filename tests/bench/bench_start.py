"""What starting costs: the page, the bot, the help, and the memory of the bot under talk, each against its limit.

The command is run as a newcomer runs it, on an empty folder and once more on the same; seconds are the wall's, and the
processor's of all that the command started are told beside them, because a busy machine shows only in the first.
Run `uv run --group dev python -m tests.bench.bench_start [seconds of talk]`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.bench.bench_chain import CHATTER, NEED, RATE, speaker
from tests.e2e.town import Town

PAGE, READY, HELP = 2.0, 8.0, 0.3  # seconds
MEMORY = 340e6  # bytes
HEHUO = [sys.executable, "-m", "bot"]


@dataclass
class Started:
    """A running `hehuo`, and how long it took."""

    process: psutil.Popen
    town: Town
    page: float
    ready: float
    cpu: float


def main() -> None:
    """Run and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    tell("help", min(help_time() for _ in range(5)), HELP)
    with tempfile.TemporaryDirectory() as folder:
        with started(Path(folder)) as first:
            tell_start("first start", first)
            talk(first.town, seconds)
            used = first.process.memory_info().rss
            print(f"memory after {seconds:.0f} s of talk {used / 1e6:.0f} MB, / limit {used / MEMORY:.2f}")
        with started(Path(folder)) as again:
            tell_start("later start", again)


def tell(what: str, seconds: float, limit: float) -> None:
    """One line."""
    print(f"{what} {seconds:.2f} s, / limit {seconds / limit:.2f}")


def tell_start(what: str, start: Started) -> None:
    """The lines of one start."""
    tell(f"{what}: page", start.page, PAGE)
    tell(f"{what}: bot ready", start.ready, READY)
    print(f"{what}: processor until ready {start.cpu:.2f} s")


def environment() -> dict[str, str]:
    """As a newcomer has it: compiled files are kept, and no token is set."""
    hidden = {"PYTHONDONTWRITEBYTECODE", "TELEGRAM_TOKEN", "DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in hidden}


def help_time() -> float:
    """Seconds of `hehuo --help`."""
    start = time.perf_counter()
    subprocess.run([*HEHUO, "--help"], check=True, capture_output=True, env=environment())
    return time.perf_counter() - start


@contextmanager
def started(folder: Path) -> Iterator[Started]:
    """`hehuo` on that folder, with its bot ready; ended afterwards."""
    start = time.perf_counter()
    process = psutil.Popen(
        [*HEHUO, "--data", str(folder), "--port", "0", "--no-browser", "--quiet"],
        stdout=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    try:
        url = process.stdout.readline().strip()
        with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
            http.get("/").raise_for_status()
            page = time.perf_counter() - start
            town = Town(url, http)
            town.wait(lambda: town.world()["ready"], "a bot that listens")
            ready = time.perf_counter() - start
            yield Started(process, town, page, ready, cpu(process))
    finally:
        process.terminate()
        process.wait(20)


def cpu(process: psutil.Process) -> float:
    """Seconds that the processor worked for the command and for what it started."""
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def talk(town: Town, seconds: float) -> None:
    """Talk for `seconds`, with a need every three."""
    world = town.world()
    groups = [chat for chat in world["chats"] if chat["kind"] == "grid"]
    start = time.time()
    for n in range(int(seconds * RATE)):
        time.sleep(max(0.0, start + n / RATE - time.time()))
        group = groups[n % len(groups)]
        text = f"{n % 9 + 1}号楼{NEED}" if n % (3 * RATE) == 0 else CHATTER[n % len(CHATTER)]
        town.say(speaker(world, group, n), group["id"], text)


if __name__ == "__main__":
    main()
