"""Inbox rows to aiogram: one lane per chat in order, lanes side by side.

A turn is one transaction that ends what was handled since the last and takes what waits, so that talk which needs no
action costs no transaction of its own. What an action handled was ended by the action, in its transaction.
"""

import asyncio
import traceback
from collections import deque
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from actions.tx import Do
from bot.about import number_about
from bot.metrics import FAILURES
from bot.texts.toasts import Toast
from community.clock import Clock
from storage import inbox, taking
from storage.engine import CommitUnknown, Database, Session
from storage.soundness import CorruptDatabase
from storage.taking import Room, Taken

TRIES = 3
DEATHS = 8  # tries that never ended: a process may be killed three times by chance while it handles the same update
DELAYS = (timedelta(seconds=1), timedelta(seconds=4))  # before the second and the third try
SIDE_BY_SIDE = 32
AT_MOST = 30.0  # seconds for one update: what hangs must not hold its lane for ever, and 32 of them all lanes
IN_HAND = 500
OF_ONE_LANE = 100
SPARE = 100  # of those in hand: floods in however many chats leave room for whoever comes next
LEASE = timedelta(seconds=30)
"""How long the chats of a worker that is gone wait for another. Renewed while we live."""

_LOOK = 5.0  # seconds; another process may have left rows behind
_LAST_WORDS = 3.0  # seconds for what is in hand when we are told to end
_KNOWN = frozenset(Update.model_fields)
log = structlog.get_logger(__name__)


class Hung(Exception):
    """An update was not handled in time."""


class Killed(Exception):
    """The process died while an update was handled, again and again."""


