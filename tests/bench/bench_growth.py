"""What an update costs when few matters are stored, and when many are: it should cost the same.

Each stored matter has what a solved one leaves behind: utterance, particulars, order, pushes, history, inbox and
outbox rows. Prints the processor's milliseconds of a chatting update, a need and a claim for each size, and the ratio
of the largest to the smallest.
Run `uv run --group dev python -m tests.bench.bench_growth [matters …]`; 10000 100000 if none is given.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from actions.claiming import claim_order
from actions.tx import Tx
from community.facts import CardSlot, FactKind
from community.understanding import Kind
from community.words import InboxState, MatterState, OrderState, OutboxState, PushState
from storage import inbox
from storage.engine import Database, sqlite_url
from storage.inbox import Arrival
from storage.schema import prepare
from storage.tables import History, Inbox, Matter, Order, Outbox, Particulars, Push, Utterance
from storage.taking import Room, take
from tests.bench.bench_needs import need
from tests.street import GRID_CHAT, THURSDAY, WRENCH, build

SIZES = (10_000, 100_000)
CHUNK = 5_000
REPAIRERS = 3
TIMES = 200
ONES = 1_000_000_000  # where the numbers of what is measured begin
LONG_AGO = THURSDAY - timedelta(days=400)


def stored(first: int, count: int) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The rows that `count` solved matters have left."""
    every, at = (
        range(first, first + count),
        {n: LONG_AGO + timedelta(seconds=n % 30_000_000) for n in range(first, first + count)},
    )
    said = {"person_id": "clerk", "place_id": "grid", "chat_id": GRID_CHAT, "text": "厨房灯不亮了", "media": []}
    matter = {
        "street_id": "street", "community_id": "by", "place_id": "grid", "person_id": "clerk", "kind": Kind.NEED,
        "state": MatterState.SOLVED, "category": "repair", "sensitive": False, "urgency": 0, "summary": "厨房灯不亮了",
        "households": 1, "confirmed": True,
    }  # fmt: skip
    order = {
        "community_id": "by", "category": "repair", "state": OrderState.CLOSED, "round": 1, "unclaimed_told": False,
        "partner_id": "p0", "claimer_id": "w0", "proof": [],
    }  # fmt: skip
    fact = {
        "bot_id": 1, "kind": FactKind.ORDER_CHANGED, "slot": CardSlot.ORDER, "priority": 2,
        "state": OutboxState.DELIVERED, "fresh": False, "quiet": False, "page": "", "payload": {}, "attempts": 0,
    }  # fmt: skip
    update = {"bot_id": 1, "lane": str(GRID_CHAT), "state": InboxState.DONE, "body": None, "attempts": 0}
    return [
        (Utterance, [{"id": f"u{n}", "message_id": n, "at": at[n], "matter_id": f"m{n}", **said} for n in every]),
        (Matter, [{"id": f"m{n}", "number": f"BY-{n}", "utterance_id": f"u{n}", "made_at": at[n], "ended_at": at[n],
                   **matter} for n in every]),
        (Particulars, [{"matter_id": f"m{n}", "media": []} for n in every]),
        (Order, [{"id": f"o{n}", "matter_id": f"m{n}", "offered_at": at[n], **order} for n in every]),
        (Push, [{"id": f"x{n}-{w}", "order_id": f"o{n}", "partner_id": f"p{w}", "person_id": f"w{w}",
                 "state": PushState.LOST, "round": 1, "at": at[n]} for n in every for w in range(REPAIRERS)]),
        (History, [{"at": at[n], "subject": f"m{n}", "what": "register_need", "detail": {}} for n in every]),
        (Inbox, [{"update_id": n, "received_at": at[n], **update} for n in every]),
        (Outbox, [{"subject": f"o{n}", "recipient": f"p:w{w}", "not_before": at[n], "made_at": at[n], **fact}
                  for n in every for w in range(REPAIRERS)]),
    ]  # fmt: skip


def grow(database: Database, first: int, last: int) -> None:
    """Store matters `first` to `last`."""

    def work(session: Session, start: int) -> None:
        for table, rows in stored(start, min(CHUNK, last - start)):
            session.connection().execute(sa.insert(sa.inspect(table).local_table), rows)

    for start in range(first, last, CHUNK):
        database.write_now(partial(work, start=start))


def chat(session: Session, number: int, chance: random.Random) -> None:
    """An update of plain chatter, from its arrival to its end."""
    now = THURSDAY
    inbox.put(session, [Arrival(number, "chat", {"update_id": number, "message": {"text": "早"}})], bot_id=1, now=now)
    (row,) = take(session, bot_id=1, now=now, lasts=None, held=(), room=Room(10, 10))
    inbox.finish_all(session, [row.id])


def claim(session: Session, number: int, chance: random.Random) -> None:
    """The oldest open order is claimed."""
    order = session.execute(sa.text("SELECT id FROM orders WHERE state = 'open' LIMIT 1")).scalar_one()
    claim_order(Tx(session, THURSDAY, chance, bot_id=1), speaker=WRENCH[0], order=order)


def cost(database: Database, deed: Callable[..., None], first: int) -> float:
    """Seconds of the processor for one."""
    chance = random.Random(first)
    start = time.process_time()
    for number in range(first, first + TIMES):
        database.write_now(partial(deed, number=number, chance=chance))
    return (time.process_time() - start) / TIMES


def main(sizes: list[int]) -> None:
    """Grow, measure, print."""
    deeds, costs = {"chat": chat, "need": need, "claim": claim}, []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder)))
        prepare(database)
        build(database, repairers=REPAIRERS)
        have = 0
        for step, size in enumerate(sizes, 1):
            grow(database, have, size)
            have = size
            costs.append([cost(database, deed, ONES * step) for deed in deeds.values()])
            told = ", ".join(f"{name} {ms * 1000:.2f} ms" for name, ms in zip(deeds, costs[-1], strict=True))
            print(f"{size} matters: {told}", flush=True)
            database.write_now(lambda session: session.execute(sa.text("DELETE FROM outbox WHERE state = 'waiting'")))
        database.close()
    for name, small, large in zip(deeds, costs[0], costs[-1], strict=True):
        print(f"{name}: {sizes[-1]} / {sizes[0]} matters {large / small:.2f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
