"""The clockwork: runs what is due, in order, once; sleeps until the next.

What is due are rows. A restart, a second process or a jump of the clock changes nothing about what runs: the row's
compare-and-set decides, and what was missed is caught up, or given up, by each kind's own rule.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from actions.dues import Job, bring_forward, give_up_due, settle_due
from actions.planning import plan_ahead
from actions.tx import Do
from community.clock import Clock
from community.timing import DueItem
from schedules.jobs import JOBS
from schedules.patience import LONGEST, RINGING
from schedules.timetable import MARKET_DAY, TIMETABLE, market_days, moments
from storage.dues import due_now, next_due_at
from storage.engine import Database
from storage.numbers import number_of
from storage.soundness import CorruptDatabase

log = structlog.get_logger(__name__)

TRIES, IN_A_ROW = 5, 30
RETRY_AFTER = timedelta(minutes=1)
IDLE = timedelta(hours=1)
LOOK = timedelta(seconds=15)
"""Where other processes plan too, or the machine's own clock may be set, how long is waited before one looks."""

SET_BACK = timedelta(seconds=2)
"""A clock that is corrected by less than this is not worth a look."""

Errand = Callable[[DueItem], Awaitable[bool]]
"""What is done outside any transaction, such as a backup; if we die in the middle it is done again. False: too late."""


class _Failed(NamedTuple):
    """A row that could not be done so far."""

    kind: str
    tries: int
    not_before: datetime


