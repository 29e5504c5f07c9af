"""Telegram's limits on how often a bot may write, counted on the world's own clock."""

import math
from collections import deque
from collections.abc import Callable

from sandbox.errors import BotApiError

_OVERALL, _OVERALL_SECONDS = 30, 1.0
_GROUP, _GROUP_SECONDS = 20, 60.0
_PRIVATE_BURST = 5  # one a second, and short bursts are let through, as Telegram does


class Limits:
    """30 a second overall, one a second (with short bursts) per private chat, 20 a minute per group."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._overall: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._tokens: dict[int, tuple[float, float]] = {}
        self.on = True

    def spend(self, chat: int, *, private: bool, messages: int = 1) -> None:
        """Counts a send or an edit; raises BotApiError 429 with retry_after, counting nothing, if it is too much."""
        if not self.on:
            return
        now = self._seconds()
        group = self._groups.setdefault(chat, deque()) if not private else deque()
        tokens = self._filled(chat, now) if private else float(messages)
        waits = [
            _until_room(self._overall, now, messages, _OVERALL, _OVERALL_SECONDS),
            _until_room(group, now, messages, _GROUP, _GROUP_SECONDS),
            min(messages, _PRIVATE_BURST) - tokens,
        ]
        if max(waits) > 0:
            seconds = max(1, math.ceil(max(waits)))
            raise BotApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._overall.extend([now] * messages)
        group.extend([now] * messages)
        if private:
            self._tokens[chat] = (tokens - messages, now)

    def _filled(self, chat: int, now: float) -> float:
        tokens, at = self._tokens.get(chat, (float(_PRIVATE_BURST), now))
        return min(float(_PRIVATE_BURST), tokens + now - at)


def _until_room(times: deque[float], now: float, wanted: int, most: int, window: float) -> float:
    while times and times[0] <= now - window:
        times.popleft()
    over = len(times) + wanted - most
    return 0.0 if over <= 0 else times[min(over, len(times)) - 1] + window - now
