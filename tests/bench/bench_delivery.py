"""3,000 pushes through the courier to a sandbox that keeps Telegram's limits, while people wait for replies.

Prints the rate as a share of Telegram's 30 a second (aim 95%), the refusals for speed (aim none), and how long those
who wait for a reply wait until Telegram has it (aim 300 ms, p99), with the replies' own ratio to a bare call.
Run `uv run --group dev python -m tests.bench.bench_delivery [pushes]`; 3,000 take two minutes.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import Session

from bot.clock import SandboxClock
from bot.courier.courier import Courier
from bot.courier.limiter import PriorityLimiter
from bot.courier.speaker import open_bot
from bot.nlp.data import load_taxonomy
from bot.townhall import TOKEN, open_townhall
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import Priority
from storage import outbox
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.tables import Person

PUSHES = 3000
LIMIT = 30.0  # a second
EVERY = 0.7  # seconds between two who want a reply
WAITING = 20  # who want replies, in turn: one person may be written to once a second
AIMS = {"rate": 0.95, "wait": 0.3}

Json = dict[str, Any]


def told(person: int, priority: Priority) -> Fact:
    """A one-off sentence."""
    return Fact(
        FactKind.TOLD,
        f"s{person}",
        Recipient(person=f"p{person}"),
        priority,
        payload={"note": NoteKind.NOT_A_NEED.value},
    )


async def measure(folder: Path, pushes: int) -> None:
    """Everything, and the numbers."""
    sandbox = await asyncio.to_thread(open_townhall, folder, 0)
    try:
        async with httpx.AsyncClient(base_url=sandbox.url, timeout=30, trust_env=False) as http:
            users = [await _person(http, number) for number in range(pushes + WAITING)]
            database = Database(sqlite_url(folder))
            await asyncio.to_thread(prepare, database)
            database.write_now(lambda session: _people(session, users))
            bare = await _round_trip(http)
            asked = await _deliver(http, sandbox.url, database, pushes)
            calls = (await http.get("/sandbox/calls", params={"after": 0})).json()["calls"]
            report([call for call in calls if call["method"] == "sendMessage"], asked, users[pushes:], bare)
            database.close()
    finally:
        sandbox.close()


async def _person(http: httpx.AsyncClient, number: int) -> int:
    body = {"name": f"邻居{number}", "role": "resident", "started": True}
    return int((await http.post("/sandbox/users", json=body)).json()["id"])


def _people(session: Session, users: Sequence[int]) -> None:
    now = datetime.fromisoformat("2026-11-01T00:00:00+00:00")
    for number, user in enumerate(users):
        session.add(Person(id=f"p{number}", user_id=user, name=f"邻居{number}", started=True, made_at=now))


async def _round_trip(http: httpx.AsyncClient) -> float:
    start = time.perf_counter()
    for _ in range(50):
        await http.get("/sandbox/clock", params={"after": -1})
    return (time.perf_counter() - start) / 50


async def _deliver(http: httpx.AsyncClient, url: str, database: Database, pushes: int) -> list[tuple[int, datetime]]:
    """All pushes at once, replies one by one; for each reply who wanted it (from 0) and since when."""
    clock = SandboxClock(http, url)
    await clock.start()
    courier = Courier(
        database, open_bot(TOKEN, PriorityLimiter(clock), api=url),
        clock=clock, chance=random.Random(1), taxonomy=load_taxonomy(),
        secret=b"", bot_id=1, bot_name="hehuo",
    )  # fmt: skip
    facts = [told(number, Priority.BROADCAST) for number in range(pushes)]
    await database.write(lambda session: outbox.put(session, *facts, bot_id=1, now=clock.now()))
    running = asyncio.create_task(courier.run())
    asked: list[tuple[int, datetime]] = []
    while await database.read(lambda session: outbox.next_due(session, bot_id=1, now=clock.now())) is not None:
        who = len(asked) % WAITING
        reply = told(pushes + who, Priority.REPLY)
        await database.write(lambda session, fact=reply: outbox.put(session, fact, bot_id=1, now=clock.now()))  # type: ignore[misc]
        asked.append((who, clock.now()))
        courier.wake()
        await asyncio.sleep(EVERY)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    return asked


def report(calls: list[Json], asked: list[tuple[int, datetime]], waiting: Sequence[int], bare: float) -> None:
    """Print the numbers."""
    refused = [call for call in calls if not call["ok"]]
    done = [(datetime.fromisoformat(call["at"]), int(call["params"]["chat_id"])) for call in calls if call["ok"]]
    whole = max(at for at, _ in done) - min(at for at, _ in done)
    rate = (len(done) - 1) / whole.total_seconds()
    answers = {user: [at for at, chat in done if chat == user] for user in waiting}
    waits = sorted(
        (answers[waiting[who]].pop(0) - since).total_seconds() for who, since in asked if answers[waiting[who]]
    )
    p99 = waits[min(len(waits) - 1, int(len(waits) * 0.99))]
    print(f"{len(done)} messages in {whole.total_seconds():.0f} s: {rate:.1f} a second")
    print(f"rate / limit {rate / LIMIT:.3f} (aim {AIMS['rate']}), refused {len(refused)} (aim 0)")
    print(f"{len(waits)} replies: median {waits[len(waits) // 2]:.3f} s, p99 {p99:.3f} s")
    print(f"p99 / aim {p99 / AIMS['wait']:.2f}, p99 / bare call {p99 / bare:.0f}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(measure(Path(made), int(sys.argv[1]) if len(sys.argv) > 1 else PUSHES))
