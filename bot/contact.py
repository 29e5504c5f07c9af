"""Keeping in mind when Telegram last answered: what it holds back for us, it holds for a day."""

from datetime import datetime, timedelta

from actions.tx import Do
from actions.watching import keep_in_touch
from community.clock import Clock

EVERY = timedelta(minutes=10)


class Contact:
    """Told of every answer; writes one down now and then."""

    def __init__(self, do: Do, clock: Clock) -> None:
        self._do = do.repeatable()
        self._clock = clock
        self._noted: datetime | None = None

    async def made(self) -> None:
        """Telegram has answered."""
        now = self._clock.now()
        if self._noted is None or abs(now - self._noted) >= EVERY:  # a clock may be set back
            await self._do(keep_in_touch)
            self._noted = now