class Clockwork:
    """Runs due rows: `jobs` in the transaction that ends the row, `errands` before it, one beside the jobs at a time.

    real_time: the clock is the machine's own, so APScheduler wakes the clockwork; otherwise `clock` does, which may
    jump. shared: other processes plan too. busy: something is being done; it is settled when not busy and `next_due()`
    lies ahead.
    """

    def __init__(
        self,
        do: Do,
        database: Database,
        clock: Clock,
        *,
        real_time: bool,
        jobs: Mapping[str, Job] = JOBS,
        errands: Mapping[str, Errand] | None = None,
        shared: bool = False,
    ) -> None:
        self._do = do.repeatable()  # a row that was planned or ended is not planned or ended again
        self._database = database
        self._clock = clock
        self._real_time = real_time
        self._jobs = jobs
        self._errands = errands or {}
        self._shared = shared
        self._beside: asyncio.Task[None] | None = None  # the errand that is run
        self._woken = asyncio.Event()
        self._failed: dict[str, _Failed] = {}  # by row id
        self._latest = clock.now()
        self._working = True

    @property
    def busy(self) -> bool:
        """Whether something is being done or looked for."""
        return self._working or self._woken.is_set() or self._beside is not None

    @property
    def _kinds(self) -> frozenset[str]:
        """What may be begun now."""
        return frozenset(self._jobs) | (frozenset(self._errands) if self._beside is None else frozenset())

    def wake(self) -> None:
        """Look now whether something is due, for it may just have been planned."""
        self._woken.set()

    async def run(self) -> None:
        """Plan ahead, then run what becomes due, until cancelled."""
        scheduler = self._scheduler() if self._real_time else None
        try:
            await self.plan()
            while True:
                self._working = True
                self._woken.clear()
                self._see_to_errand()
                await self._mind_the_clock()
                await self._begin_due(self._clock.now())
                await self._rest(scheduler)
        finally:
            await self._break_off()
            if scheduler is not None:
                scheduler.shutdown(wait=False)

    async def plan(self) -> None:
        """Make the rows of the next days that are missing."""
        now = self._clock.now()
        await self._do(plan_ahead, moments=moments(now), saturdays=market_days(now))

    async def _mind_the_clock(self) -> None:
        """If it was set back, nobody waits longer for what they were promised."""
        now, latest = self._clock.now(), self._latest + LOOK  # so long ago it may have been read
        self._latest = now
        if now >= latest - LOOK - SET_BACK:
            return
        soon = now + RETRY_AFTER
        self._failed = {row: one._replace(not_before=min(one.not_before, soon)) for row, one in self._failed.items()}
        await self._do(bring_forward, longest=LONGEST, latest=latest)

    async def run_due(self, now: datetime) -> int:
        """Do everything due at `now` in the order it became due, each in a transaction of its own; how much it was."""
        count = await self._begin_due(now)
        while self._beside is not None:
            await asyncio.wait([self._beside])
            self._see_to_errand()
            count += await self._begin_due(now)
        return count

    async def next_due(self) -> datetime | None:
        """When the next row is due or tried again (aware UTC; in the past if it has yet to run)."""
        tries = [failed.not_before for failed in self._failed.values() if failed.kind in self._kinds]
        at = await self._database.read(lambda session: next_due_at(session, self._kinds, self._failed))
        return min([at, *tries] if at else tries, default=None)

    async def _due(self, now: datetime) -> list[DueItem]:
        items = await self._database.read(lambda session: due_now(session, self._kinds, now))
        return [item for item in items if item.id not in self._failed or self._failed[item.id].not_before <= now]

    async def _begin_due(self, now: datetime) -> int:
        """Do every job that is due and begin an errand, if none is being run; how much it was."""
        count = 0
        while items := await self._due(min(now, self._clock.now())):
            for item in items:
                if item.kind in self._jobs:
                    await self._run(item)
                elif self._beside is None:
                    self._beside = asyncio.create_task(self._run(item))
                    self._beside.add_done_callback(lambda _: self.wake())
                else:  # its turn comes after the one that is run
                    continue
                count += 1
        return count

    def _see_to_errand(self) -> None:
        """Let the next errand begin if the last has ended. Raises what ended it."""
        if self._beside is not None and self._beside.done():
            ended, self._beside = self._beside, None
            ended.result()

    async def _break_off(self) -> None:
        if self._beside is not None:
            self._beside.cancel()
            await asyncio.gather(self._beside, return_exceptions=True)

    async def _run(self, item: DueItem) -> None:
        try:
            job = self._jobs.get(item.kind) or await self._errand(item)
            await self._do(settle_due, item=item, job=job)
        except CorruptDatabase:  # to write on would make it worse; the row waits for the database that is put back
            raise
        except Exception as error:  # noqa: BLE001  一件做不成，别的照做
            await self._put_off(item, error)
        else:
            self._failed.pop(item.id, None)

    async def _errand(self, item: DueItem) -> Job:
        """Run the errand; the job that ends its row accordingly."""
        done = await self._errands[item.kind](item)
        return lambda tx, item: done

    async def _put_off(self, item: DueItem, error: Exception) -> None:
        tries = self._failed[item.id].tries + 1 if item.id in self._failed else 1
        number = await self._database.read(lambda session: number_of(session, item.subject))
        log.error("due.failed", due=item.kind, matter=number, tries=tries, exc_info=error)
        if tries < TRIES or item.kind in RINGING:
            self._failed[item.id] = _Failed(
                item.kind, tries, self._clock.now() + RETRY_AFTER * max(1, min(tries, IN_A_ROW) - TRIES)
            )
            return
        self._failed.pop(item.id, None)
        await self._do(give_up_due, item=item, why=type(error).__name__)

    async def _rest(self, scheduler: AsyncIOScheduler | None) -> None:
        """Wait until woken or until the next row is due."""
        now = self._clock.now()
        at = await self.next_due() or now + IDLE
        if self._shared:
            at = min(at, now + LOOK)
        self._working = False
        if scheduler is not None:
            scheduler.add_job(self.wake, DateTrigger(at), id="next", replace_existing=True)
            with suppress(TimeoutError):  # a timer counts seconds and does not see that the clock was set forward
                async with asyncio.timeout(LOOK.total_seconds()):
                    await self._woken.wait()
            return
        sleep = asyncio.ensure_future(self._clock.sleep_until(at))
        woken = asyncio.ensure_future(self._woken.wait())
        try:
            await asyncio.wait((sleep, woken), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleep.cancel()
            woken.cancel()
            await asyncio.gather(sleep, woken, return_exceptions=True)

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(job_defaults={"misfire_grace_time": None, "coalesce": True})
        for trigger in (MARKET_DAY, *(tick.trigger for tick in TIMETABLE)):
            scheduler.add_job(self.wake, trigger)
        scheduler.start()
        return scheduler
