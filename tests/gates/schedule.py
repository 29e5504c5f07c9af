"""A virtual year of the schedule with three processes and random kills: nothing missed, nothing twice.

Three processes on one PostgreSQL database run the real clockwork over the same rows. Time goes from one moment at
which something is due to the next, up to three hours late; now and then one of the three is killed in the middle of it
and another takes its place, forked from a process that has lived through the first days on another database and knows
every statement. Promises: every morning's digest, every post of every market day and every plan was made, each once;
and every Saturday has its market day.

Run `python -m tests.gates.schedule [--times 1] [--seed N]`; times: years.
"""

import asyncio
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from sqlmodel import Session, col, select

from actions.planning import plan_ahead
from actions.tx import Do, Tx
from bot.tidying import Tidier
from community.calendars import staff_read
from community.clock import SHANGHAI
from community.facts import FactKind
from community.market_rule import MARKET_POSTS, Audience
from community.words import DueState
from schedules.clockwork import Clockwork
from schedules.jobs import JOBS
from schedules.timetable import market_days, moments
from storage.dues import next_due_at
from storage.engine import Database
from storage.tables import Due, MarketDay, Outbox
from tests.big_street import COMMUNITIES, build
from tests.gates.bases import open_bases
from tests.gates.gate import Asked, Verdict, hush, main

TIMES = 1
PROCESSES = 3
START = datetime(2026, 1, 5, tzinfo=SHANGHAI).astimezone(UTC)
YEAR = timedelta(days=365)
LATE = timedelta(hours=3)  # within which everything may still be made up for
KILLS = 0.1  # of the moments, one of the processes is killed
SOON = 0.03  # seconds: how far into its work
REHEARSED = timedelta(days=8)  # so that a market day is among them
DAILY = {"plan": (0, 5), "tidy": (3, 20)}
DESKS = ("g:desk", "g:desk0")

_FORKS = multiprocessing.get_context("fork")  # whoever forks has done it all before, and has no thread


