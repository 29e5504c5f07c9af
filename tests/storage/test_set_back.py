"""The machine's clock was an hour ahead and is corrected: nobody waits that hour for what they were promised."""

import asyncio
from datetime import timedelta

from sqlmodel import Session, col, select

from actions.dues import bring_forward, plan_due
from actions.needs import register_need
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import Priority
from schedules.patience import LONGEST
from storage import outbox
from storage.clock_set_back import hurry
from storage.engine import Database
from storage.tables import Due, Outbox
from tests.storage.test_dues import HandClock, clockwork
from tests.street import AUNT_LI, SENSITIVE, THURSDAY, SmallStreet, meaning_of

HOUR = timedelta(hours=1)


def burst(street: SmallStreet) -> None:
    meaning = meaning_of("水管爆了", "repair", urgency=2)
    street.do(register_need, heard=street.says(AUNT_LI, "水管爆了"), meaning=meaning, sensitive=SENSITIVE)


def due_at(street: SmallStreet, kind: str) -> timedelta:
    """When it is due, counted from the true beginning."""
    query = select(Due.due_at).where(Due.kind == kind)
    return street.database.read_now(lambda session: session.exec(query).one()) - THURSDAY


async def test_that_nobody_came_is_told_as_soon_as_it_was_promised(street: SmallStreet) -> None:
    clock = HandClock(THURSDAY + HOUR)
    works = clockwork(street.database, clock)
    street.now = clock.now()
    burst(street)
    told = due_at(street, "unclaimed")
    running = asyncio.create_task(works.run())
    await clock.waited_for(THURSDAY + told)
    clock.move(THURSDAY)
    works.wake()
    async with asyncio.timeout(10):
        while due_at(street, "unclaimed") == told:  # noqa: ASYNC110 - until the clockwork has looked
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert timedelta(minutes=9) < due_at(street, "unclaimed") <= timedelta(minutes=10)


def test_what_is_planned_for_a_time_of_day_keeps_it(street: SmallStreet) -> None:
    street.do(plan_due, "visit_late", "order", THURSDAY + HOUR)
    street.do(plan_due, "unclaimed", "offered in the morning", THURSDAY + timedelta(hours=22))
    street.do(plan_due, "question", "asked before", THURSDAY + timedelta(minutes=7))
    street.do(bring_forward, longest=LONGEST, latest=THURSDAY + HOUR)
    assert due_at(street, "visit_late") == HOUR
    assert due_at(street, "unclaimed") == timedelta(hours=22)
    assert due_at(street, "question") == timedelta(minutes=7)


def test_to_correct_it_twice_brings_nothing_forward_twice(street: SmallStreet) -> None:
    street.do(plan_due, "question", "asked", THURSDAY + HOUR + timedelta(minutes=9))
    for _ in range(2):
        street.do(bring_forward, longest=LONGEST, latest=THURSDAY + HOUR)
    assert due_at(street, "question") == timedelta(minutes=9)


def test_whoever_stands_behind_a_put_off_message_waits_no_longer_than_it(database: Database) -> None:
    ann, ahead = Recipient(person="ann"), THURSDAY + HOUR
    evening = THURSDAY + timedelta(hours=9)

    def told(subject: str, recipient: Recipient = ann, **more: object) -> Fact:
        payload = {"note": NoteKind.HELP.value}
        return Fact(FactKind.TOLD, subject, recipient, Priority.REPLY, payload=payload, **more)  # type: ignore[arg-type]

    def work(session: Session) -> None:
        outbox.put(session, told("tried"), told("behind"), bot_id=1, now=ahead)
        outbox.put(session, told("planned", not_before=evening), bot_id=1, now=ahead)
        outbox.put(session, told("not behind", Recipient(person="bob"), not_before=ahead + HOUR), bot_id=1, now=ahead)
        lease = timedelta(minutes=5)
        (batch,) = outbox.take(session, bot_id=1, now=ahead, lease=lease, room=9)
        outbox.postpone(session, batch.ids, ahead + HOUR, error="429", counts=False)
        outbox.postpone_lane(session, ann.key, ahead + HOUR)
        hurry(session, bot_id=1, now=THURSDAY)

    database.write_now(work)
    rows = database.read_now(lambda session: session.exec(select(Outbox).order_by(col(Outbox.id))).all())
    assert {row.subject: row.not_before for row in rows} == {
        "tried": THURSDAY, "behind": THURSDAY, "planned": evening, "not behind": ahead + HOUR,
    }  # fmt: skip
