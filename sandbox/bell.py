"""Waking whoever waits for something to change."""

import asyncio
from collections.abc import Callable


class Bell:
    """`ring` wakes every waiter, who looks again; `silence` ends all waiting for good (the server stops)."""

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()
        self.silenced = False

    def ring(self) -> None:
        """Wakes all waiters."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def silence(self) -> None:
        """Wakes all waiters and lets nobody wait again."""
        self.silenced = True
        self.ring()

    async def until(self, true: Callable[[], bool], timeout: float) -> bool:  # noqa: ASYNC109 - the caller's own limit
        """Waits at most `timeout` seconds until the condition holds; answers whether it does."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not true():
            left = deadline - loop.time()
            if left <= 0 or self.silenced:
                return False
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.add(waiter)
            try:
                async with asyncio.timeout(left):
                    await waiter
            except TimeoutError:
                continue
            finally:
                self._waiters.discard(waiter)
        return True
