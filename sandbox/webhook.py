"""Delivery to the bot's webhook: in order per lane, lanes side by side, again and again until it answers 2xx."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    from sandbox.updates import Pending
    from sandbox.world import World

Json = dict[str, Any]
_FIRST_PAUSE, _LONGEST_PAUSE, _TIMEOUT = 0.2, 30.0, 60.0


class Deliveries:
    """Runs as one task while the server does; sleeps while no webhook is set or nothing waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._flying: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        client: httpx.AsyncClient | None = None
        try:
            while not self._world.bell.silenced:
                await self._world.bell.until(lambda: bool(self._heads()), 5.0)
                if self._world.updates.webhook is not None and client is None:
                    client = _client()
                for item in self._heads():
                    if client is not None:
                        self._flying[item.lane] = asyncio.create_task(self._deliver(client, item))
        finally:
            for task in self._flying.values():
                task.cancel()
            await asyncio.gather(*self._flying.values(), return_exceptions=True)
            if client is not None:
                await client.aclose()

    def _heads(self) -> list[Pending]:
        """The oldest update of each lane that is not under way, as many as max_connections leave room for."""
        hook = self._world.updates.webhook
        if hook is None:
            return []
        heads: dict[str, Pending] = {}
        for item in self._world.updates.pending():
            heads.setdefault(item.lane, item)
        free = int(hook["max_connections"]) - len(self._flying)
        waiting = [item for lane, item in heads.items() if lane not in self._flying]
        return waiting[: max(free, 0)]

    async def _deliver(self, client: httpx.AsyncClient, item: Pending) -> None:
        pause = _FIRST_PAUSE
        try:
            while (hook := self._world.updates.webhook) is not None and self._world.updates.holds(item.id):
                trouble = await self._post(client, hook, item)
                if trouble is None:
                    self._world.updates.meet()
                    self._world.updates.confirm(item.id)
                    self._world.commit()
                    return
                self._note(trouble)
                await self._world.bell.until(lambda: False, pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
        finally:
            self._flying.pop(item.lane, None)
            self._world.bell.ring()

    async def _post(self, client: httpx.AsyncClient, hook: Json, item: Pending) -> str | None:
        """One attempt (two if a fault asks for duplicates); what went wrong, or None."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret_token"]} if hook.get("secret_token") else {}
        times = 2 if self._world.faults.for_updates("duplicate") else 1
        try:
            for _ in range(times):
                answer = await client.post(hook["url"], json=item.update(), headers=headers)
        except Exception as error:  # noqa: BLE001 - whatever the client raises, the update must stay queued
            return f"{type(error).__name__}: {error}"
        if answer.status_code // 100 != 2:
            return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        return None

    def _note(self, trouble: str) -> None:
        hook = self._world.updates.webhook
        if hook is not None:
            noted = {"last_error_date": self._world.clock.stamp(), "last_error_message": trouble}
            self._world.set("webhook", hook | noted)


def _client() -> httpx.AsyncClient:
    import httpx  # noqa: PLC0415 - only bots with a webhook need it, and it takes long to import

    return httpx.AsyncClient(timeout=_TIMEOUT, trust_env=False, limits=httpx.Limits(max_connections=100))
