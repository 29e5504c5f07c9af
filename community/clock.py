"""What the rest of the program may ask of time. The one implementation is made in bot.app and passed down."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""Local time of the people; everything inside is aware UTC."""


def named(at: datetime) -> str:
    """An hour as anybody would name it, on whatever day it is read: 11月26日10:30."""
    local = at.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日{local.hour}:{local.minute:02d}"


class Clock(Protocol):
    """The time, which in the sandbox can be moved."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Return at `at`, or sooner if the clock is moved past it, or back."""
        ...
