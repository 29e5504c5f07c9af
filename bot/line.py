"""The line from Telegram: whether updates reach us, as readiness and metrics tell it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.metrics import CONTACT_AT, INGRESS_FAILURES
from community.clock import Clock

SILENT = 180.0  # seconds without an answer, four times as long as a poll may take
AT_ONCE = frozenset({"conflict", "token", "webhook"})
"""What somebody must look at; that Telegram is away for a moment is nothing."""
GRACE = 60.0  # seconds for all else


class Line:
    """Told by whoever takes updates in; where nobody does, nothing is wrong. now: seconds that only grow."""

    def __init__(self, clock: Clock, now: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._now = now
        self._reached: float | None = None
        self._failing: tuple[str, float] | None = None

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While this process takes updates in."""
        self._reached, self._failing = self._now(), None
        try:
            yield
        finally:
            self._reached = self._failing = None

    def reached(self) -> None:
        """Telegram has answered, and nothing is wrong."""
        self._reached, self._failing = self._now(), None
        CONTACT_AT.set(self._clock.now().timestamp())

    def failed(self, kind: str) -> None:
        """It has not; `kind`: telegram (no answer that helps), conflict, token, webhook."""
        INGRESS_FAILURES.labels(kind).inc()
        since = self._failing[1] if self._failing and self._failing[0] == kind else self._now()
        self._failing = (kind, since)

    def wrong(self) -> list[str]:
        """What is wrong, by the words of `bot.ailments`."""
        if self._reached is None:
            return []
        now = self._now()
        if self._failing is not None:
            kind, since = self._failing
            return [kind] if kind in AT_ONCE or now - since > GRACE else []
        return ["telegram"] if now - self._reached > SILENT else []
