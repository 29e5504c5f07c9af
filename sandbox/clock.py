"""The world's clock: ticks in real time, can be moved forward, never backwards. Nothing else here asks the time."""

import time
from datetime import datetime, timedelta
from typing import Any

START = "2026-11-26T09:00:00+08:00"  # a working Thursday, 09:00 in Shanghai


class Clock:
    """`now` is an aware datetime; `version` rises with every jump."""

    def __init__(self, start: datetime, version: int = 1) -> None:
        self._base = start
        self._mark = time.monotonic()
        self.version = version

    def now(self) -> datetime:
        """The world's time."""
        return self._base + timedelta(seconds=time.monotonic() - self._mark)

    def stamp(self) -> int:
        """The world's time as Telegram writes dates: whole Unix seconds."""
        return int(self.now().timestamp())

    def seconds(self) -> float:
        """The world's time as Unix seconds with their fraction, for limits and ages."""
        return self.now().timestamp()

    def jump(self, to: datetime) -> None:
        """Moves to a later moment (an earlier one leaves the time) and counts a new version."""
        self._base = max(to, self.now())
        self._mark = time.monotonic()
        self.version += 1

    def saved(self) -> dict[str, Any]:
        """What the store keeps, so that a restart goes on from here."""
        return {"now": self.now().isoformat(), "version": self.version}
