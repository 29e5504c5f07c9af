"""Due rows and the clockwork: once, in order, whatever restarts, is skipped or fails."""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from actions.dues import Job, drop_dues, plan_due, settle_due
from actions.market import plan_markets
from actions.tx import Do, Tx
from community.calendars import staff_read
from community.clock import SHANGHAI
from community.facts import FactKind
from community.market_rule import MARKET_POSTS, Audience
from community.timing import DueItem
from community.words import DueState
from schedules.clockwork import Clockwork
from schedules.jobs import JOBS
from schedules.timetable import market_days
from storage.engine import Database
from storage.soundness import CorruptDatabase
from storage.tables import Due, History, MarketDay, Outbox
from tests.big_street import COMMUNITIES, build
from tests.forgetful import Forgetful
from tests.street import SmallStreet

START = datetime(2026, 7, 1, 1, tzinfo=UTC)
QUARTER = timedelta(days=92)


class HandClock:
    """A clock that the test moves."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._moved = asyncio.Event()
        self._asked: dict[datetime, asyncio.Event] = defaultdict(asyncio.Event)

    def now(self) -> datetime:
        return self._now

    def move(self, now: datetime) -> None:
        self._now = now
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, at: datetime) -> None:
        self._asked[at].set()
        while self._now < at:
            await self._moved.wait()

    async def waited_for(self, at: datetime) -> None:
        """Return once somebody sleeps until `at`."""
        await asyncio.wait_for(self._asked[at].wait(), 10)


def clockwork(
    database: Database, clock: HandClock, jobs: Mapping[str, Job] = JOBS, chance: random.Random | None = None
) -> Clockwork:
    do = Do(database, clock, chance or random.Random(3), 1, lambda: None)
    return Clockwork(do, database, clock, real_time=False, jobs=jobs)


def dues(database: Database) -> list[Due]:
    return list(database.read_now(lambda s: s.exec(select(Due)).all()))


@pytest.fixture
def street(database: Database) -> SmallStreet:
    return build(database, now=START)


def seen(kinds: list[str]) -> dict[str, Job]:
    def job(tx: Tx, item: DueItem) -> bool:
        kinds.append(f"{item.kind} {item.subject}")
        return True

    return {"first": job, "second": job}


async def test_what_is_due_runs_in_the_order_it_became_due_and_once(street: SmallStreet) -> None:
    for kind, subject, minutes in (("second", "b", 2), ("first", "a", 1), ("first", "later", 90)):
        street.do(plan_due, kind, subject, START + timedelta(minutes=minutes))
    ran: list[str] = []
    works = clockwork(street.database, HandClock(START + timedelta(minutes=30)), seen(ran))
    assert await works.run_due(START + timedelta(minutes=30)) == 2
    assert await works.run_due(START + timedelta(minutes=30)) == 0
    assert ran == ["first a", "second b"]
    assert await works.next_due() == START + timedelta(minutes=90)


def test_planning_again_changes_nothing_and_planning_later_moves_it(street: SmallStreet) -> None:
    street.do(plan_due, "first", "a", START)
    (item,) = [DueItem(due.id, due.kind, due.subject, due.local_date, due.due_at) for due in dues(street.database)]
    assert street.do(settle_due, item=item, job=lambda tx, item: True) is DueState.DONE
    street.do(plan_due, "first", "a", START)
    assert [due.state for due in dues(street.database)] == [DueState.DONE]
    street.do(plan_due, "first", "a", START + timedelta(minutes=10))
    (again,) = dues(street.database)
    assert (again.state, again.due_at) == (DueState.WAITING, START + timedelta(minutes=10))
    street.do(drop_dues, "a")
    assert dues(street.database) == []


def test_only_one_of_two_that_saw_the_same_row_does_it(street: SmallStreet) -> None:
    street.do(plan_due, "first", "a", START)
    (due,) = dues(street.database)
    item = DueItem(due.id, due.kind, due.subject, due.local_date, due.due_at)
    ran: list[str] = []
    job = seen(ran)["first"]
    results = [street.do(settle_due, item=item, job=job) for _ in range(2)]
    assert results == [DueState.DONE, None]
    assert ran == ["first a"]


async def test_a_job_that_fails_is_tried_again_then_given_up_and_holds_nobody_up(street: SmallStreet) -> None:
    tries: list[str] = []

    def breaks(tx: Tx, item: DueItem) -> bool:
        tries.append(item.id)
        tx.record(item.subject, "half done", None)
        raise RuntimeError("broken")

    ran: list[str] = []
    street.do(plan_due, "broken", "a", START)
    street.do(plan_due, "first", "b", START)
    clock = HandClock(START)
    works = clockwork(street.database, clock, {**seen(ran), "broken": breaks})
    for _ in range(10):
        await works.run_due(clock.now())
        clock.move(clock.now() + timedelta(minutes=1))
    assert ran == ["first b"]
    assert len(tries) == 5
    history = street.database.read_now(lambda s: s.exec(select(History)).all())
    assert [(line.subject, line.what) for line in history] == [("a", "give_up_due")]
    assert await works.next_due() is None


@pytest.mark.parametrize("commits", [True, False])
async def test_what_is_due_is_planned_and_done_once_though_nobody_knows_of_the_commits(
    street: SmallStreet, prepared_url: str, commits: bool
) -> None:
    database = Forgetful(prepared_url, commits=commits)
    works = clockwork(database, HandClock(START), {**JOBS, "first": note_it})
    await works.plan()
    planned = len(dues(street.database))
    assert planned
    await works.plan()
    assert len(dues(street.database)) == planned
    await works.run_due(START)
    street.do(plan_due, "first", "a", START)
    database.forgets = 1
    await works.run_due(START)
    database.close()
    history = street.database.read_now(lambda s: s.exec(select(History.subject).where(History.what == "noted")).all())
    assert list(history) == ["a"]


def note_it(tx: Tx, item: DueItem) -> bool:
    tx.record(item.subject, "noted", None)
    return True


async def test_run_wakes_when_the_clock_moves_and_when_something_is_planned(street: SmallStreet) -> None:
    ran: list[str] = []
    done = asyncio.Event()

    def job(tx: Tx, item: DueItem) -> bool:
        ran.append(item.subject)
        loop.call_soon_threadsafe(done.set)
        return True

    loop = asyncio.get_running_loop()
    clock = HandClock(START)
    works = clockwork(street.database, clock, {"first": job})
    assert works.busy
    running = asyncio.create_task(works.run())
    street.do(plan_due, "first", "now", START)
    works.wake()
    await asyncio.wait_for(done.wait(), 10)
    done.clear()
    street.do(plan_due, "first", "tomorrow", START + timedelta(days=1))
    works.wake()
    await clock.waited_for(START + timedelta(days=1))
    clock.move(START + timedelta(days=1))
    await asyncio.wait_for(done.wait(), 10)
    assert ran == ["now", "tomorrow"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_real_clock_is_followed_by_the_scheduler(street: SmallStreet) -> None:
    class RealClock(HandClock):
        def now(self) -> datetime:
            return datetime.now(UTC)

    ran = asyncio.Event()
    loop = asyncio.get_running_loop()

    def job(tx: Tx, item: DueItem) -> bool:
        loop.call_soon_threadsafe(ran.set)
        return True

    clock = RealClock(START)
    do = Do(street.database, clock, random.Random(3), 1, lambda: None)
    works = Clockwork(do, street.database, clock, real_time=True, jobs={"first": job})
    running = asyncio.create_task(works.run())
    street.do(plan_due, "first", "soon", datetime.now(UTC) + timedelta(milliseconds=300))
    works.wake()
    await asyncio.wait_for(ran.wait(), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_machine_s_clock_that_is_set_on_is_noticed(
    street: SmallStreet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The timer was told of an hour; it does not see that the hour is over at once."""
    monkeypatch.setattr("schedules.clockwork.LOOK", timedelta(milliseconds=10))
    ran = asyncio.Event()
    loop = asyncio.get_running_loop()

    def job(tx: Tx, item: DueItem) -> bool:
        loop.call_soon_threadsafe(ran.set)
        return True

    clock = HandClock(datetime.now(UTC))
    do = Do(street.database, clock, random.Random(3), 1, lambda: None)
    works = Clockwork(do, street.database, clock, real_time=True, jobs={"first": job})
    street.do(plan_due, "first", "in an hour", clock.now() + timedelta(hours=1))
    running = asyncio.create_task(works.run())
    while works.busy:  # noqa: ASYNC110
        await asyncio.sleep(0)
    clock.move(clock.now() + timedelta(hours=2))
    await asyncio.wait_for(ran.wait(), 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_an_errand_that_takes_long_holds_no_job_up(street: SmallStreet) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    ran: list[str] = []

    async def tidies(item: DueItem) -> bool:
        begun.set()
        await go_on.wait()
        ran.append("tidied")
        return True

    async def backs_up(item: DueItem) -> bool:
        ran.append("backed up")
        return True

    done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def job(tx: Tx, item: DueItem) -> bool:
        ran.append(item.subject)
        loop.call_soon_threadsafe(done.set)
        return True

    clock = HandClock(START)
    do = Do(street.database, clock, random.Random(3), 1, lambda: None)
    errands = {"long": tidies, "short": backs_up}
    works = Clockwork(do, street.database, clock, real_time=False, jobs={"first": job}, errands=errands)
    for seconds, (kind, subject) in enumerate([("long", "t"), ("short", "b"), ("first", "meanwhile")]):
        street.do(plan_due, kind, subject, START - timedelta(seconds=9 - seconds))
    running = asyncio.create_task(works.run())
    async with asyncio.timeout(10):
        await begun.wait()
        await done.wait()
        assert ran == ["meanwhile"]
        assert works.busy
        go_on.set()
        while works.busy:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert ran == ["meanwhile", "tidied", "backed up"]
    assert {due.state for due in dues(street.database) if due.kind in {*errands, "first"}} == {DueState.DONE}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_an_errand_that_is_broken_off_is_done_again(street: SmallStreet) -> None:
    begun, broken_off = asyncio.Event(), asyncio.Event()

    async def tidies(item: DueItem) -> bool:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            broken_off.set()
        return True

    do = Do(street.database, HandClock(START), random.Random(3), 1, lambda: None)
    works = Clockwork(do, street.database, HandClock(START), real_time=False, jobs={}, errands={"long": tidies})
    street.do(plan_due, "long", "t", START)
    running = asyncio.create_task(works.run())
    async with asyncio.timeout(10):
        await begun.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert broken_off.is_set()
    assert [due.state for due in dues(street.database) if due.kind == "long"] == [DueState.WAITING]


async def test_a_damaged_page_met_by_an_errand_ends_the_clockwork(street: SmallStreet) -> None:
    async def tidies(item: DueItem) -> bool:
        raise CorruptDatabase("database disk image is malformed")

    do = Do(street.database, HandClock(START), random.Random(3), 1, lambda: None)
    works = Clockwork(do, street.database, HandClock(START), real_time=False, jobs={}, errands={"long": tidies})
    street.do(plan_due, "long", "t", START)
    with pytest.raises(CorruptDatabase):
        async with asyncio.timeout(10):
            await works.run()


async def test_a_damaged_page_ends_the_clockwork_and_the_row_waits(street: SmallStreet) -> None:
    def job(tx: Tx, item: DueItem) -> bool:
        raise CorruptDatabase("database disk image is malformed")

    clock = HandClock(START)
    street.do(plan_due, "first", "now", START)
    with pytest.raises(CorruptDatabase):
        await clockwork(street.database, clock, {"first": job}).run_due(START)
    [row] = street.database.read_now(lambda s: s.exec(select(Due)).all())
    assert row.state is DueState.WAITING


def expected_posts(database: Database, awake: list[tuple[datetime, datetime]]) -> Counter[tuple[str, str]]:
    """What a quarter must have posted: every post whose window held a moment at which some clockwork was awake."""
    markets = database.read_now(lambda s: s.exec(select(MarketDay)).all())
    found: Counter[tuple[str, str]] = Counter()
    for market in markets:
        for post in MARKET_POSTS:
            due, late = post.due_at(market.day), post.deadline(market.day, market.closes)
            if any(begin < late and end >= due and due < START + QUARTER for begin, end in awake):
                groups = [market.community_id] if post.audience is Audience.HOST else range(COMMUNITIES)
                for group in groups:
                    place = f"g{group[1:]}" if isinstance(group, str) else f"g{group:02}"
                    found[(f"{market.id}.{post.days_before}", f"g:{place}")] += 1
    return found


async def test_a_quarter_of_a_year_with_restarts_and_gaps(street: SmallStreet) -> None:
    """One quarter on each database; the gate `schedule` lives through years, with kills."""
    chance = random.Random(1)
    clock = HandClock(START)
    awake = []
    while clock.now() < START + QUARTER:
        works = clockwork(street.database, clock, chance=chance)
        begin = clock.now()
        await works.plan()
        await works.run_due(begin)
        stop = min(begin + timedelta(hours=chance.uniform(0, 60)), START + QUARTER)
        while (at := await works.next_due()) is not None and at <= stop:
            clock.move(max(at, clock.now()))
            await works.run_due(clock.now())
        awake.append((begin, stop))
        clock.move(stop + timedelta(hours=chance.choice([0, 0, 0.1, 5, chance.uniform(0, 100)])))
    rows = street.database.read_now(lambda s: s.exec(select(Outbox)).all())
    posted = Counter((row.subject, row.recipient) for row in rows if row.kind is FactKind.MARKET_POSTED)
    assert posted == expected_posts(street.database, awake)
    assert set(posted.values()) == {1}
    digests = Counter((row.recipient, row.payload["day"]) for row in rows if row.kind is FactKind.TOLD)
    assert digests == expected_digests(awake)


def expected_digests(awake: list[tuple[datetime, datetime]]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    day = date(2026, 7, 1)
    while datetime.combine(day, time(8), SHANGHAI) < START + QUARTER:
        due, noon = (datetime.combine(day, time(hour), SHANGHAI) for hour in (8, 12))
        if staff_read(day) and any(begin < noon and end >= due for begin, end in awake):
            found.update({("g:desk", day.isoformat()): 1, ("g:desk0", day.isoformat()): 1})
        day += timedelta(days=1)
    return found


def test_planning_twice_plans_once(street: SmallStreet) -> None:
    street.do(plan_markets, saturdays=market_days(street.now))
    before = sorted((due.kind, due.subject, due.due_at) for due in dues(street.database))
    street.later(days=1)
    street.do(plan_markets, saturdays=market_days(street.now))
    assert sorted((due.kind, due.subject, due.due_at) for due in dues(street.database)) == before
