"""The bot's queue of updates: kept 24 h, filtered by allowed_updates, taken by one poller or the webhook."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sandbox.errors import BotApiError, bad_request

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]
_UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
_KEPT_SECONDS = 24 * 3600
_CALLBACK_SECONDS = 150
_CONFLICT = "Conflict: terminated by {} request; make sure that only one bot instance is running"
_WEBHOOK_ON = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass
class Pending:
    """An update the bot has not confirmed. `lane` is what Telegram keeps in order: the chat, or a presser."""

    id: int
    kind: str
    body: Json
    at: float
    lane: str

    def update(self) -> Json:
        """The Bot API's Update."""
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """Undelivered updates, oldest first, and who takes them."""

    def __init__(self, world: World) -> None:
        self._world = world
        loaded = sorted((Pending(**body) for _, body in world.store.all("update")), key=lambda item: item.id)
        self._pending = {item.id: item for item in loaded}
        self._poller: asyncio.Future[str] | None = None
        self._present = False
        self.taken = 0  # rises with every queued update: an older "settled" no longer counts

    @property
    def webhook(self) -> Json | None:
        """What setWebhook asked for, or None while polling."""
        found: Json | None = self._world.meta.get("webhook")
        return found

    @property
    def reached(self) -> bool:
        """Whether a bot ever polled or set a webhook."""
        return bool(self._world.meta.get("polled")) or self.webhook is not None

    @property
    def present(self) -> bool:
        """Whether a bot has polled, set its webhook or answered on it since this server started."""
        return self._present

    def meet(self) -> None:
        """The bot has just shown itself."""
        if not self._present:
            self._present = True
            self._world.changed()

    def push(self, kind: str, body: Json, lane: object) -> int | None:
        """Queues an update; None if the bot doesn't ask for that kind."""
        allowed = self._world.meta.get("allowed")
        if kind not in allowed if allowed else kind in _UNASKED:
            return None
        return self.inject(kind, body, lane)

    def inject(self, kind: str, body: Any, lane: object = "raw") -> int:
        """Queues an update whatever the bot asked for."""
        item = Pending(self._world.next("update"), kind, body, self._world.clock.seconds(), str(lane))
        self._pending[item.id] = item
        self._world.store.put("update", item.id, asdict(item))
        self.taken += 1
        self._world.bell.ring()
        return item.id

    def allow(self, kinds: list[str] | None) -> None:
        """Remembers allowed_updates; None leaves them, an empty list means the default."""
        if kinds is not None:
            self._world.set("allowed", kinds)

    def pending(self) -> list[Pending]:
        """What still waits, without what has become too old."""
        now = self._world.clock.seconds()
        for item in list(self._pending.values()):
            limit = _CALLBACK_SECONDS if item.kind == "callback_query" else _KEPT_SECONDS
            if now - item.at > limit:
                self.confirm(item.id)
        return list(self._pending.values())

    def holds(self, update_id: int) -> bool:
        """Whether that update still waits."""
        return update_id in self._pending

    def confirm(self, update_id: int) -> None:
        """Forgets one update: the bot has it."""
        if self._pending.pop(update_id, None):
            self._world.store.drop("update", update_id)
            self._world.bell.ring()

    def drop_all(self) -> None:
        """Forgets everything that waits."""
        for update_id in list(self._pending):
            self.confirm(update_id)

    async def poll(self, offset: int, limit: int, seconds: int, allowed: list[str] | None) -> list[Json]:
        """getUpdates. Confirms what is below the offset; raises BotApiError 409 for a webhook or a second poller."""
        if self.webhook is not None:
            raise BotApiError(409, _WEBHOOK_ON)
        if not 1 <= limit <= 100:
            limit = 100
        self.allow(allowed)
        self.interrupt("other getUpdates")
        self._confirm_below(offset)
        if not self._world.meta.get("polled"):
            self._world.set("polled", True)
        self.meet()
        mine = self._poller = asyncio.get_running_loop().create_future()
        self._world.commit()
        await self._world.bell.until(lambda: bool(self.pending()) or mine.done(), min(seconds, 50))
        if mine.done():
            raise BotApiError(409, _CONFLICT.format(mine.result()))
        self._poller = None
        return self._batch(offset, limit)

    def interrupt(self, by: str) -> None:
        """Ends the poll that is open, if one is: its caller gets a 409 which names the request that did it."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(by)
            self._world.bell.ring()

    def _confirm_below(self, offset: int) -> None:
        waiting = self.pending()
        if offset < 0:
            waiting = waiting[:offset]
        for item in waiting:
            if offset < 0 or item.id < offset:
                self.confirm(item.id)

    def _batch(self, offset: int, limit: int) -> list[Json]:
        batch = [item.update() for item in self.pending() if item.id >= offset][:limit]
        if len(batch) > 1 and self._world.faults.for_updates("reorder"):
            batch.reverse()
        if batch and self._world.faults.for_updates("duplicate"):
            batch += batch
        return batch


def check_webhook_url(url: str) -> None:
    """Telegram wants HTTPS; here the bot runs on this machine, so plain HTTP is served too."""
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
