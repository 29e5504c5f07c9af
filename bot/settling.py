"""Telling the sandbox that the bot has nothing left to do, so that it may move the clock on."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import httpx
import structlog

from bot.clock import SandboxClock

_BREATH = 0.01  # seconds between two looks while something is going on
_LOOK = 1.0  # seconds after which a change that nobody told of is noticed
log = structlog.get_logger(__name__)


class Idle(Protocol):
    """Something that may be at work."""

    @property
    def busy(self) -> bool:
        """Whether it has something to do that needs no time to pass."""
        ...


class Awaiting(Idle, Protocol):
    """Something that waits for a time."""

    async def next_due(self) -> datetime | None:
        """When it has something to do next, in the past if now; None if never."""
        ...


class Settling:
    """Posts `settled` whenever the bot has come to rest. `stir`: something has happened since."""

    def __init__(
        self, http: httpx.AsyncClient, url: str, clock: SandboxClock, idle: Sequence[Idle], awaiting: Sequence[Awaiting]
    ) -> None:
        self._http = http
        self._url = f"{url}/sandbox/clock/settled"
        self._clock = clock
        self._idle = (*idle, *awaiting)
        self._awaiting = awaiting
        self._stirred = asyncio.Event()
        self._stirred.set()

    def stir(self) -> None:
        """Look again, and tell again."""
        self._stirred.set()

    async def run(self) -> None:
        """Tell for ever."""
        told: tuple[int, datetime | None] | None = None
        while True:
            if self._stirred.is_set():
                told = None
                self._stirred.clear()
            version, (still, due) = self._clock.version, await self._look()
            rested = still and not self._stirred.is_set()
            if rested and ((version, due) == told or await self._tell(version, due)):
                told = (version, due)
                await self._wait()
            else:
                await asyncio.sleep(_BREATH)

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(_LOOK):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def _look(self) -> tuple[bool, datetime | None]:
        """Whether everything is at rest, and when the next thing is due."""
        if any(part.busy for part in self._idle):
            return False, None
        dues = [due for part in self._awaiting if (due := await part.next_due()) is not None]
        due = min(dues, default=None)
        over = due is not None and due <= self._clock.now()
        return not over and not any(part.busy for part in self._idle), due

    async def _tell(self, version: int, due: datetime | None) -> bool:
        """Whether the sandbox counted it: it does not while it holds updates that we have not confirmed."""
        body = {"version": version, "next_due": due.isoformat() if due else None}
        try:
            answer = await self._http.post(self._url, json=body)
            return bool(answer.raise_for_status().json()["counted"])
        except httpx.HTTPError as error:
            log.warning("settling.unreachable", error=repr(error))
            return False
