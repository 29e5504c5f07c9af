"""Watching the webhook from Telegram's side: whether it still has our address, and whether it gets through."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.botapi import ApiFailure, BotApi, Unauthorized
from bot.intake import ALLOWED_UPDATES
from bot.line import Line
from community.clock import Clock

EVERY = 60.0  # seconds
RECENT = 300.0  # seconds; an older failure to deliver says nothing of now
log = structlog.get_logger(__name__)


class Hook:
    """Asks now and then. reached: done whenever updates get through, as far as Telegram knows."""

    def __init__(
        self,
        api: BotApi,
        clock: Clock,
        line: Line,
        reached: Callable[[], Awaitable[None]] | None,
        *,
        url: str,
        secret: str,
    ) -> None:
        self._api = api
        self._clock = clock
        self._line = line
        self._reached = reached
        self._url = url
        self._secret = secret

    async def set(self) -> None:
        """Tell Telegram where to send updates. Raises an ApiFailure."""
        await self._api.call("setWebhook", url=self._url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)

    async def run(self) -> None:
        """Look until cancelled."""
        with self._line.watched():
            while True:
                await self.look()
                await asyncio.sleep(EVERY)

    async def look(self) -> None:
        """Ask once; set the webhook again if somebody took it away."""
        try:
            info = await self._api.call("getWebhookInfo")
            if info.get("url") != self._url:
                log.error("hook.taken_away")
                self._line.failed("webhook")
                await self.set()
                return
        except ApiFailure as failure:
            log.warning("hook.unknown", failure=repr(failure))
            self._line.failed("token" if isinstance(failure, Unauthorized) else "telegram")
            return
        if self._fails(info):
            log.error("hook.fails", waiting=info["pending_update_count"], why=info.get("last_error_message"))
            self._line.failed("webhook")
            return
        self._line.reached()
        if self._reached is not None:
            await self._reached()

    def _fails(self, info: Mapping[str, Any]) -> bool:
        """Whether updates wait there and the last try to deliver one failed just now."""
        at = info.get("last_error_date")
        lately = at is not None and self._clock.now().timestamp() - float(at) < RECENT
        return lately and bool(info.get("pending_update_count"))
