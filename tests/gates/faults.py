"""Injected faults: what Telegram, the line and the disk do to the thin core, and that nothing is lost of it.

- calls: 429, 5xx, timeouts, answers that are lost or 5xx after the message was sent
- updates: given twice, given in the wrong order, polls that fail
- SQLite: a slow disk (commits that take long) and a full one (the file may not grow, SQLite itself says SQLITE_FULL)
- PostgreSQL: a slow disk, and connections that the server cuts (pg_terminate_backend)

The same promises as in `tests.gates.kills`; the sends in flight are those whose answer was lost, or that a fault of
the database kept from being written down; and the core does not end.

Run `python -m tests.gates.faults [--times 2000] [--database sqlite|postgresql|both] [--seed N]`.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterable

import httpx
import psycopg
import sqlalchemy as sa
from telegram.error import NetworkError, TimedOut

from storage.engine import Database
from tests.gates.bases import Bases, open_bases
from tests.gates.core import Weather, work
from tests.gates.gate import Asked, Verdict, main, side_by_side
from tests.gates.paper import Json, Paper
from tests.gates.world import OURS, World, open_world

TIMES = 2000
SPEED = 200.0
PER_WORLD = 2000
TICK = 0.01
LOOK = 0.05  # seconds between two looks whether anything is left to do
NEEDS_PER_SECOND = 5
PATIENCE = 300.0  # seconds; waited for in full only if something is wrong
IN_FLIGHT = ("send answer lost", "send spoiled", "connection cut", "disk full")
SLOW = (0.005, 0.03)  # seconds that a commit takes on a slow disk
SMALL, LARGE = 1, 1_000_000_000  # pages that SQLite's file may have: no more than it has, and all


class Storm(Weather):
    """Faults, until `left` is used up."""

    def __init__(self, chance: random.Random, left: int) -> None:
        super().__init__(chance)
        self.left = left
        self.faults: Counter[str] = Counter()

    async def before(self, method: str) -> int:
        """Refuse, or lose the call on its way."""
        await super().before(method)
        if method == "getUpdates":
            return 502 if self.strikes("poll failed", 0.005) else 0
        if self.strikes("429", 0.2):
            return 429
        if self.strikes("5xx", 0.25):
            return self.chance.choice([500, 502, 504])
        if self.strikes("timeout", 0.25):
            raise TimedOut from httpx.ReadTimeout("planted")
        return 0

    async def after(self, method: str) -> int:
        """Lose the answer, or let a gateway say that something failed."""
        await super().after(method)
        if self.strikes("send spoiled" if method.startswith("send") else "edit spoiled", 0.15):
            return self.chance.choice([500, 502, 504])
        if self.strikes("send answer lost" if method.startswith("send") else "edit answer lost", 0.35):
            raise NetworkError("planted") from httpx.ReadError("planted")
        return 0

    def updates(self, batch: list[Json]) -> list[Json]:
        """Give some twice, and some in the wrong order."""
        if self.strikes("duplicated", 0.4):
            batch = batch + batch[:2]
        if len(batch) > 1 and self.strikes("reordered", 0.5):
            batch = batch[::-1]
        return batch

    def strikes(self, name: str, share: float) -> bool:
        """Whether it happens now."""
        if self.left <= 0 or self.chance.random() >= share:
            return False
        self.left -= 1
        self.faults[name] += 1
        return True


def spoil_disk(database: Database, storm: Storm) -> None:
    """A disk that is slow now and then, and on SQLite full."""

    @sa.event.listens_for(database.engine, "commit")
    def _slow(connection: sa.Connection) -> None:
        if storm.strikes("slow disk", 0.03):
            time.sleep(storm.chance.uniform(*SLOW))

    if not database.embedded:
        return

    @sa.event.listens_for(database.engine, "begin")
    def _full(connection: sa.Connection) -> None:
        full = storm.left > 0 and storm.chance.random() < 0.05
        connection.exec_driver_sql(f"PRAGMA max_page_count={SMALL if full else LARGE}")

    @sa.event.listens_for(database.engine, "handle_error")
    def _said(context: sa.ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlite_errorname", "") == "SQLITE_FULL":
            storm.left -= 1
            storm.faults["disk full"] += 1


async def cut_connections(database: Database, storm: Storm) -> None:
    """PostgreSQL throws somebody out, now and then."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while storm.left > 0:
            await asyncio.sleep(storm.chance.uniform(0.1, 0.5))
            cut = await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND application_name <> %s ORDER BY random() LIMIT 1",
                (OURS,),
            )
            if await cut.fetchone():
                storm.left -= 1
                storm.faults["connection cut"] += 1


async def trial(bases: Bases, faults: int, chance: random.Random, verdict: Verdict) -> None:
    """One world under a storm, until it has passed and all is said."""
    world = open_world(bases, chance, speed=SPEED, needs_per_second=NEEDS_PER_SECOND)
    storm, database = Storm(chance, faults), Database(world.url)
    spoil_disk(database, storm)
    core = asyncio.create_task(work(database, Paper(world.folder), world.clock, storm))
    cutting = None if database.embedded else asyncio.create_task(cut_connections(database, storm))
    while storm.left > 0 and not core.done():
        await asyncio.sleep(TICK)
        world.people_speak(TICK)
        world.look(press=True)
    if cutting is not None:
        cutting.cancel()
        await asyncio.gather(cutting, return_exceptions=True)
    deadline = time.monotonic() + PATIENCE
    while not core.done() and time.monotonic() < deadline and not await asyncio.to_thread(world.settled):
        world.look(press=True)
        await asyncio.sleep(LOOK)  # what was pressed comes in
    verdict.none(ended_by_itself=int(core.done()))
    if core.done():
        verdict.promise(f"the core ended: {core.exception()!r}", kept=False)
    core.cancel()
    await asyncio.gather(core, return_exceptions=True)
    database.close()
    _count(world, storm, verdict)


def _count(world: World, storm: Storm, verdict: Verdict) -> None:
    verdict.count(faults=storm.faults.total(), **{name.replace(" ", "_"): n for name, n in storm.faults.items()})
    world.seen.in_flight = sum(storm.faults[name] for name in IN_FLIGHT)
    world.audit(verdict)
    verdict.promise("the night came", not world.late)
    world.close()


def on(asked: Asked, kind: str) -> Verdict:
    """One database."""
    verdict, left, chance = Verdict(f"faults, {kind}"), asked.share(kind), asked.chance(kind)
    with open_bases(kind) as bases:
        while left > 0:
            asyncio.run(trial(bases, min(left, PER_WORLD), chance, verdict))
            left -= PER_WORLD
    return verdict


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict of each database."""
    return side_by_side(on, asked)


if __name__ == "__main__":
    main(__doc__, TIMES, run)
