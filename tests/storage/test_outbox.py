"""The outbox on a real database: lanes, coalescing, leases, putting off, reviving."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import OutboxState, Priority
from storage import outbox
from storage.engine import Database
from storage.outbox import Batch
from storage.tables import Outbox

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
ANN, BOB, GROUP = Recipient(person="ann"), Recipient(person="bob"), Recipient(place="group")


def order(recipient: Recipient, subject: str = "o1", **more: object) -> Fact:
    return Fact(FactKind.ORDER_CHANGED, subject, recipient, **more)  # type: ignore[arg-type]


def note(recipient: Recipient, **more: object) -> Fact:
    return Fact(FactKind.TOLD, "x", recipient, payload={"note": NoteKind.HELP.value}, **more)  # type: ignore[arg-type]


def put(database: Database, *facts: Fact, now: datetime = NOW) -> None:
    def work(session: Session) -> None:
        for fact in facts:
            outbox.put(session, fact, bot_id=1, now=now)

    database.write_now(work)


def finish(database: Database, batch: Batch, state: OutboxState) -> None:
    database.write_now(lambda session: outbox.finish(session, batch.ids, state, now=NOW, message_id=5))


def take(
    database: Database,
    now: datetime = NOW,
    *,
    room: int = 9,
    worst: Priority = Priority.BROADCAST,
    busy: tuple[str, ...] = (),
) -> list[Batch]:
    return database.write_now(
        lambda session: outbox.take(session, bot_id=1, now=now, lease=LEASE, room=room, worst=worst, busy=busy)
    )


def rows(database: Database) -> list[Outbox]:
    return list(database.read_now(lambda session: session.exec(select(Outbox).order_by(col(Outbox.id))).all()))


def test_a_key_is_said_once(database: Database) -> None:
    put(database, order(ANN, key="k"), order(ANN, key="k"), order(ANN), order(ANN))
    assert len(rows(database)) == 3


def test_the_head_of_each_lane_by_priority(database: Database) -> None:
    put(database, order(ANN, "slow", priority=Priority.BOARD), order(ANN, "fast", priority=Priority.REPLY), order(BOB))
    batches = take(database)
    assert [(batch.newest.recipient, batch.newest.subject) for batch in batches] == [("p:ann", "fast"), ("p:bob", "o1")]
    assert take(database) == []  # one at a time per recipient


def test_changes_of_one_card_come_together_and_notes_do_not(database: Database) -> None:
    put(database, order(ANN), order(ANN, "o2"), order(ANN, priority=Priority.BOARD), note(BOB), note(BOB))
    ann, bob = take(database)
    assert [row.subject for row in ann.rows] == ["o1", "o1"] and ann.priority is Priority.REPLY
    assert len(bob.rows) == 1
    finish(database, ann, OutboxState.DELIVERED)
    states = [row.state for row in rows(database)]
    assert states[:3] == [OutboxState.COALESCED, OutboxState.WAITING, OutboxState.DELIVERED]
    assert rows(database)[2].message_id == 5


def test_what_is_not_due_waits(database: Database) -> None:
    later = NOW + timedelta(hours=1)
    put(database, order(ANN, not_before=later), order(BOB, not_after=NOW))
    assert take(database) == []
    assert [row.state for row in rows(database)] == [OutboxState.WAITING, OutboxState.EXPIRED]
    assert database.read_now(lambda session: outbox.next_due(session, bot_id=1, now=NOW)) == later
    assert database.read_now(lambda session: outbox.next_after(session, bot_id=1, now=later)) is None
    assert len(take(database, later)) == 1


def test_room_urgency_and_busy_lanes(database: Database) -> None:
    put(database, order(ANN, priority=Priority.BROADCAST), order(BOB, priority=Priority.REPLY), order(GROUP))
    assert take(database, busy=("p:ann", "p:bob", "g:group")) == []
    assert [batch.newest.recipient for batch in take(database, room=1)] == ["p:bob"]
    assert [batch.newest.recipient for batch in take(database, worst=Priority.REPLY)] == ["g:group"]
    assert [batch.newest.recipient for batch in take(database)] == ["p:ann"]


def test_a_lease_ends(database: Database) -> None:
    put(database, order(ANN))
    assert not take(database)[0].orphan
    assert database.read_now(lambda session: outbox.next_due(session, bot_id=1, now=NOW)) == NOW + LEASE
    assert take(database, NOW + LEASE / 2) == []
    (again,) = take(database, NOW + LEASE)
    assert again.orphan


def test_what_stands_behind_a_lease_is_not_due(database: Database) -> None:
    put(database, order(ANN), order(ANN, "o2"))
    take(database)
    assert database.read_now(lambda session: outbox.next_due(session, bot_id=1, now=NOW)) == NOW + LEASE
    put(database, order(BOB))
    assert database.read_now(lambda session: outbox.next_due(session, bot_id=1, now=NOW)) == NOW


def test_a_new_process_alone_ends_all_leases(database: Database) -> None:
    put(database, order(ANN))
    take(database)
    database.write_now(lambda session: outbox.release(session, bot_id=1, now=NOW))
    (again,) = take(database)
    assert again.orphan


def test_another_bots_rows_are_left_alone(database: Database) -> None:
    database.write_now(lambda session: outbox.put(session, order(ANN), bot_id=2, now=NOW))
    assert take(database) == []


def test_putting_off_one_card_or_the_whole_lane(database: Database) -> None:
    put(database, order(ANN), order(ANN, "o2"), order(BOB))
    ann, bob = take(database)
    soon, late = NOW + timedelta(seconds=3), NOW + timedelta(seconds=40)

    def work(session: Session) -> None:
        outbox.postpone(session, bob.ids, soon, error="5xx")
        outbox.postpone(session, ann.ids, late, error="429", counts=False)
        outbox.postpone_lane(session, "p:ann", late)

    database.write_now(work)
    first, second, third = rows(database)
    assert (first.attempts, third.attempts) == (0, 1)
    assert first.not_before == second.not_before == late and third.not_before == soon
    assert [batch.newest.recipient for batch in take(database, soon)] == ["p:bob"]


def test_pressing_start_says_what_was_kept_for_a_day(database: Database) -> None:
    put(database, order(ANN, "old"), now=NOW - timedelta(hours=25))
    put(database, order(ANN, "new"), order(BOB))
    while batches := take(database):
        for batch in batches:
            finish(database, batch, OutboxState.UNREACHABLE)
    assert {row.state for row in rows(database)} == {OutboxState.UNREACHABLE}
    database.write_now(lambda session: outbox.revive(session, "p:ann", NOW))
    assert [batch.newest.subject for batch in take(database)] == ["new"]


def test_a_take_of_which_nobody_knows_is_given_back_and_nothing_else(database: Database) -> None:
    put(database, order(ANN))
    take(database)
    put(database, order(BOB))
    later = NOW + timedelta(seconds=1)
    take(database, later)
    database.write_now(lambda session: outbox.give_back(session, bot_id=1, until=later + LEASE))
    (again,) = take(database, later)
    assert again.newest.recipient == BOB.key
    assert not again.orphan
