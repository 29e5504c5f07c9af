"""Whether the program is well: over HTTP on a local port for whoever watches it, with Prometheus' metrics."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import metrics
from bot.ailments import ailments
from bot.line import Line
from bot.serving import Serving
from community.clock import Clock
from storage import newest_backup, rotation
from storage.engine import Database, DatabaseDown
from storage.lags import Lags, look

_PATIENCE = 3.0  # seconds for the database


class Health:
    """Answers /healthz, /readyz and /metrics at `listen`. backups: the folder in which the newest is looked for."""

    def __init__(
        self, database: Database, clock: Clock, line: Line, backups: Path, listen: str, cannot: Callable[[str], str]
    ) -> None:
        self._database = database
        self._clock = clock
        self._line = line
        self._backups = backups
        routes = [
            Route("/healthz", self._alive),
            Route("/readyz", self._ready),
            Route("/metrics", self._metrics),
        ]
        self._serving = Serving(Starlette(routes=routes), listen, cannot)

    async def run(self) -> None:
        """Answer until cancelled. Raises Ending if the port cannot be had."""
        await self._serving.run()

    async def _alive(self, _: Request) -> Response:
        """That this answers is the answer."""
        return PlainTextResponse("ok\n")

    async def _ready(self, _: Request) -> Response:
        wrong = self._wrong(await self._look())
        return JSONResponse({"ready": not wrong, "wrong": wrong}, status_code=503 if wrong else 200)

    async def _metrics(self, _: Request) -> Response:
        lags = await self._look()
        _measure(lags, await self._newest(answers=lags is not None), ready=not self._wrong(lags))
        return Response(generate_latest(metrics.REGISTRY), media_type=CONTENT_TYPE_LATEST)

    def _wrong(self, lags: Lags | None) -> list[str]:
        """On a full disk reading goes on, and writing waits."""
        wrong = [*ailments(lags), *self._line.wrong()]
        return ["database", *wrong] if self._database.away and "database" not in wrong else wrong

    async def _newest(self, *, answers: bool) -> datetime | None:
        """When the newest backup was made. answers: the database does, which knows of those on other machines."""
        now = self._clock.now()
        with suppress(TimeoutError, DatabaseDown):
            async with asyncio.timeout(_PATIENCE if answers else 0):
                found = await self._database.read(lambda session: newest_backup.newest(self._backups, now, session))
                return found.at if found is not None else None
        return await asyncio.to_thread(rotation.newest, self._backups, now)

    async def _look(self) -> Lags | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._database.read(lambda session: look(session, self._clock.now()))
        except (TimeoutError, DatabaseDown):
            return None


def _measure(lags: Lags | None, backup: datetime | None, *, ready: bool) -> None:
    metrics.READY.set(ready)
    metrics.BACKUP_AT.set(backup.timestamp() if backup else 0)
    if lags is None:
        return
    metrics.INBOX_WAITING.set(lags.inbox)
    metrics.INBOX_LAG.set(lags.inbox_lag.total_seconds())
    metrics.OUTBOX_WAITING.set(lags.outbox)
    metrics.OUTBOX_LAG.set(lags.outbox_lag.total_seconds())
    metrics.DUES_WAITING.set(lags.dues)
    metrics.DUES_LAG.set(lags.dues_lag.total_seconds())
    metrics.QUARANTINED.set(lags.quarantined)
    for state, count in lags.dead.items():
        metrics.DEAD_LETTERS.labels(state).set(count)
