"""SQLite's one writer: what has come to wait while it wrote is written together, with one wait for the disk."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

MOST = 32

Work = Callable[[Session], Any]
"""What is done in one transaction: all of it or nothing. It may be begun more than once."""


class Together:
    """An executor with one thread. `submit(alone, work)`: `alone` runs one `work` and commits it.

    Several that wait are done one after the other and committed at once, and only then is any of them told that it is
    done. If one of them fails, or the commit, nothing was done: each is run alone and has its own result.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, "sqlite-writer")
        self._waiting: deque[tuple[Work, Future[Any]]] = deque()

    def submit(self, alone: Callable[[Work], Any], work: Work) -> Future[Any]:
        """The result of `work`, to come."""
        result: Future[Any] = Future()
        self._waiting.append((work, result))
        self._thread.submit(self._write, alone)
        return result

    def shutdown(self) -> None:
        """Wait until all is written."""
        self._thread.shutdown()

    def _write(self, alone: Callable[[Work], Any]) -> None:
        """Everything that waits; there is one call for each, so the last ones find nothing left."""
        taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        batch = [(work, result) for work, result in taken if result.set_running_or_notify_cancel()]
        if len(batch) > 1 and self._at_once(batch):
            return
        for work, result in batch:
            try:
                result.set_result(alone(work))
            except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
                result.set_exception(error)

    def _at_once(self, batch: list[tuple[Work, Future[Any]]]) -> bool:
        try:
            with self._engine.begin() as connection:
                done = [_join(connection, work) for work, _ in batch]
        except BaseException:  # noqa: BLE001 - each has its own error when it is run alone
            return False
        for (_, result), value in zip(batch, done, strict=True):
            result.set_result(value)
        return True


def _join(connection: sa.Connection, work: Work) -> Any:
    session = Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
    with session, session.begin():
        return work(session)
