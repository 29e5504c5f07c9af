"""From what Telegram gives to inbox rows: one transaction for a batch, then the lanes are woken."""

from collections.abc import Callable, Sequence
from typing import Any, TypeGuard

import structlog

from bot.metrics import UPDATES
from community.clock import Clock
from storage import inbox
from storage.engine import Database, Session
from storage.inbox import Arrival

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
"""What we ask Telegram for: `chat_member` and reactions come only if they are named."""

LARGEST = 2**63
"""A number that the databases cannot hold would keep the rest of its batch from being taken."""

log = structlog.get_logger(__name__)
Json = dict[str, Any]


class Intake:
    """Commits updates to the inbox; `arrived` is called after each commit."""

    def __init__(self, database: Database, clock: Clock, bot_id: int, arrived: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._bot_id = bot_id
        self._arrived = arrived
        self._taking = 0

    @property
    def busy(self) -> bool:
        """Whether anything is being taken in; a webhook takes several at once."""
        return self._taking > 0

    async def take(self, updates: Sequence[Json]) -> None:
        """Return once `updates` are on disk, in the order of their numbers; those that are there are left alone."""
        self._taking += 1
        try:
            given = sorted((update for update in updates if _numbered(update)), key=lambda update: update["update_id"])
            arrivals = [Arrival(update["update_id"], lane_of(update), update) for update in given]

            def work(session: Session) -> None:
                inbox.put(session, arrivals, bot_id=self._bot_id, now=self._clock.now())

            await self._database.write(work, again=True)
            for update in given:
                UPDATES.labels(next((kind for kind in ALLOWED_UPDATES if kind in update), "other")).inc()
            self._arrived()
        finally:
            self._taking -= 1


def lane_of(update: Json) -> str:
    """The chat that `update` belongs to, else the person; what is in neither shares one lane."""
    for body in update.values():
        if isinstance(body, dict):
            chat = _id(body, "chat") or _id(body.get("message"), "chat") or _id(body, "from") or _id(body, "user")
            return chat or "0"
    return "0"


def _id(body: Any, name: str) -> str | None:
    inner = body.get(name) if isinstance(body, dict) else None
    return str(inner["id"]) if isinstance(inner, dict) and "id" in inner else None


def _numbered(update: Any) -> TypeGuard[Json]:
    number = update.get("update_id") if isinstance(update, dict) else None
    if isinstance(number, int) and 0 <= number < LARGEST:
        return True
    log.error("intake.no_update_id")
    return False
