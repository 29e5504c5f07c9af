"""The courier: takes due facts, several recipients side by side, and sees each through to its end."""

import asyncio
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram.ext import ExtBot

from bot.courier.delivery import deliver
from bot.courier.ledger import ending_of
from bot.courier.limiter import PriorityLimiter, Turn
from bot.courier.outcome import Outcome, What
from bot.courier.render import NEVER_TWICE, slot_of
from bot.courier.speaker import Speaker
from bot.metrics import SENDS
from bot.texts.card import Wording
from community.clock import Clock
from community.privacy import mask
from community.taxonomy import Taxonomy
from community.words import OutboxState, Priority
from storage import outbox
from storage.clock_set_back import hurry
from storage.delivering import end, give_up, load_job
from storage.engine import CommitUnknown, Database, DatabaseDown, Session
from storage.numbers import number_of
from storage.outbox import Batch
from storage.soundness import CorruptDatabase

log = structlog.get_logger()

SIDE_BY_SIDE = 16
FOR_REPLIES = 16
"""Further deliveries that only those may start whom somebody waits for, or who are in danger."""

LEASE = timedelta(minutes=5)
POLL = timedelta(seconds=1)
LOOK = timedelta(seconds=5)
"""Where other processes put facts in, how long a courier that was not told of them waits before it looks."""

BROKEN_TRIES = 5
SET_BACK = timedelta(seconds=2)
"""A clock that is corrected by less than this is not worth a look."""


