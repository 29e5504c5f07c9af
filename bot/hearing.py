"""What the handlers hear with: the listener as a community has taught it, and the street's 办事指南.

It is made of rows and follows them: an action that changes one raises a number, which is looked at after a commit of
ours, and now and then for other processes'. Talk that needs no action costs no query.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.nlp.guide import Entry, Guide
from bot.nlp.listener import Listener
from community.clock import Clock
from storage import hearing as rows
from storage.engine import Database, Session

LOOK_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Ears:
    """What one message is heard with."""

    listener: Listener
    guide: Guide


class Hearing:
    """Hands out ears that follow the rows."""

    def __init__(self, listener: Listener, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._ears = Ears(listener, Guide((), listener.tokens))
        self._version = -1
        self._stale = True
        self._look_at = clock.now()
        self._following = asyncio.Lock()

    def wake(self) -> None:
        """Rows may have changed."""
        self._stale = True

    async def ears(self, community: str | None) -> Ears:
        """What a message of `community` is heard with now."""
        if self._stale or self._clock.now() >= self._look_at:
            async with self._following:
                await self._follow()
        return self._ears

    async def _follow(self) -> None:
        if not self._stale and self._clock.now() < self._look_at:
            return  # somebody else has just looked
        self._stale, self._look_at = False, self._clock.now() + LOOK_AGAIN
        seen = await self._database.read(rows.version)
        if seen != self._version:
            self._ears = await self._database.read(self._load)
            self._version = seen

    def _load(self, session: Session) -> Ears:
        entries = (
            Entry(row.id, row.street_id, row.community_id, row.question, row.answer, row.valid_until)
            for row in rows.guide_entries(session)
        )
        return Ears(self._ears.listener, Guide(entries, self._ears.listener.tokens))
