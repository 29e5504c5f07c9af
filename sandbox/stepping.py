"""Moving the clock with the bot: from due moment to due moment, waiting each time until the bot has settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sandbox.errors import ControlError
from sandbox.world import World


@dataclass(frozen=True)
class Settled:
    """The bot had nothing left to do at that clock version, after that many updates; its next due moment, if any."""

    version: int
    taken: int
    next_due: datetime | None


class Stepper:
    """One jump at a time."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._settled: Settled | None = None
        self._moving = False

    def settle(self, version: int, next_due: datetime | None) -> bool:
        """The bot says it is idle. Counts only for the clock as it is, with every update confirmed; answers whether."""
        updates = self._world.updates
        if version != self._world.clock.version or updates.pending():
            return False
        self._settled = Settled(version, updates.taken, next_due)
        self._world.bell.ring()
        return True

    def _idle(self) -> bool:
        now = (self._world.clock.version, self._world.updates.taken)
        return self._settled is not None and (self._settled.version, self._settled.taken) == now

    async def move(self, to: datetime, patience: float) -> None:
        """Goes to that moment through everything due before it; raises ControlError 400, 409 or 504."""
        clock = self._world.clock
        if to < clock.now():
            raise ControlError(400, "clock_back", now=clock.now().isoformat(), to=to.isoformat())
        if self._moving:
            raise ControlError(409, "clock_busy")
        self._moving = True
        try:
            await self._steps(to, patience)
        finally:
            self._moving = False

    async def _steps(self, to: datetime, patience: float) -> None:
        clock, stuck_at = self._world.clock, None
        await self._wait(to, patience)
        while True:
            due = self._settled.next_due if self._settled else None
            if due is not None and due == stuck_at:
                due = None  # announced again although its time has come: it is not ours to wait for
            if due is None or due >= to:
                if clock.now() < to:
                    self._jump(to)
                    await self._wait(to, patience)
                    continue
                if due is None or due > clock.now():
                    return
            stuck_at = due
            self._jump(due)
            await self._wait(to, patience)

    def _jump(self, to: datetime) -> None:
        self._world.clock.jump(to)
        self._world.queries.expire(self._world.clock.seconds())
        self._world.changed()
        self._world.commit()

    async def _wait(self, to: datetime, patience: float) -> None:
        if await self._world.bell.until(self._idle, patience):
            return
        now = self._world.clock.now
        if not self._world.updates.reached:
            self._jump(to)
            raise ControlError(504, "no_bot", now=now().isoformat())
        raise ControlError(504, "bot_silent", seconds=round(patience), now=now().isoformat())