class Told:
    """A clock that is told the time."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        """Aware UTC."""
        return self.at

    async def sleep_until(self, at: datetime) -> None:
        """Nobody sleeps here."""
        raise AssertionError(at)


def _clockwork(database: Database, clock: Told, chance: random.Random) -> Clockwork:
    """As the program has it."""
    do = Do(database, clock, chance, 1, lambda: None)
    errands = {"tidy": Tidier(do, database, clock).nightly}
    return Clockwork(do, database, clock, real_time=False, errands=errands)


def serve(url: str, seed: str, line: Connection) -> None:
    """One process: is told the time, runs what is due, answers how much it was."""
    clock = Told()
    works = _clockwork(Database(url), clock, random.Random(seed))
    while True:
        clock.at = line.recv()
        line.send(asyncio.run(works.run_due(clock.at)))


def _rehearse(url: str, chance: random.Random) -> None:
    """Live through the first days alone, so that whoever is forked from here knows every statement."""
    database, clock = _open(url, chance), Told()
    works = _clockwork(database, clock, chance)
    while (at := _next_due(database)) is not None and at < START + REHEARSED:
        clock.at = at
        asyncio.run(works.run_due(at))
    database.close()


def _open(url: str, chance: random.Random) -> Database:
    """The street as it stands before anything was done, the first days planned."""
    database = Database(url)
    build(database, made=START - timedelta(days=1), now=START)
    database.write_now(lambda session: _plan(session, chance))
    return database


def _next_due(database: Database) -> datetime | None:
    return database.read_now(lambda session: next_due_at(session, JOBS.keys()))


@dataclass
class Worker:
    """A process and the line to it."""

    process: BaseProcess
    line: Connection

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.join()
        self.line.close()


def _worker(url: str, seed: str) -> Worker:
    ours, theirs = _FORKS.Pipe()
    process = _FORKS.Process(target=serve, args=(url, seed, theirs), daemon=True)
    process.start()
    theirs.close()
    return Worker(process, ours)


def years(url: str, until: datetime, chance: random.Random, verdict: Verdict) -> None:
    """Go from moment to moment."""
    database = _open(url, chance)
    workers = [_worker(url, str(chance.random())) for _ in range(PROCESSES)]
    while (at := _next_due(database)) is not None and at < until:
        now = at + LATE * chance.random()
        for worker in workers:
            worker.line.send(now)
        verdict.count(moments=1)
        if chance.random() < KILLS:
            time.sleep(chance.uniform(0, SOON))
            unlucky = chance.randrange(PROCESSES)
            workers[unlucky].kill()
            workers[unlucky] = _worker(url, str(chance.random()))
            verdict.count(kills=1)
            workers[unlucky].line.send(now)
        for worker in workers:
            verdict.count(ran=worker.line.recv())
    for worker in workers:
        worker.kill()
    _count(database, until, verdict)
    database.close()


def _plan(session: Session, chance: random.Random) -> None:
    tx = Tx(session, START, chance, bot_id=1)
    plan_ahead(tx, moments=moments(START), saturdays=market_days(START))


def _count(database: Database, until: datetime, verdict: Verdict) -> None:
    facts = database.read_now(lambda session: session.exec(select(Outbox)).all())
    posted = Counter((fact.subject, fact.recipient) for fact in facts if fact.kind is FactKind.MARKET_POSTED)
    digests = Counter((str(fact.payload["day"]), fact.recipient) for fact in facts if fact.payload.get("day"))
    dues = database.read_now(lambda session: session.exec(select(Due)).all())
    done = Counter((due.kind, due.local_date) for due in dues if due.state is DueState.DONE and due.kind in DAILY)
    markets = database.read_now(lambda session: session.exec(select(MarketDay).order_by(col(MarketDay.day))).all())
    wanted_posts, wanted_digests = _posts(list(markets), until), _digests(until)
    wanted_daily = {(kind, day) for kind, at in DAILY.items() for day in _days(until) if START <= _at(day, *at) < until}
    verdict.count(posts=posted.total(), digests=digests.total(), daily=done.total(), market_days=len(markets))
    saturdays = {day for day in _days(until) if day.isoweekday() == 6}
    verdict.none(
        missed=len(wanted_posts - posted.keys())
        + len(wanted_digests - digests.keys())
        + len(wanted_daily - done.keys()),
        twice=sum(number > 1 for number in (*posted.values(), *digests.values(), *done.values())),
        never_asked_for=len(posted.keys() - wanted_posts) + len(digests.keys() - wanted_digests),
        given_up=sum(due.state is DueState.MISSED for due in dues),
        saturdays_without_a_market=len(saturdays - {market.day for market in markets}),
    )


def _posts(markets: list[MarketDay], until: datetime) -> set[tuple[str, str]]:
    wanted = set()
    for market in markets:
        for post in MARKET_POSTS:
            if START <= post.due_at(market.day) < until:
                hosts = [f"g{market.community_id[1:]}"] if post.audience is Audience.HOST else None
                groups = hosts or [f"g{n:02}" for n in range(COMMUNITIES)]
                wanted |= {(f"{market.id}.{post.days_before}", f"g:{group}") for group in groups}
    return wanted


def _digests(until: datetime) -> set[tuple[str, str]]:
    days = [day for day in _days(until) if staff_read(day) and START <= _at(day, 8) < until]
    return {(day.isoformat(), desk) for day in days for desk in DESKS}


def _days(until: datetime) -> list[date]:
    first, last = START.astimezone(SHANGHAI).date(), until.astimezone(SHANGHAI).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def run(asked: Asked) -> Iterable[Verdict]:
    """The verdict."""
    verdict = Verdict("schedule")
    hush()
    with open_bases("postgresql") as bases:
        _rehearse(bases.url(), asked.chance("rehearsal"))
        years(bases.url(), START + asked.times * YEAR, asked.chance(), verdict)
    return [verdict]


if __name__ == "__main__":
    main(__doc__, TIMES, run, databases=False)
