"""Telegram's limits kept beforehand: who is more urgent goes first, nobody goes too fast.

Counted on the clock that is passed in, which in the sandbox can be moved on, and which never goes back here: when the
machine's is set back, what was counted goes back with it. PTB's own limiter knows neither priorities nor the second of
a single chat.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.metrics import LIMITER_WAIT
from community.clock import Clock
from community.words import Priority

OVERALL = (30, timedelta(seconds=1.03))  # 比一秒略长：路上的抖动会把两秒里的消息挤进一秒
OTHERS = (28, timedelta(seconds=0.98))
PACE_BURST = 5
PACE = timedelta(seconds=1 / 28.7)
"""What nobody waits for leaves two places of a second free, and goes out evenly, a few at once at most: so whoever
waits goes soon, and what is delayed on its way meets no second that is full already."""

GROUP = (20, timedelta(seconds=61))
PRIVATE_BURST = 4
PRIVATE_EVERY = timedelta(seconds=1.05)

Answer = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Turn:
    """How urgent a call is, and what to do just before it goes out. Truthy, as PTB drops falsy arguments."""

    priority: Priority = Priority.REPLY
    on_turn: Callable[[], Awaitable[None]] | None = None


@dataclass(slots=True)
class _Ticket:
    priority: Priority
    number: int
    chat: int | None
    messages: int
    go: asyncio.Future[None] = field(repr=False)


class PriorityLimiter(BaseRateLimiter[Turn]):
    """30 a second overall, 20 a minute per group, one a second with a small burst per person; evenly, if not urgent.

    A 429 halts its chat for as long as Telegram says (every chat, if two are halted at once: then it is us) and is
    raised to the caller, who knows whether the call is still worth making.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._latest = clock.now()
        self._set_back = timedelta()
        self._queue: list[_Ticket] = []
        self._count = 0
        self._sent: deque[datetime] = deque()
        self._groups: dict[int, deque[datetime]] = {}
        self._tokens: dict[int, tuple[float, datetime]] = {}
        self._pace: tuple[float, datetime] = (float(PACE_BURST), self._latest)
        self._halts: dict[int | None, datetime] = {}
        self._waker: asyncio.Task[None] | None = None
        self.next_at: datetime | None = None

    @property
    def waiting(self) -> int:
        """Calls that wait for their time."""
        return len(self._queue)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Stop waiting."""
        if self._waker is not None:
            self._waker.cancel()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Turn | None,
    ) -> Answer:
        """Make the call when its turn has come. Raises what the call raises."""
        turn = rate_limit_args or Turn()
        chat = _chat_of(endpoint, data)
        with LIMITER_WAIT.labels(turn.priority.name.lower()).time():
            await self._wait(turn.priority, chat, _messages(data))
        if turn.on_turn is not None:
            await turn.on_turn()
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self._halt(chat, seconds_of(error))
            raise

    async def _wait(self, priority: Priority, chat: int | None, messages: int) -> None:
        self._count += 1
        go: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ticket = _Ticket(priority, self._count, chat, messages, go)
        self._queue.append(ticket)
        self._queue.sort(key=lambda waiting: (waiting.priority, waiting.number))
        self._pump()
        try:
            await go
        except asyncio.CancelledError:
            if ticket in self._queue:
                self._queue.remove(ticket)
            raise

    def _now(self) -> datetime:
        """The clock's time and whatever it was set back by: nobody waits an hour because it is an hour ago again."""
        now = self._clock.now() + self._set_back
        if now < self._latest:
            self._set_back += self._latest - now
        self._latest = max(now, self._latest)
        return self._latest

    def _pump(self) -> None:
        """Let everyone go whose time has come, the most urgent first, and wake again for the next."""
        now = self._now()
        held: list[tuple[datetime, _Ticket]] = []
        for ticket in self._queue:
            at = self._ready_at(ticket, now)
            if at <= now:
                self._spend(ticket, now)
                if not ticket.go.done():
                    ticket.go.set_result(None)
            else:
                held.append((at, ticket))
        self._queue = [ticket for _, ticket in held]
        self._wake_at(min((at - self._set_back for at, _ in held), default=None))

    def _wake_at(self, at: datetime | None) -> None:
        if at == self.next_at and self._waker is not None and not self._waker.done():
            return
        if self._waker is not None and self._waker is not asyncio.current_task():
            self._waker.cancel()
        self.next_at = at
        self._waker = asyncio.create_task(self._wake(at)) if at is not None else None

    async def _wake(self, at: datetime) -> None:
        await self._clock.sleep_until(at)
        self.next_at = None
        self._pump()

    def _ready_at(self, ticket: _Ticket, now: datetime) -> datetime:
        times = [now, _room_at(self._sent, now, ticket.messages, *OVERALL)]
        if ticket.priority > Priority.REPLY:
            times.append(now + max(0.0, min(ticket.messages, PACE_BURST) - self._paced(now)) * PACE)
            times.append(_over(self._sent, ticket.messages, *OTHERS, now))
        times += [self._halts[chat] for chat in {None, ticket.chat} if chat in self._halts]
        if ticket.chat is not None and ticket.chat < 0:
            times.append(_room_at(self._groups.setdefault(ticket.chat, deque()), now, ticket.messages, *GROUP))
        elif ticket.chat is not None:
            lacking = min(ticket.messages, PRIVATE_BURST) - self._filled(ticket.chat, now)
            times.append(now + max(0.0, lacking) * PRIVATE_EVERY)
        return max(times)

    def _spend(self, ticket: _Ticket, now: datetime) -> None:
        self._sent.extend([now] * ticket.messages)
        self._pace = (self._paced(now) - ticket.messages, now)
        if ticket.chat is not None and ticket.chat < 0:
            self._groups.setdefault(ticket.chat, deque()).extend([now] * ticket.messages)
        elif ticket.chat is not None:
            self._tokens[ticket.chat] = (self._filled(ticket.chat, now) - ticket.messages, now)
            if len(self._tokens) > 4096:
                self._tokens = {chat: kept for chat, kept in self._tokens.items() if self._filled(chat, now) < 1}

    def _paced(self, now: datetime) -> float:
        tokens, at = self._pace
        return min(float(PACE_BURST), tokens + (now - at) / PACE)

    def _filled(self, chat: int, now: datetime) -> float:
        tokens, at = self._tokens.get(chat, (float(PRIVATE_BURST), now))
        return min(float(PRIVATE_BURST), tokens + (now - at) / PRIVATE_EVERY)

    def _halt(self, chat: int | None, seconds: timedelta) -> None:
        now = self._now()
        self._halts = {halted: until for halted, until in self._halts.items() if until > now}
        other = any(halted not in (None, chat) for halted in self._halts)
        self._halts[None if other else chat] = now + seconds
        self._pump()


def seconds_of(error: RetryAfter) -> timedelta:
    """How long Telegram wants us to wait: PTB gives a number or a timedelta by its version and environment."""
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _chat_of(endpoint: str, data: dict[str, Any]) -> int | None:
    """The chat whose own limit the call counts against; reactions and deletions count only overall."""
    counted = endpoint.startswith(("send", "edit", "copy", "forward"))
    chat = data.get("chat_id")
    return int(chat) if counted and chat is not None else None


def _messages(data: dict[str, Any]) -> int:
    media = data.get("media")
    return len(media) if isinstance(media, list | tuple) else 1


def _room_at(times: deque[datetime], now: datetime, wanted: int, most: int, window: timedelta) -> datetime:
    """When there is room in the sliding window for `wanted` more."""
    while times and times[0] <= now - window:
        times.popleft()
    return _over(times, wanted, most, window, now)


def _over(times: deque[datetime], wanted: int, most: int, window: timedelta, now: datetime) -> datetime:
    """When enough of `times` are as long ago as `window`."""
    over = len(times) + min(wanted, most) - most
    return now if over <= 0 else times[over - 1] + window
