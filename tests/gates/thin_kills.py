"""kill -9 of the thin core (storage, actions, courier; no aiogram) at random moments under load.

Short lives, so that many kills fit into a minute. The same promises as in `tests.gates.kills`.

Run `python -m tests.gates.thin_kills [--times 200] [--database sqlite|postgresql|both] [--seed N]`.
"""

import asyncio
import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from storage.engine import Database
from tests.gates.bases import Bases, open_bases
from tests.gates.core import LEASE, FastClock, Weather, thaw, work
from tests.gates.gate import Asked, Verdict, main
from tests.gates.paper import Paper
from tests.gates.world import World, open_world

TIMES = 200
SPEED = 60.0
PER_WORLD = 100
WARM_UP = 2.0
AT_START = 0.25  # of the lives are cut short within EARLY seconds of their start, whatever they have come to
EARLY = 0.3
LATEST = 0.25  # seconds from the first message of a life to its end
SILENT = 2.0  # seconds after which no first message is waited for
TICK = 0.01
LOOK = 0.05  # seconds between two looks whether anything is left to do
NEEDS_PER_SECOND = 3
PATIENCE = 300.0  # seconds; waited for in full only if something is wrong

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.gates.core", "sqlalchemy.dialects.postgresql.psycopg"])


def nursery(url: str, folder: Path, clock: FastClock, line: Connection) -> None:
    """Lives once until nothing is left to do, so that every statement is compiled, and then forks lives to be killed.

    It is told (clock, seed) of a life, answers with its process id, is told of its end, and answers how it ended.
    """
    database = Database(url)
    asyncio.run(_warm_up(database, Paper(folder), clock))
    while True:
        clock, seed = line.recv()
        thaw(database)
        life = os.fork()
        if life == 0:
            asyncio.run(work(database, Paper(folder), clock, Weather(random.Random(seed))))
            os._exit(1)
        line.send(life)
        line.recv()
        line.send(os.waitpid(life, 0)[1])


async def _warm_up(database: Database, paper: Paper, clock: FastClock) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WARM_UP):
            await work(database, paper, clock, Weather(random.Random(0)))


@dataclass
class Nursery:
    """The process that forks, and the life that it has forked last."""

    process: BaseProcess
    line: Connection
    life: int = 0

    def start(self, world: World) -> None:
        """A new life."""
        self.line.send((world.clock, str(world.chance.random())))
        self.life = self.line.recv()

    def kill(self) -> bool:
        """kill -9; whether that was what ended it."""
        os.kill(self.life, signal.SIGKILL)
        self.line.send("ended")
        return os.WTERMSIG(self.line.recv()) == signal.SIGKILL


def _open_nursery(world: World) -> Nursery:
    ours, theirs = _FORKS.Pipe()
    process = _FORKS.Process(target=nursery, args=(world.url, world.folder, world.clock, theirs))
    process.start()
    theirs.close()
    return Nursery(process, ours)


def trial(bases: Bases, kills: int, chance: random.Random, verdict: Verdict) -> None:
    """One world: `kills` lives that are cut short, and a last one that sees it through."""
    world = open_world(bases, chance, speed=SPEED, needs_per_second=NEEDS_PER_SECOND)
    nursery = _open_nursery(world)
    _use(world, WARM_UP)
    for _ in range(kills):
        before = len(world.seen.sends)
        nursery.start(world)
        if chance.random() < AT_START:
            _use(world, chance.uniform(0, EARLY))
        else:
            _use(world, SILENT, first_message=True)
            _use(world, chance.uniform(0, LATEST))
        verdict.none(ended_by_itself=int(not nursery.kill()))
        verdict.count(kills=1, in_the_midst=int(len(world.seen.sends) > before))
        world.note_in_flight()
        if not world.database.embedded:
            world.skip(LEASE)
    nursery.start(world)
    deadline = time.monotonic() + PATIENCE
    while not world.settled() and time.monotonic() < deadline:
        world.look(press=True)
        time.sleep(LOOK)  # what was pressed comes in
    nursery.kill()
    nursery.process.kill()
    nursery.process.join()
    world.audit(verdict)
    verdict.promise("the night came", not world.late)
    world.close()


def _use(world: World, seconds: float, *, first_message: bool = False) -> None:
    """People are at it for so long, or until something is sent to one of them."""
    end, before = time.monotonic() + seconds, len(world.seen.sends)
    while time.monotonic() < end and not (first_message and len(world.seen.sends) > before):
        time.sleep(TICK)
        world.people_speak(TICK)
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
