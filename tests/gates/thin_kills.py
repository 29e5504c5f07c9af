"""kill -9 of the thin core (storage, actions, courier; no aiogram) at random moments under load.

Short lives, so that many kills fit into a minute. The same promises as in `tests.gates.kills`.

Run `python -m tests.gates.thin_kills [--times 200] [--database sqlite|postgresql|both] [--seed N]`.
"""

import asyncio
import multiprocessing
import random
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from pathlib import Path

from storage.engine import Database
from tests.gates.bases import Bases, open_bases
from tests.gates.core import LEASE, FastClock, Weather, work
from tests.gates.gate import Asked, Verdict, main
from tests.gates.paper import Paper
from tests.gates.world import World, open_world

TIMES = 200
SPEED = 120.0
PER_WORLD = 100
AT_START = 0.25  # of the lives are cut short within EARLY seconds of their start, whatever they have come to
EARLY = 0.3
LATEST = 0.25  # seconds from the first message of a life to its end
SILENT = 2.0  # seconds after which no first message is waited for
TICK = 0.01
NEEDS_PER_SECOND = 3
PATIENCE = 90.0

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.gates.core", "psycopg", "sqlalchemy.dialects.postgresql.psycopg"])


def live(url: str, folder: Path, clock: FastClock, seed: str) -> None:
    """One life of the core."""
    asyncio.run(work(Database(url), Paper(folder), clock, Weather(random.Random(seed))))


def trial(bases: Bases, kills: int, chance: random.Random, verdict: Verdict) -> None:
    """One world: `kills` lives that are cut short, and a last one that sees it through."""
    world = open_world(bases, chance, speed=SPEED)
    for _ in range(kills):
        life, before = _start(world), len(world.seen.sends)
        if chance.random() < AT_START:
            _use(world, chance.uniform(0, EARLY))
        else:
            _use(world, SILENT, first_message=True)
            _use(world, chance.uniform(0, LATEST))
        verdict.none(ended_by_itself=int(not life.is_alive()))
        life.kill()
        life.join()
        verdict.count(kills=1, in_the_midst=int(len(world.seen.sends) > before))
        world.note_in_flight()
        if not world.database.embedded:
            world.skip(LEASE)
    life = _start(world)
    deadline = time.monotonic() + PATIENCE
    while not world.settled() and time.monotonic() < deadline:
        time.sleep(TICK)
        world.look(press=True)
    life.kill()
    life.join()
    world.audit(verdict)
    verdict.promise("the night came", not world.late)
    world.close()


def _start(world: World) -> BaseProcess:
    args = (world.url, world.folder, world.clock, str(world.chance.random()))
    life = _FORKS.Process(target=live, args=args, daemon=True)
    life.start()
    return life


def _use(world: World, seconds: float, *, first_message: bool = False) -> None:
    """People are at it for so long, or until something is sent to one of them."""
    end, before = time.monotonic() + seconds, len(world.seen.sends)
    while time.monotonic() < end and not (first_message and len(world.seen.sends) > before):
        time.sleep(TICK)
        if world.chance.random() < NEEDS_PER_SECOND * TICK:
            world.need()
        world.look(press=True)


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict of each database; both side by side."""

    def on(kind: str) -> Verdict:
        verdict, left, chance = Verdict(f"thin kills, {kind}"), asked.share(kind), asked.chance(kind)
        with open_bases(kind) as bases:
            while left > 0:
                trial(bases, min(left, PER_WORLD), chance, verdict)
                left -= PER_WORLD
        return verdict

    with ThreadPoolExecutor() as threads:
        return list(threads.map(on, asked.databases))


if __name__ == "__main__":
    main(__doc__, TIMES, run)
