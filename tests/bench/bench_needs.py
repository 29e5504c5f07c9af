"""Needs recorded durably, with five pushes each: how many a second, beside bare transactions in the same run.

A need is what `register_need` does in its transaction: utterance, matter, particulars, order, five pushes, history, a
due row and every fact to be said. SQLite: one writer, as in the program. PostgreSQL: two worker processes. Bare: a
transaction that writes one row of the history, the same number of them, in the same processes.
Run `uv run --group dev python -m tests.bench.bench_needs [needs] [sqlite|postgresql]`.
"""

import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from multiprocessing.synchronize import Barrier

from sqlmodel import Session

from actions.needs import register_need
from actions.tx import Tx
from community.heard import Heard, Speaker
from storage.engine import Database
from tests.gates.bases import open_bases
from tests.street import GRID_CHAT, SENSITIVE, THURSDAY, build, meaning_of

PUSHES = 5
AIMS = {"sqlite": 400, "postgresql": 800}  # needs a second
WORKERS = {"sqlite": 1, "postgresql": 2}
WARM_UP = 20
FORKS = multiprocessing.get_context("forkserver")


def need(session: Session, number: int, chance: random.Random) -> None:
    """One need of somebody new."""
    now = THURSDAY + timedelta(milliseconds=number)
    heard = Heard(Speaker(50_000 + number, f"邻居{number}"), "grid", GRID_CHAT, number, now, "厨房灯不亮了")
    tx = Tx(session, now, chance, bot_id=1)
    register_need(tx, heard=heard, meaning=meaning_of(heard.text, "repair"), sensitive=SENSITIVE)


def bare(session: Session, number: int, chance: random.Random) -> None:
    """One row."""
    Tx(session, THURSDAY, chance, bot_id=1).record(f"x{number}", "bare", None)


def work(url: str, worker: int, count: int, start: Barrier) -> None:
    """One process: some to warm up, then both kinds, each from a common start to a common end."""
    database, chance = Database(url), random.Random(worker)
    first = worker * 10_000_000
    for number in range(first, first + WARM_UP):
        database.write_now(partial(need, number=number, chance=chance))
    for each in (need, bare):
        start.wait()
        for number in range(first + WARM_UP, first + WARM_UP + count):
            database.write_now(partial(each, number=number, chance=chance))
        start.wait()
    database.close()


def measure(kind: str, count: int) -> None:
    """Print the rates of one database."""
    workers = WORKERS[kind]
    with open_bases(kind) as bases:
        url = bases.url()
        database = Database(url)
        build(database, repairers=PUSHES)
        database.close()
        start = FORKS.Barrier(workers + 1)
        processes = [FORKS.Process(target=work, args=(url, n, count // workers, start)) for n in range(workers)]
        for process in processes:
            process.start()
        needs, rows = (count // workers * workers / seconds for seconds in (_timed(start.wait), _timed(start.wait)))
        for process in processes:
            process.join()
    print(f"{kind}: {needs:.0f} needs/s with {PUSHES} pushes each, {workers} writing (aim {AIMS[kind]})")
    print(f"{kind}: a need costs {rows / needs:.1f} bare transactions ({rows:.0f}/s)")


def _timed(wait: Callable[[], int]) -> float:
    wait()
    start = time.perf_counter()
    wait()
    return time.perf_counter() - start


if __name__ == "__main__":
    for chosen in sys.argv[2:] or list(AIMS):
        measure(chosen, int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
