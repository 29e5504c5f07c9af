"""Needs recorded durably, with five pushes each: how many a second, beside bare transactions in the same run.

A need is what `register_need` does in its transaction: utterance, matter, particulars, order, five pushes, history, a
due row and every fact to be said, in one of twenty communities. SQLite: one process, as in the program. PostgreSQL: two
worker processes. Each asks for as many at once as the lanes do. Bare: a transaction that writes one row of the history,
the same number of them, in the same processes. Seconds of the processor are those of the processes that ask, without
PostgreSQL's own.
Run `uv run --group dev python -m tests.bench.bench_needs [needs] [sqlite|postgresql]`.
"""

import asyncio
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from sqlmodel import Session, select

from actions.needs import register_need
from actions.tx import Tx
from bot.lanes import SIDE_BY_SIDE
from community.heard import Heard, Speaker
from community.words import PlaceKind
from storage.engine import Database
from storage.tables import Community, Place, Subscription
from tests.gates.bases import open_bases
from tests.street import GRID_CHAT, SENSITIVE, THURSDAY, build, meaning_of

PUSHES, COMMUNITIES = 5, 20
AIMS = {"sqlite": 400, "postgresql": 800}  # needs a second
WORKERS = {"sqlite": 1, "postgresql": 2}
WARM_UP = 20
FORKS = multiprocessing.get_context("forkserver")


def need(session: Session, number: int, chance: random.Random, place: str = "grid") -> None:
    """One need of somebody new, said in the group `place`."""
    now = THURSDAY + timedelta(milliseconds=number)
    heard = Heard(Speaker(50_000 + number, f"邻居{number}"), place, GRID_CHAT, number, now, "厨房灯不亮了")
    tx = Tx(session, now, chance, bot_id=1)
    register_need(tx, heard=heard, meaning=meaning_of(heard.text, "repair"), sensitive=SENSITIVE)


def spread_out(session: Session) -> None:
    """More communities with a group each, served by the same partners: the numbers of one are given out in a row."""
    for n in range(COMMUNITIES):
        session.add(Community(id=f"c{n}", street_id="street", name=f"第{n}社区", code=f"C{chr(65 + n)}"))
    session.flush()
    for n in range(COMMUNITIES):
        session.add(
            Place(
                id=f"grid{n}", bot_id=1, chat_id=GRID_CHAT - 100 - n, kind=PlaceKind.GRID, title=f"{n} 号群",
                street_id="street", community_id=f"c{n}", made_at=THURSDAY,
            )
        )  # fmt: skip
    for subscription in session.exec(select(Subscription)):
        subscription.community_id = None


def said_around(session: Session, number: int, chance: random.Random) -> None:
    """One need, in one community after the other."""
    need(session, number, chance, f"grid{number % COMMUNITIES}")


def bare(session: Session, number: int, chance: random.Random) -> None:
    """One row."""
    Tx(session, THURSDAY, chance, bot_id=1).record(f"x{number}", "bare", None)


def work(url: str, worker: int, count: int, start: Barrier, spent: Connection) -> None:
    """One process: some to warm up, then both kinds, each from a common start to a common end."""
    database, first = Database(url), worker * 10_000_000
    asyncio.run(_write(database, said_around, range(first, first + WARM_UP)))
    for each in (said_around, bare):
        numbers = range(first + WARM_UP, first + WARM_UP + count)
        start.wait()
        before = time.process_time()
        asyncio.run(_write(database, each, numbers))
        spent.send(time.process_time() - before)
        start.wait()
    database.close()


async def _write(database: Database, each: Callable[..., None], numbers: Iterable[int]) -> None:
    """One transaction for each number, SIDE_BY_SIDE at once."""
    rest, chance = iter(numbers), random.Random(next(iter(numbers)))

    async def one_after_the_other() -> None:
        for number in rest:
            await database.write(partial(each, number=number, chance=chance))

    await asyncio.gather(*(one_after_the_other() for _ in range(SIDE_BY_SIDE)))


def measure(kind: str, count: int) -> None:
    """Print the rates of one database."""
    workers = WORKERS[kind]
    with open_bases(kind) as bases:
        url = bases.url()
        database = Database(url)
        build(database, repairers=PUSHES)
        database.write_now(spread_out)
        database.close()
        start = FORKS.Barrier(workers + 1)
        pipes = [FORKS.Pipe(duplex=False) for _ in range(workers)]
        share = count // workers
        processes = [FORKS.Process(target=work, args=(url, n, share, start, pipes[n][1])) for n in range(workers)]
        for process in processes:
            process.start()
        needs, rows = (share * workers / seconds for seconds in (_timed(start.wait), _timed(start.wait)))
        need_cost, row_cost = (sum(ours.recv() for ours, _ in pipes) / share / workers * 1000 for _ in range(2))
        for process in processes:
            process.join()
    print(f"{kind}: {needs:.0f} needs/s with {PUSHES} pushes each, {workers} writing (aim {AIMS[kind]})")
    print(f"{kind}: a need costs {rows / needs:.1f} bare transactions ({rows:.0f}/s)")
    print(f"{kind}: {need_cost:.2f} ms of the processor each, a bare transaction {row_cost:.2f} ms")


def _timed(wait: Callable[[], int]) -> float:
    wait()
    start = time.perf_counter()
    wait()
    return time.perf_counter() - start


if __name__ == "__main__":
    for chosen in sys.argv[2:] or list(AIMS):
        measure(chosen, int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
