"""Duty: of several processes one does it, and another takes over within seconds when that one is gone."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

import structlog

from storage import leases
from storage.engine import CommitUnknown, Database, DatabaseDown

LASTS = timedelta(seconds=8)
EVERY = 2.0  # seconds between two renewals, and between two looks at somebody else's
SURE = 7.0  # seconds from the moment a lease was asked for, after which it counts as lost: before others may take it
log = structlog.get_logger(__name__)


class Component(Protocol):
    """A part of the program that works until it is cancelled."""

    async def run(self) -> None:
        """Work."""
        ...


class Duty:
    """Runs what `make` makes while this process (`me`) holds the lease `name`; made anew each time."""

    def __init__(self, name: str, me: str, database: Database, make: Callable[[], Sequence[Component]]) -> None:
        self._name = name
        self._me = me
        self._database = database
        self._make = make
        self._sure_until = 0.0  # of the event loop's time

    async def run(self) -> None:
        """Wait for the lease, work as long as it lasts, wait again, until cancelled. Raises what the work raises."""
        try:
            while True:
                if await self._hold():
                    await self._serve()
                await asyncio.sleep(EVERY)
        finally:
            await self._let_go()

    async def _serve(self) -> None:
        log.info("duty.taken", duty=self._name)
        work = asyncio.create_task(self._work())
        try:
            while True:
                done, _ = await asyncio.wait([work], timeout=EVERY)
                if done:
                    work.result()
                    return
                if not await self._hold():
                    log.warning("duty.lost", duty=self._name)
                    return
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as group:
            for component in self._make():
                group.create_task(component.run())

    async def _hold(self) -> bool:
        """Ask for the lease, or for more of it; an answer that does not come in time is a no."""
        asked = asyncio.get_running_loop().time()
        deadline = max(self._sure_until, asked + EVERY)
        try:
            async with asyncio.timeout_at(deadline):
                held = await self._database.write(lambda session: leases.hold(session, self._name, self._me, LASTS))
        except (TimeoutError, CommitUnknown):
            return False
        self._sure_until = asked + SURE if held else 0.0
        return held

    async def _let_go(self) -> None:
        with suppress(TimeoutError, DatabaseDown, CommitUnknown):
            async with asyncio.timeout(EVERY):
                await self._database.write(lambda session: leases.let_go(session, self._name, self._me))
