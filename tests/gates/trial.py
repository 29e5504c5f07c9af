"""One town with the real program in it, people at work, and the audit afterwards."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from bot.townhall import open_townhall
from storage.engine import Database, sqlite_url
from tests.gates import program
from tests.gates.audit import audit, in_flight, unfinished
from tests.gates.bases import Bases
from tests.gates.gate import Verdict
from tests.gates.load import LOOK, Load

PATIENCE = 300.0  # seconds that are waited for what must come
MINUTE = 61.0  # after which a group may be written to again


@dataclass
class Trial:
    """One town, one program at a time, and the people who use it. server: the URL of its PostgreSQL database."""

    data: Path
    sandbox: str
    server: str | None
    load: Load
    verdict: Verdict
    running: BaseProcess | None = None

    @cached_property
    def database(self) -> Database:
        """The database, to look into; there once the town is raised."""
        return Database(self.server or sqlite_url(self.data))

    def start(self) -> None:
        """Start the program."""
        self.running = program.start(self.data, self.sandbox, self.server)

    async def kill(self) -> None:
        """kill -9, which is the only way in which the program may end."""
        assert self.running is not None
        now = await self.load.now()
        self.verdict.count(kills=1)
        self.verdict.none(ended_by_itself=int(not self.running.is_alive()))
        self.running.kill()
        await asyncio.to_thread(self.running.join)
        await self.note_in_flight(now)

    async def note_in_flight(self, now: datetime) -> None:
        """Count the sends that were under way at `now`, when something was killed."""
        self.load.seen.in_flight += await self.database.read(lambda session: in_flight(session, now))

    async def settle(self) -> None:
        """Until nothing is left to do, moving the clock past the limits and past the leases of the dead.

        What was sent last is looked at once more: somebody may press it.
        """
        quiet = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while quiet < 2:
                    await self.load.look(press=True)
                    await self.load.rest()
                    await self.load.push_clock(MINUTE)
                    await asyncio.sleep(LOOK)
                    quiet = quiet + 1 if await self._left() == (0, 0) else 0

    async def audit(self) -> None:
        """Count."""
        await self.load.look(press=False)
        audit(self.database, self.load.seen, self.verdict, await self.load.now())

    async def _left(self) -> tuple[int, int]:
        now = await self.load.now()
        return await self.database.read(lambda session: unfinished(session, now))


@contextlib.asynccontextmanager
async def open_trial(bases: Bases, chance: random.Random, verdict: Verdict) -> AsyncIterator[Trial]:
    """A raised town with a running program."""
    data = bases.folder("town")
    server = bases.url() if bases.server is not None else None
    sandbox = await asyncio.to_thread(open_townhall, data, 0)
    limits = httpx.Limits(max_connections=None)
    try:
        async with httpx.AsyncClient(base_url=sandbox.url, timeout=60, trust_env=False, limits=limits) as http:
            trial = Trial(data, sandbox.url, server, Load(http, chance), verdict)
            trial.start()
            try:
                await trial.load.settle_in(PATIENCE)
                yield trial
                trial.database.close()
            finally:
                if trial.running is not None:
                    trial.running.kill()
                    trial.running.join()
    finally:
        sandbox.close()
