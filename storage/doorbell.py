"""LISTEN/NOTIFY: processes on one PostgreSQL database wake each other. A ring that is lost costs only a few seconds.

Rings are sent apart from the work that they tell of, many as one: a NOTIFY within each transaction would make all
commits wait for one another. The listening connection also shows that a program is at work (storage.presence).
"""

import asyncio
import logging
from collections.abc import Callable

import psycopg
import sqlalchemy as sa
from sqlmodel import Session

from storage.engine import Database
from storage.postgres import SILENCE
from storage.presence import KEY, InUse

CHANNEL = "hehuo"
_RETRY = 1.0  # seconds
log = logging.getLogger(__name__)


class Doorbell:
    """heard: called with what another process has rung for. missed: called when rings may have been missed.

    me: a name that no other process has.
    """

    def __init__(self, database: Database, me: str, heard: Callable[[str], None], missed: Callable[[], None]) -> None:
        self._database = database
        self._me = me
        self._heard = heard
        self._missed = missed
        self._pending: set[str] = set()
        self._rung = asyncio.Event()

    def ring(self, what: str) -> None:
        """Wake whoever looks after `what` in other processes, soon."""
        self._pending.add(what)
        self._rung.set()

    async def run(self) -> None:
        """Listen and ring until cancelled. Raises InUse."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._send())

    async def _send(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            pending, self._pending = self._pending, set()

            def work(session: Session, pending: set[str] = pending) -> None:
                for what in sorted(pending):
                    session.execute(sa.select(sa.func.pg_notify(CHANNEL, f"{self._me} {what}")))

            await self._database.write(work, again=True)  # to ring twice wakes nobody twice

    async def _listen(self) -> None:
        """Listen for ever, on a new connection when one breaks."""
        away = False
        while True:
            try:
                await self._listen_once()
            except psycopg.OperationalError as error:
                if not away:
                    log.warning("the doorbell is out of order: %s", type(error).__name__)
                away = True
                await asyncio.sleep(_RETRY)

    async def _listen_once(self) -> None:
        url = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        info = psycopg.conninfo.make_conninfo(url, **SILENCE)
        async with await psycopg.AsyncConnection.connect(info, autocommit=True) as connection:
            had = await connection.execute("SELECT pg_try_advisory_lock_shared(%s::bigint)", [KEY])
            if await had.fetchone() != (True,):  # while the line was broken a restore has begun
                raise InUse
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            self._missed()
            async for notice in connection.notifies():
                who, _, what = notice.payload.partition(" ")
                if who != self._me:
                    self._heard(what)
