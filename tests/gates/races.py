"""Claim races: several processes tap 接单 on the same order at the same moment; exactly one wins.

Each process is one partner's member and runs the real action in its own transaction. All of them are let go together,
a handful of orders at a time. Promises: one winner per order, told so alone; one claim in the history; one holder.

Run `python -m tests.gates.races [--times 5000] [--database sqlite|postgresql|both] [--seed N]`.
"""

import multiprocessing
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from actions.claiming import claim_order
from actions.outcomes import Taken, TooLate
from actions.tx import Tx
from community.understanding import Kind
from community.words import MatterState, OrderState, PushState
from storage.engine import Database
from storage.tables import History, Matter, Order, Outbox, Particulars, Push, Utterance
from tests.gates.bases import open_bases
from tests.gates.gate import Asked, Verdict, main, side_by_side
from tests.street import AUNT_LI, GRID_CHAT, THURSDAY, WRENCH, build

TIMES = 5000
RACERS = 3
HANDFUL = 10  # orders between two starts
PER_STREET = 5000
NEED = "厨房灯不亮了"
WON, LOST = Taken.__name__, TooLate.__name__

_FORKS = multiprocessing.get_context("fork")  # whoever forks has imported everything, and has no thread


def race(url: str, racer: int, orders: list[str], start: Barrier, results: Connection, seed: str) -> None:
    """One process: claim every order, and send back what was answered."""
    database, chance = Database(url), random.Random(seed)
    answers = []
    for first in range(0, len(orders), HANDFUL):
        handful = orders[first : first + HANDFUL]
        if racer == 0:
            database.write_now(_say_all)  # as the courier would, or what waits to be said would slow the race down
        start.wait()
        answers += [_claim(database, chance, racer, order) for order in handful]
    results.send(answers)
    database.close()


def _say_all(session: Session) -> None:
    session.execute(sa.delete(Outbox))


def _claim(database: Database, chance: random.Random, racer: int, order: str) -> str:
    def work(session: Session) -> str:
        tx = Tx(session, datetime.now(UTC), chance, bot_id=1)
        return type(claim_order(tx, speaker=WRENCH[racer], order=order)).__name__

    return database.write_now(work)


def trial(url: str, races: int, seed: str, verdict: Verdict) -> None:
    """One street with `races` orders, its racers, and the count."""
    database = Database(url)
    build(database, repairers=RACERS)
    orders = [f"o{number}" for number in range(races)]
    database.write_now(lambda session: _offer(session, orders))
    database.close()  # a connection must not be forked
    start, pipes, processes = _FORKS.Barrier(RACERS), [], []
    for racer in range(RACERS):
        ours, theirs = _FORKS.Pipe(duplex=False)
        process = _FORKS.Process(target=race, args=(url, racer, orders, start, theirs, f"{seed}{racer}"), daemon=True)
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    answers = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    database = Database(url)
    _count(database, orders, answers, verdict)
    database.close()


def _offer(session: Session, orders: list[str]) -> None:
    """Open orders, each offered to every racer."""
    person = session.execute(sa.text("SELECT id FROM people LIMIT 1")).scalar_one()
    for table, rows in _rows(orders, person):
        session.execute(sa.insert(table), rows)


def _rows(orders: list[str], person: str) -> Iterator[tuple[type[SQLModel], list[dict[str, object]]]]:
    known = {"person_id": person, "place_id": "grid"}
    said = {"at": THURSDAY, "chat_id": GRID_CHAT, "text": NEED, "media": [], **known}
    yield (
        Utterance,
        [
            {"id": f"u-{order}", "message_id": number, "matter_id": f"m-{order}", **said}
            for number, order in enumerate(orders)
        ],
    )
    matter = {
        "street_id": "street", "community_id": "by", "kind": Kind.NEED, "state": MatterState.OPEN,
        "category": "repair", "sensitive": False, "urgency": 0, "summary": NEED, "households": 1, "confirmed": False,
        "made_at": THURSDAY, **known,
    }  # fmt: skip
    yield (
        Matter,
        [
            {"id": f"m-{order}", "number": f"BY-1126-{order}", "utterance_id": f"u-{order}", **matter}
            for order in orders
        ],
    )
    yield Particulars, [{"matter_id": f"m-{order}", "name": AUNT_LI.name, "media": []} for order in orders]
    opened = {
        "community_id": "by", "category": "repair", "state": OrderState.OPEN, "round": 1, "offered_at": THURSDAY,
        "unclaimed_told": False, "proof": [],
    }  # fmt: skip
    yield Order, [{"id": order, "matter_id": f"m-{order}", **opened} for order in orders]
    yield Push, [
        {"id": f"{order}-{racer}", "order_id": order, "partner_id": f"p{racer}", "person_id": f"w{racer}",
         "state": PushState.OFFERED, "round": 1, "at": THURSDAY}
        for order in orders
        for racer in range(RACERS)
    ]  # fmt: skip


def _count(database: Database, orders: list[str], answers: list[list[str]], verdict: Verdict) -> None:
    history = select(History.subject).where(History.what == "claim_order")
    claims = Counter(database.read_now(lambda session: session.exec(history).all()))
    holders = sa.select(col(Order.id), col(Order.claimer_id))
    held = {row.id: row.claimer_id for row in database.read_now(lambda session: session.execute(holders).all())}
    winners = [[f"w{racer}" for racer in range(RACERS) if answers[racer][n] == WON] for n in range(len(orders))]
    verdict.count(races=len(orders), taps=sum(map(len, answers)))
    verdict.count(**Counter(f"won_by_{one[0]}" for one in winners if one))
    verdict.none(
        no_winner=sum(not one for one in winners),
        several_winners=sum(len(one) > 1 for one in winners),
        other_answers=sum(answer not in {WON, LOST} for got in answers for answer in got),
        claims_not_one=sum(claims[f"m-{order}"] != 1 for order in orders),
        other_holder=sum([held[order]] != one for order, one in zip(orders, winners, strict=True)),
    )


def on(asked: Asked, kind: str) -> Verdict:
    """One database."""
    verdict, left = Verdict(f"races, {kind}"), asked.share(kind)
    with open_bases(kind) as bases:
        while left > 0:
            trial(bases.url(), min(left, PER_STREET), f"{asked.seed}{left}", verdict)
            left -= PER_STREET
    return verdict


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict of each database."""
    return side_by_side(on, asked)


if __name__ == "__main__":
    main(__doc__, TIMES, run)
