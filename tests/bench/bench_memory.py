"""Memory under plain chatter: what the lanes, the inbox and the listener hold after many updates, beside after few.

Prints the resident memory at every tenth of the way, and the ratio of the end to the first tenth (aim: at most 1.1).
Run `uv run --group dev python -m tests.bench.bench_memory [updates]`; a million take about half an hour.
"""

import asyncio
import random
import sys
import tempfile
from pathlib import Path

import psutil
from aiogram import Bot

from actions.tx import Do
from bot.clock import SystemClock
from bot.handlers import build_dispatcher
from bot.hearing import Hearing
from bot.intake import Intake
from bot.lanes import Lanes
from bot.nlp.listener import Listener
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from tests.bench.bench_pipeline import BATCH, BOT, TOKEN, groups, update

UPDATES = 20_000
AIM = 1.1


async def measure(folder: Path, count: int) -> None:
    """Feed, look, print."""
    database, clock = Database(sqlite_url(folder)), SystemClock()
    prepare(database)
    for row in groups():
        database.write_now(lambda session, row=row: session.add(row))  # type: ignore[misc]
    do = Do(database, clock, random.Random(1), BOT, lambda: None)
    dispatcher = build_dispatcher()
    given = {"hearing": Hearing(Listener.load(), database, clock), "secret": b"", "bot_name": "hehuo_bot"}
    held: list[int] = []
    async with Bot(TOKEN).context() as bot:
        lanes = Lanes(dispatcher, bot, do, database, clock, given, shared=not database.embedded)
        intake = Intake(database, clock, BOT, lanes.wake)
        working = asyncio.create_task(lanes.run())
        for first in range(0, count, BATCH):
            await intake.take([update(number) for number in range(first + 1, first + BATCH + 1)])
            while lanes.busy:  # noqa: ASYNC110 - a benchmark may look again and again
                await asyncio.sleep(0.002)
            if (first + BATCH) * 10 // count > len(held):
                held.append(psutil.Process().memory_info().rss)
                print(f"{first + BATCH} updates: {held[-1] / 2**20:.0f} MiB", flush=True)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    database.close()
    print(f"end / first tenth {held[-1] / held[0]:.3f} (aim: at most {AIM})")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(measure(Path(made), int(sys.argv[1]) if len(sys.argv) > 1 else UPDATES))