class Courier:
    """The only sender of what a chat sees. `shared`: other processes put facts into the outbox too.

    `busy`: something is being done that needs no time to pass; with `next_due` it tells whether the world has settled.
    """

    def __init__(
        self,
        database: Database,
        bot: ExtBot[Turn],
        *,
        clock: Clock,
        chance: random.Random,
        taxonomy: Taxonomy,
        secret: bytes,
        bot_id: int,
        bot_name: str,
        shared: bool = False,
    ) -> None:
        self._database = database
        self._bot = bot
        self._limiter = bot.rate_limiter
        self._speaker = Speaker(bot, secret, bot_name, clock)
        self._clock = clock
        self._chance = chance
        self._taxonomy = taxonomy
        self._bot_id = bot_id
        self._shared = shared
        self._woken = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._looking = True
        self._latest = clock.now()
        self._corrupt: CorruptDatabase | None = None

    def wake(self) -> None:
        """Look at the outbox now: something was put into it."""
        self._woken.set()

    @property
    def busy(self) -> bool:
        """Whether anything goes on besides waiting for the clock."""
        waiting = self._limiter.waiting if isinstance(self._limiter, PriorityLimiter) else 0
        return self._looking or self._woken.is_set() or len(self._running) > waiting

    async def next_due(self) -> datetime | None:
        """When the courier has something to do next (aware UTC), in the past if now; None if never."""
        now = self._clock.now()
        row = await self._database.read(lambda session: outbox.next_due(session, bot_id=self._bot_id, now=now))
        limited = self._limiter.next_at if isinstance(self._limiter, PriorityLimiter) else None
        return min((at for at in (row, limited) if at is not None), default=None)

    async def run(self) -> None:
        """Deliver until cancelled; then what is in flight is broken off and its rows stay leased for the next run.

        Raises CorruptDatabase as soon as anybody meets a damaged page: to write on would make it worse.
        """
        now = self._clock.now()  # whoever held a lease is gone: there is one courier at a time
        await self._database.write(lambda session: outbox.release(session, bot_id=self._bot_id, now=now), again=True)
        try:
            while True:
                self._looking = True
                self._woken.clear()
                if self._corrupt is not None:
                    raise self._corrupt
                await self._mind_the_clock()
                if not await self._start_due():
                    await self._pause()
        finally:
            for task in self._running.values():
                task.cancel()
            await asyncio.gather(*self._running.values(), return_exceptions=True)
            await self._bot.request.shutdown()
            if self._limiter is not None:
                await self._limiter.shutdown()

    async def _mind_the_clock(self) -> None:
        """If it was set back, what was due is due still."""
        now, latest = self._clock.now(), self._latest
        self._latest = now
        if now < latest - SET_BACK:
            log.warning("the clock was set back", by=str(latest - now))
            await self._write(lambda session: hurry(session, bot_id=self._bot_id, now=now))

    async def _start_due(self) -> int:
        """Start what is due; how many deliveries were started."""
        running = len(self._running)
        worst = Priority.BROADCAST if running < SIDE_BY_SIDE else Priority.REPLY
        room = (SIDE_BY_SIDE if worst is Priority.BROADCAST else SIDE_BY_SIDE + FOR_REPLIES) - running
        if room <= 0:
            return 0
        batches = await self._take(room, worst)
        for batch in batches:
            recipient = batch.newest.recipient
            task = asyncio.create_task(self._serve(batch))
            self._running[recipient] = task
            task.add_done_callback(partial(self._served, recipient))
        return len(batches)

    async def _take(self, room: int, worst: Priority) -> list[Batch]:
        """Lease what is due. If nobody knows whether that was done, it is undone: it is taken at the next look."""
        now, busy = self._clock.now(), tuple(self._running)

        def work(session: Session) -> list[Batch]:
            return outbox.take(session, bot_id=self._bot_id, now=now, lease=LEASE, room=room, worst=worst, busy=busy)

        try:
            return await self._database.write(work)
        except CommitUnknown:
            until = now + LEASE
            await self._write(lambda session: outbox.give_back(session, bot_id=self._bot_id, until=until))
            self._woken.set()
            return []

    def _served(self, recipient: str, task: asyncio.Task[None]) -> None:
        del self._running[recipient]
        error = None if task.cancelled() else task.exception()
        if isinstance(error, CorruptDatabase):
            self._corrupt = error
        elif error is not None:
            log.error("the outcome of a delivery could not be noted", exc_info=error)
        self._woken.set()

    async def _pause(self) -> None:
        """Until woken, or until the next row is due."""
        now = self._clock.now()
        due = await self._database.read(lambda session: outbox.next_after(session, bot_id=self._bot_id, now=now))
        late = not self._running and await self._database.read(
            lambda session: (at := outbox.next_due(session, bot_id=self._bot_id, now=now)) is not None and at <= now
        )
        until = now + POLL if late else due
        if self._shared:
            until = min(until or now + LOOK, now + LOOK)
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._woken.wait())]
        if until is not None:
            waits.append(asyncio.create_task(self._sleep(until)))
        self._looking = False
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _sleep(self, until: datetime) -> None:
        await self._clock.sleep_until(until)
        self._looking = True

    async def _serve(self, batch: Batch) -> None:
        """One delivery from its rows to its outcome. Whatever goes wrong but the database, the courier goes on."""
        if batch.orphan and batch.newest.slot in NEVER_TWICE and batch.newest.attempts:
            await self._give_up(batch, OutboxState.UNKNOWN, "interrupted")
            return
        begun = asyncio.Event()
        try:
            await self._carry(batch, begun)
        except CorruptDatabase:
            raise
        except Exception as error:  # 一张坏卡不能拖住别人的消息
            log.exception("delivery failed", slot=batch.newest.slot.value, matter=await self._number(batch))
            await self._broken(batch, error, begun=begun.is_set())

    async def _broken(self, batch: Batch, error: Exception, *, begun: bool) -> None:
        """Something is wrong with us or our database: try later, unless it was tried often or may have been said."""
        name = type(error).__name__
        if begun:
            await self._give_up(batch, OutboxState.UNKNOWN, name)
        elif batch.newest.attempts + 1 >= BROKEN_TRIES and not isinstance(error, DatabaseDown):
            await self._give_up(batch, OutboxState.REFUSED, name)
        else:
            until = self._clock.now() + LEASE / 10
            await self._write(lambda session: outbox.postpone(session, batch.ids, until, error=name))

    async def _carry(self, batch: Batch, begun: asyncio.Event) -> None:
        """`begun` is set when a message may have gone out that must never be sent twice."""
        now = self._clock.now()
        slot = slot_of(batch.newest.slot, batch.newest.payload)
        load = slot.load if slot else None
        job = await self._database.read(lambda session: load_job(session, batch, load, now))

        async def began() -> None:
            await self._write(lambda session: outbox.begin(session, batch.ids))
            begun.set()

        done = await deliver(job, self._speaker, Wording(self._taxonomy, now), began)
        await self._tell(batch, done.outcome)
        ended = self._clock.now()
        ending = ending_of(job, done, now=ended, chance=self._chance)
        await self._write(lambda session: end(session, job, ending, ended))

    async def _give_up(self, batch: Batch, state: OutboxState, error: str) -> None:
        now = self._clock.now()
        await self._write(lambda session: give_up(session, batch, state, now=now, error=error))

    async def _write(self, work: Callable[[Session], None]) -> None:
        """What we note about a delivery may as well be noted twice."""
        await self._database.write(work, again=True)

    async def _tell(self, batch: Batch, outcome: Outcome) -> None:
        SENDS.labels(outcome.what.value).inc()
        if outcome.what in {What.REFUSED, What.UNKNOWN, What.LATER}:
            slot, number = batch.newest.slot.value, await self._number(batch)
            log.warning(
                "not delivered", what=outcome.what.value, why=mask(outcome.error or ""), slot=slot, matter=number
            )

    async def _number(self, batch: Batch) -> str | None:
        return await self._database.read(lambda session: number_of(session, batch.newest.subject))
