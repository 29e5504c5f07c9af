"""The clocks: the system's, and the sandbox's, which can be moved."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import structlog

_LONGEST_SLEEP = 5.0  # seconds; a system clock that is set forward is noticed at the latest after this
_POLL = 25.0
_RETRY = 0.2
_REFUSALS = 10  # in a row: nobody listens there any more
log = structlog.get_logger(__name__)


class SandboxGone(Exception):
    """The sandbox has ended while we run."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime) -> None:
        """Return at `at`, or, if the clock is set back meanwhile, when as much time has gone by as was left."""
        ends = time.monotonic() + (at - self.now()).total_seconds()
        while (left := min((at - self.now()).total_seconds(), ends - time.monotonic())) > 0:  # noqa: ASYNC110 - time is awaited
            await asyncio.sleep(min(left, _LONGEST_SLEEP))


class SandboxClock:
    """The time of the sandbox's world: ticks with real time, follows its jumps.

    `version` names the last jump that we have seen. `jumped` is called after each.
    """

    def __init__(self, http: httpx.AsyncClient, url: str) -> None:
        self._http = http
        self._url = f"{url}/sandbox/clock"
        self._base = datetime.fromtimestamp(0, UTC)
        self._mark = 0.0
        self._moved = asyncio.Event()
        self.version = -1
        self.jumped: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        """Aware UTC."""
        return self._base + timedelta(seconds=time.monotonic() - self._mark)

    async def sleep_until(self, at: datetime) -> None:
        """Return at `at`, or as soon as the clock is moved past it."""
        while (left := (at - self.now()).total_seconds()) > 0:
            moved = self._moved
            try:
                async with asyncio.timeout(left):
                    await moved.wait()
            except TimeoutError:
                continue

    async def start(self) -> None:
        """Read the time for the first time. Raises httpx.HTTPError."""
        await self._read(after=-1, wait=0.0)

    async def run(self) -> None:
        """Follow the sandbox's jumps. Raises SandboxGone when nobody answers at its address any more."""
        refused = 0
        while refused < _REFUSALS:
            try:
                await self._read(after=self.version, wait=_POLL)
                refused = 0
            except httpx.HTTPError as error:
                log.warning("clock.unreachable", error=repr(error))
                refused = refused + 1 if isinstance(error, httpx.ConnectError) else 0
                await asyncio.sleep(_RETRY)
        raise SandboxGone

    async def _read(self, *, after: int, wait: float) -> None:
        answer = await self._http.get(self._url, params={"after": after, "timeout": wait}, timeout=wait + 10)
        body = answer.raise_for_status().json()
        self._mark = time.monotonic()
        self._base = datetime.fromisoformat(body["now"]).astimezone(UTC)
        if body["version"] != self.version:
            self.version = body["version"]
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
            self.jumped()
