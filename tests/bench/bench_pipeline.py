"""What an update of plain chatter costs, from Telegram's JSON to its end, against aiogram alone.

Both in one run, in turns: aiogram's bare `feed_raw_update` with a handler that does nothing; and the inbox row, the
lane, aiogram with our real routers, the listener, and the committed end. Prints the ratio of the quickest rounds, whose
aim is at most 8, and what of it is understanding. Seconds are the process's own, all threads together.
Run `uv run --group dev python -m tests.bench.bench_pipeline [updates]`.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message

from actions.tx import Do
from bot.clock import SystemClock
from bot.handlers import build_dispatcher
from bot.hearing import Hearing
from bot.intake import Intake
from bot.lanes import Lanes
from bot.nlp.listener import Listener
from community.words import PlaceKind
from storage import inbox
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.tables import Community, Grid, Place, Street

TOKEN = "7654321:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
BOT = 7654321
AIM = 8.0
ROUNDS = 5
BATCH = 100  # what getUpdates gives at most
GROUPS = 12
CHATTER = (
    "早上好呀各位邻居", "收到，谢谢", "哈哈哈哈", "今天降温了，大家多穿点", "谁家的猫跑出来了[笑]", "好的好的",
    "周末一起去公园走走吗", "昨天的电视剧真好看", "孩子终于放假了，累死我了", "吃了没",
    "菜市场的白菜今天八毛一斤", "👍👍👍",
)  # fmt: skip


def update(number: int) -> dict[str, Any]:
    """A group message as Telegram sends it."""
    person, chat = 5_000_000_000 + number % 300, -1_002_000_000_000 - number % GROUPS
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "from": {"id": person, "is_bot": False, "first_name": "王芳", "language_code": "zh-hans"},
            "chat": {"id": chat, "title": "一网格", "type": "supergroup"},
            "date": 1_795_000_000 + number,
            "text": CHATTER[number % len(CHATTER)],
        },
    }


async def bare(bot: Bot, updates: list[dict[str, Any]]) -> float:
    """Seconds for aiogram alone."""
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def nothing(message: Message) -> None:
        return None

    start = time.process_time()
    for one in updates:
        await dispatcher.feed_raw_update(bot, one)
    return time.process_time() - start


async def ours(bot: Bot, folder: Path, listener: Listener, updates: list[dict[str, Any]]) -> float:
    """Seconds for all of it, until every row has ended."""
    database, clock = Database(sqlite_url(folder)), SystemClock()
    prepare(database)
    for row in groups():
        database.write_now(lambda session, row=row: session.add(row))  # type: ignore[misc]
    do = Do(database, clock, random.Random(1), BOT, lambda: None)
    dispatcher = build_dispatcher()
    given = {"hearing": Hearing(listener, database, clock), "secret": b"", "bot_name": "hehuo_bot"}
    lanes = Lanes(dispatcher, bot, do, database, clock, given, shared=not database.embedded)
    intake = Intake(database, clock, BOT, lanes.wake)
    working = asyncio.create_task(lanes.run())
    start = time.process_time()
    for first in range(0, len(updates), BATCH):
        await intake.take(updates[first : first + BATCH])
    while lanes.busy:  # noqa: ASYNC110 - a benchmark may look again and again
        await asyncio.sleep(0.002)
    seconds = time.process_time() - start
    assert not await database.read(lambda session: inbox.waiting(session, bot_id=BOT))
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    database.close()
    return seconds


def understanding(listener: Listener, updates: list[dict[str, Any]]) -> float:
    """Seconds for the listener alone, of the quickest round."""
    now, seconds = SystemClock().now(), []
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in updates:
            listener.understand(one["message"]["text"], now=now)
        seconds.append(time.process_time() - start)
    return min(seconds) / len(updates)


def groups() -> list[Any]:
    """A street whose groups are bound."""
    now = SystemClock().now()
    street = Street(id="s", name="般阳路街道", made_at=now)
    community = Community(id="c", street_id="s", name="般阳社区", code="BY")
    grid = Grid(id="g", community_id="c", name="一网格")
    places = [
        Place(id=f"p{n}", bot_id=BOT, chat_id=-1_002_000_000_000 - n, kind=PlaceKind.GRID, title="一网格",
              street_id="s", community_id="c", grid_id="g", made_at=now)
        for n in range(GROUPS)
    ]  # fmt: skip
    return [street, community, grid, *places]


async def measure(count: int) -> None:
    """Print each round and the ratio of the quickest, which whatever else the machine does disturbs least."""
    listener = Listener.load()
    updates = [update(number) for number in range(1, count + 1)]
    alone, whole = [], []
    async with Bot(TOKEN).context() as bot:
        await bare(bot, updates[:200])
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                alone.append(await bare(bot, updates) / count)
                whole.append(await ours(bot, Path(folder), listener, updates) / count)
                print(f"bare {alone[-1] * 1e6:6.0f} µs   whole {whole[-1] * 1e6:6.0f} µs   {whole[-1] / alone[-1]:.2f}")
    print(f"understanding / bare {understanding(listener, updates) / min(alone):.2f}")
    print(f"whole / bare {min(whole) / min(alone):.2f} (aim: at most {AIM:.0f})")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
