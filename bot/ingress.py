"""Long polling: updates from Telegram to the inbox, confirmed only when they are on disk."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.botapi import ApiFailure, BotApi, Conflict, Flooded, Unauthorized, Untrusted
from bot.intake import ALLOWED_UPDATES, Intake
from bot.line import Line
from bot.texts import terminal

_WAIT = 30  # seconds that Telegram may hold a poll
_BATCH = 100
_SLOWEST = 30.0
_ASK_AGAIN = (5.0, 15.0, 40.0, 60.0, 60.0, 60.0)
"""Seconds between the times Telegram is asked whether it really does not know the token: four minutes in all."""
log = structlog.get_logger(__name__)


class Ingress:
    """Polls for ever.

    tell: given a sentence for the operator when the connection is lost and when it is back. reached: done whenever
    Telegram has answered, before anything is taken. line: told how it goes.
    """

    def __init__(
        self,
        api: BotApi,
        intake: Intake,
        chance: random.Random,
        tell: Callable[[str], None],
        line: Line,
        reached: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._reached = reached
        self._api = api
        self._intake = intake
        self._chance = chance
        self._tell = tell
        self._line = line
        self._failures = 0

    async def run(self) -> None:
        """Take updates until cancelled. Raises Unauthorized if Telegram does not know the token for minutes.

        The first poll names no offset: after an idle week the ids start anew, and the inbox drops what it has.
        """
        with self._line.watched():
            await self._take_for_ever()

    async def _take_for_ever(self) -> None:
        offset: int | None = None
        while True:
            try:
                updates = await self._poll(offset)
            except ApiFailure as failure:
                if isinstance(failure, Unauthorized) and await self._is_unknown():
                    raise
                await self._back_off(failure)
                continue
            self._line.reached()
            self._recovered()
            if self._reached is not None:
                await self._reached()
            if updates:
                await self._intake.take(updates)
                offset = max(update["update_id"] for update in updates) + 1

    async def _poll(self, offset: int | None) -> list[dict[str, Any]]:
        from_there = {} if offset is None else {"offset": offset}
        updates: list[dict[str, Any]] = await self._api.call(
            "getUpdates", wait=_WAIT, timeout=_WAIT, limit=_BATCH, allowed_updates=ALLOWED_UPDATES, **from_there
        )
        return updates

    async def _is_unknown(self) -> bool:
        """Whether Telegram keeps on saying that it does not know the token: a moment of confusion must not end us."""
        self._tell(terminal.REFUSED_FOR_NOW)
        for seconds in _ASK_AGAIN:
            self._line.failed("token")
            log.error("ingress.refused", seconds=seconds)
            await asyncio.sleep(seconds)
            try:
                await self._api.call("getMe")
            except Unauthorized:
                continue
            except ApiFailure:
                return False  # polling will find out what it is
            return False
        return True

    async def _back_off(self, failure: ApiFailure) -> None:
        self._failures += 1
        self._line.failed("conflict" if isinstance(failure, Conflict) else "telegram")
        delay = min(_SLOWEST, 0.5 * 2**self._failures) * self._chance.uniform(0.5, 1.0)
        if isinstance(failure, Flooded):
            delay = failure.seconds + self._chance.uniform(0, 1)
        log.warning("ingress.failed", failure=repr(failure), seconds=round(delay, 1), failures=self._failures)
        if self._failures == 1:
            self._tell(_told(failure, delay))
        await asyncio.sleep(delay)

    def _recovered(self) -> None:
        if self._failures:
            self._failures = 0
            log.info("ingress.recovered")
            self._tell(terminal.REACHED_AGAIN)


def _told(failure: ApiFailure, delay: float) -> str:
    if isinstance(failure, Conflict):
        return terminal.CONFLICT
    if isinstance(failure, Untrusted):
        return terminal.untrusted_for_now(str(failure))
    return terminal.unreachable(delay)