class Lanes:
    """Handles what is in the inbox. `busy`: something is in hand; `wake`: there is something new.

    shared: other processes may handle updates of this bot; if not, whoever held a lease is gone.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        bot: Bot,
        do: Do,
        database: Database,
        clock: Clock,
        given: Mapping[str, Any],
        *,
        shared: bool,
    ) -> None:
        self._dispatcher = dispatcher
        self._bot = bot
        self._do = do
        self._database = database
        self._clock = clock
        self._shared = shared
        self._given = {**given, "database": database, "clock": clock}
        self._hands: dict[str, deque[Taken]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended: list[int] = []
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._woken = asyncio.Event()
        self._turning = True
        self._stopping = False
        self._failure: BaseException | None = None
        self._leased_at = 0.0  # of the event loop's time

    @property
    def busy(self) -> bool:
        """Whether any update that has come in is not ended yet."""
        return bool(self._turning or self._tasks or self._ended or self._woken.is_set())

    def wake(self) -> None:
        """Look at the inbox now."""
        self._woken.set()

    async def run(self) -> None:
        """Handle updates until cancelled; then finish what is in hand and give the rest back."""
        if not self._shared:
            await self._database.write(lambda session: taking.release_all(session, bot_id=self._do.bot_id), again=True)
        turn: asyncio.Future[int] | None = None
        try:
            while True:
                self._turning = True
                self._woken.clear()
                turn = asyncio.ensure_future(self._turn())
                taken = await asyncio.shield(turn)
                if self._failure:
                    raise self._failure
                if not taken and not self._woken.is_set():
                    await self._rest()
        finally:
            self._stopping = True
            if turn is not None:
                await asyncio.gather(turn, return_exceptions=True)
            await self._end()

    async def _rest(self) -> None:
        self._turning = False
        try:
            async with asyncio.timeout(_LOOK):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _turn(self) -> int:
        """End what was handled, take what waits; how many rows were taken."""
        ended, self._ended = self._ended, []
        held = list(self._hands)
        rows = [row for rows in self._hands.values() for row in rows]
        mine = [row.id for row in rows]
        now, time = self._clock.now(), asyncio.get_running_loop().time()
        lasts = LEASE if self._shared else None
        renew = lasts is not None and time - self._leased_at > LEASE.total_seconds() / 3
        room = Room(IN_HAND - len(mine), OF_ONE_LANE, SPARE)
        alone = not any(row.attempts for row in rows)
        taken: list[Taken] = []

        def work(session: Session) -> None:
            inbox.finish_all(session, ended)
            if renew:
                taking.extend(session, mine, now=now, lasts=LEASE)
            bot_id = self._do.bot_id
            taken[:] = taking.take(session, bot_id=bot_id, now=now, lasts=lasts, held=held, room=room, alone=alone)

        try:
            await self._database.write(work)
        except CommitUnknown:  # what was ended is ended again, what was taken is given back and taken at the next turn
            self._ended += ended
            await self._database.write(lambda session: taking.give_back(session, taken), again=True)
            self._woken.set()
            return 0
        self._leased_at = time if renew or not mine else self._leased_at
        fresh: dict[str, deque[Taken]] = {}
        for row in taken:
            fresh.setdefault(row.lane, deque()).append(row)
        self._hands |= fresh
        for lane in fresh:
            self._start(self._serve(lane))
        return len(taken)

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            self._failure = self._failure or task.exception()
        self._woken.set()

    async def _serve(self, lane: str) -> None:
        """All rows in hand of one lane, in order."""
        rows = self._hands[lane]
        while rows and not self._stopping:
            await self._see_through(rows[0])
            rows.popleft()
        if not rows:
            del self._hands[lane]

    async def _see_through(self, row: Taken) -> None:
        """Try one row until it is handled or in quarantine. Only its own lane waits for it."""
        attempt = row.attempts + 1
        if attempt > DEATHS:
            ended = Killed(f"the process ended {DEATHS} times while this was handled")
            await self._failed(row, ended, DEATHS, last=True)
        while attempt <= DEATHS:
            try:
                async with self._room:
                    await self._feed_for(row, AT_MOST)
            except CorruptDatabase:  # to write on would make it worse; the row waits for the database that is put back
                raise
            except Exception as error:
                if self._database.in_trouble(error):  # waited for in vain; the update is not to blame
                    raise
                if isinstance(error, Hung) and self._database.away:  # nor here
                    continue
                last = attempt >= TRIES or isinstance(error, ValidationError)
                if not await self._failed(row, error, attempt, last=last):
                    break
                await self._clock.sleep_until(self._clock.now() + DELAYS[attempt - 1])
                attempt += 1
            else:
                self._ended.append(row.id)
                return
        self._answer(row, None)

    async def _feed_for(self, row: Taken, seconds: float) -> None:
        """Handle one row. Raises Hung if it takes longer."""
        try:
            async with asyncio.timeout(seconds) as patience:
                await self._feed(row)
        except TimeoutError as error:
            if not patience.expired():
                raise
            raise Hung(f"not handled within {seconds:g} seconds") from error

    async def _feed(self, row: Taken) -> None:
        if len(row.body) < 2 or not _KNOWN.issuperset(row.body):
            log.info("lanes.unknown_kind", row=row.id, kinds=sorted(row.body))
            return
        update = Update.model_validate(row.body, context={"bot": self._bot})
        result = await self._dispatcher.feed_update(self._bot, update, do=self._do.because(row.id), **self._given)
        self._answer(row, result if isinstance(result, Toast) else None)

    async def _failed(self, row: Taken, error: Exception, attempt: int, *, last: bool) -> bool:
        """Write the failure down; whether the row is to be tried again."""
        number = await number_about(self._database, row.body)
        log.error("lanes.failed", row=row.id, matter=number, quarantined=last, exc_info=error)
        why = type(error).__name__.lower() if isinstance(error, Hung | Killed) else "error"
        FAILURES.labels(str(last).lower(), why).inc()
        text = f"{_place(error)}\n{''.join(traceback.format_exception(error))}"
        return await self._database.write(
            lambda session: inbox.failed(session, row.id, text, tries=attempt, last=last), again=True
        )

    def _answer(self, row: Taken, toast: Toast | None) -> None:
        query = row.body.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            self._start(self._say(row, query["id"], toast))

    async def _say(self, row: Taken, query: str, toast: Toast | None) -> None:
        said: dict[str, Any] = {"text": toast.text, "show_alert": toast.alert} if toast else {}
        try:
            await self._bot.answer_callback_query(query, request_timeout=10, **said)
        except Exception as error:  # noqa: BLE001 - a lost toast is no reason to do anything twice
            number = await number_about(self._database, row.body)
            log.warning("lanes.unanswered", row=row.id, matter=number, error=repr(error))

    async def _end(self) -> None:
        """Wait a little for what is in hand, end what was handled and give the rest back."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_LAST_WORDS)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        ended = self._ended
        rest = [row.id for rows in self._hands.values() for row in rows]

        def work(session: Session) -> None:
            inbox.finish_all(session, ended)
            taking.release(session, rest)

        if ended or rest:
            await self._database.write(work, again=True)


def _place(error: Exception) -> str:
    """What it was and where it began, with nobody's words in it."""
    first: BaseException = error
    while (before := first.__cause__ or first.__context__) is not None and before.__traceback__ is not None:
        first = before
    where = traceback.extract_tb(first.__traceback__)[-1:]
    return " ".join([type(error).__name__, *(f"in {at.name}, {Path(at.filename).name}:{at.lineno}" for at in where)])
