"""Damaged updates through intake, inbox, lanes, aiogram and every handler, on a real street."""

import asyncio
import random
import tempfile
from pathlib import Path

from bot.clock import SystemClock
from bot.handlers import build_dispatcher
from bot.hearing import Hearing
from bot.nlp.listener import Listener
from community.words import InboxState
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests.contracts.lanes_kit import Line
from tests.gates import nonsense, samples
from tests.gates.gate import Verdict
from tests.street import build

BATCH = 100
HARMLESS = ("pydantic_core._pydantic_core.ValidationError", "OverflowError: Python int too large")
"""What aiogram's types refuse is no fault of a handler, nor is an id that Telegram cannot give (it has 52 bits)."""


async def swallow(chance: random.Random, times: int, verdict: Verdict) -> None:
    """Feed `times` damaged updates; every one must end, and none may break a handler."""
    with tempfile.TemporaryDirectory(prefix="hehuo-gate-") as folder:
        database = Database(sqlite_url(Path(folder)))
        await asyncio.to_thread(prepare, database)
        build(database)
        hearing = Hearing(await asyncio.to_thread(Listener.load), database, SystemClock())
        given = {"hearing": hearing, "secret": b"secret", "bot_name": "hehuo_bot"}
        line = Line(database, build_dispatcher(), given)
        async with line.working():
            for first in range(0, times, BATCH):
                await line.intake.take([_update(chance, first + n + 1) for n in range(min(BATCH, times - first))])
                await line.ended()
        rows = line.rows()
        quarantined = [row for row in rows if row.state is InboxState.QUARANTINED]
        broken = [row for row in quarantined if not any(name in (row.error or "") for name in HARMLESS)]
        verdict.count(rows=len(rows), refused=len(quarantined) - len(broken))
        verdict.none(unhandled=sum(row.state is InboxState.NEW for row in rows), broke_a_handler=len(broken))
        for row in broken[:3]:
            verdict.promise(f"{row.body}\n{(row.error or '')[-1500:]}", kept=False)
        database.close()


def _update(chance: random.Random, number: int) -> samples.Json:
    kind, body = next(iter(chance.choice(samples.UPDATES).items()))
    if chance.random() < 0.5:
        words = {"text": nonsense.text(chance)} if "text" in body else {}
        return {"update_id": number, kind: {**body, "message_id": number, **words}}
    return {"update_id": number, kind: nonsense.damaged(chance, body)}
