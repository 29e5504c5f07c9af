"""The inbox: nothing twice, oldest first in every lane, one holder at a time."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, null, select, update
from sqlmodel import Session, col

from actions.tx import Do, EndedBefore, Tx
from bot.tidying import Tidier
from community.timing import DueItem
from community.words import InboxState
from schedules.timetable import moments
from storage import inbox, taking
from storage.engine import CommitUnknown, Database, sqlite_url
from storage.inbox import Arrival
from storage.schema import prepare
from storage.tables import History, Inbox
from storage.taking import Room, Taken
from tests.forgetful import Forgetful

BOT = 7
NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
AMPLE = Room(100, 100)


class Morning:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW

    async def sleep_until(self, at: datetime) -> None:
        raise AssertionError("nobody waits here")


def arrive(database: Database, *pairs: tuple[int, str], bot_id: int = BOT, now: datetime = NOW) -> None:
    arrivals = [Arrival(number, lane, {"update_id": number}) for number, lane in pairs]
    database.write_now(lambda session: inbox.put(session, arrivals, bot_id=bot_id, now=now))


def take(
    database: Database, *, held: Sequence[str] = (), room: Room = AMPLE, alone: bool = True, bot_id: int = BOT
) -> list[Taken]:
    return database.write_now(
        lambda session: taking.take(session, bot_id=bot_id, now=NOW, lasts=LEASE, held=held, room=room, alone=alone)
    )


def later(database: Database, passed: timedelta) -> None:
    """Leases run by the server's clock, which no test sets: so they are moved and not the time."""
    until = col(Inbox.leased_until)

    def work(session: Session) -> None:
        for row, at in session.execute(select(col(Inbox.id), until).where(until.is_not(None))).all():
            session.execute(update(Inbox).where(col(Inbox.id) == row).values(leased_until=at - passed))

    database.write_now(work)


def numbers(rows: Sequence[Taken]) -> list[int]:
    return [row.body["update_id"] for row in rows]


def states(database: Database) -> dict[int, InboxState]:
    query = select(col(Inbox.update_id), col(Inbox.state))
    return dict(database.read_now(lambda session: session.execute(query).all()))


def test_what_is_there_already_is_left_out(database: Database) -> None:
    arrive(database, (1, "a"), (2, "a"))
    arrive(database, (2, "other"), (3, "a"), (3, "a"))
    arrive(database, (1, "a"), bot_id=BOT + 1)
    assert numbers(take(database)) == [1, 2, 3]


def test_nothing_arrives_without_harm(database: Database) -> None:
    arrive(database)
    assert take(database) == []


def test_a_lane_that_is_held_is_left_to_its_holder(database: Database) -> None:
    arrive(database, (1, "a"), (2, "b"))
    assert numbers(take(database, room=Room(1, 1))) == [1]
    arrive(database, (3, "a"), (4, "b"))
    assert numbers(take(database)) == [2, 4]
    assert take(database) == []


def test_our_own_lanes_are_not_taken_twice_even_when_their_leases_have_run_out(database: Database) -> None:
    arrive(database, (1, "a"), (2, "b"))
    take(database)
    later(database, LEASE)
    assert numbers(take(database, held=["a"])) == [2]


def test_a_lease_that_ran_out_gives_the_lane_to_the_next_in_the_same_order(database: Database) -> None:
    arrive(database, (1, "a"), (2, "a"))
    first = take(database)
    database.write_now(lambda session: inbox.finish_all(session, [first[0].id]))
    later(database, LEASE / 2)
    assert take(database) == []
    later(database, LEASE / 2)
    assert numbers(take(database)) == [2]


def test_an_extended_lease_holds_longer(database: Database) -> None:
    arrive(database, (1, "a"))
    [row] = take(database)
    later(database, LEASE / 2)
    database.write_now(lambda session: taking.extend(session, [row.id], now=NOW, lasts=LEASE))
    later(database, LEASE / 2)
    assert take(database) == []


def test_what_was_begun_and_not_ended_is_taken_alone_and_counted(database: Database) -> None:
    arrive(database, (1, "a"), (2, "a"), (3, "b"), (4, "c"))
    take(database)
    later(database, LEASE)
    arrive(database, (5, "d"), (6, "a"))
    assert [(row.body["update_id"], row.attempts) for row in take(database)] == [(1, 1), (5, 0)]
    assert take(database, held=["a", "d"], alone=False) == []
    assert [(row.body["update_id"], row.attempts) for row in take(database, held=["a", "d"])] == [(3, 1)]


def test_room_is_shared_by_the_lanes_that_wait(database: Database) -> None:
    arrive(database, *((number, "ab"[number % 2]) for number in range(40)), (40, "c"))
    taken = take(database, room=Room(16, 9, spare=4))
    assert [row.body["update_id"] for row in taken if row.lane != "c"] == list(range(8)), "4 of each, in order"
    assert [row.body["update_id"] for row in taken if row.lane == "c"] == [40]


def test_what_is_spared_is_for_lanes_that_have_nothing_yet(database: Database) -> None:
    arrive(database, *((number, str(number % 5)) for number in range(20)))
    assert numbers(take(database, room=Room(3, 9, spare=3))) == [0, 1, 2]
    assert take(database, room=Room(0, 9, spare=3)) == []


def test_each_bot_takes_its_own(database: Database) -> None:
    arrive(database, (1, "a"), (2, "a"))
    arrive(database, (7, "a"), (8, "b"), bot_id=BOT + 1)
    assert numbers(take(database, bot_id=BOT + 1)) == [7, 8]
    assert numbers(take(database)) == [1, 2]


def test_what_is_given_back_can_be_taken_at_once(database: Database) -> None:
    arrive(database, (1, "a"), (2, "b"))
    [one, two] = take(database)
    database.write_now(lambda session: taking.release(session, [one.id]))
    (again,) = take(database)
    assert (again.id, again.attempts) == (one.id, 0), "what was given back in order counts for no try"
    database.write_now(lambda session: taking.release(session, [one.id, two.id]))
    assert numbers(take(database)) == [1, 2]
    assert two.body == {"update_id": 2}


def test_the_end_keeps_the_result_that_its_action_gave(database: Database) -> None:
    arrive(database, (1, "a"))
    [row] = take(database)
    database.write_now(lambda session: inbox.finish(session, row.id, {"is": "Taken"}))
    database.write_now(lambda session: inbox.finish_all(session, [row.id]))
    query = select(col(Inbox.result))
    assert database.read_now(lambda session: session.execute(query).scalar_one()) == {"is": "Taken"}
    assert not database.read_now(lambda session: inbox.waiting(session, bot_id=BOT))


def test_a_failure_is_counted_and_the_last_one_puts_the_row_into_quarantine(database: Database) -> None:
    arrive(database, (1, "a"), (2, "a"))
    [row, other] = take(database)
    assert database.write_now(lambda session: inbox.failed(session, row.id, "why", tries=1, last=False))
    database.write_now(lambda session: taking.release(session, [row.id, other.id]))
    (again,) = take(database)
    assert (again.id, again.attempts) == (row.id, 1)
    assert not database.write_now(lambda session: inbox.failed(session, row.id, "why", tries=2, last=True))
    assert states(database) == {1: InboxState.QUARANTINED, 2: InboxState.NEW}


def test_what_an_action_has_ended_is_not_tried_again(database: Database) -> None:
    arrive(database, (1, "a"))
    [row] = take(database)
    database.write_now(lambda session: inbox.finish(session, row.id))
    assert not database.write_now(lambda session: inbox.failed(session, row.id, "afterwards", tries=1, last=False))
    assert states(database) == {1: InboxState.DONE}


async def test_every_night_old_words_go_and_later_their_numbers(database: Database) -> None:
    for number, days in ((1, 8), (2, 8), (3, 4), (4, 0)):
        arrive(database, (number, "a"), now=NOW - timedelta(days=days))
    rows = take(database)
    ended = [row.id for row in rows if row.body["update_id"] != 2]
    database.write_now(lambda session: inbox.finish_all(session, ended))
    database.write_now(lambda session: inbox.failed(session, rows[1].id, "why", tries=1, last=True))
    do = Do(database, Morning(), random.Random(1), BOT, lambda: None)
    assert await Tidier(do, database, Morning()).nightly(DueItem("x", "tidy", "", NOW.date(), NOW))
    query = select(col(Inbox.update_id), col(Inbox.body).is_(null()))
    assert dict(database.read_now(lambda session: session.execute(query).all())) == {3: True, 4: False}


def test_the_night_is_on_the_timetable() -> None:
    assert "tidy" in {moment.kind for moment in moments(NOW)}


def test_a_row_is_ended_once(database: Database) -> None:
    arrive(database, (1, "a"))
    (row,) = take(database)
    assert not database.write_now(lambda session: inbox.has_ended(session, row.id))
    assert database.write_now(lambda session: inbox.finish(session, row.id, {"is": "first"}))
    assert not database.write_now(lambda session: inbox.finish(session, row.id, {"is": "second"}))
    assert database.write_now(lambda session: inbox.has_ended(session, row.id))
    result = select(col(Inbox.result))
    assert database.read_now(lambda session: session.execute(result).scalar_one()) == {"is": "first"}


def test_a_take_of_which_nobody_knows_is_given_back_and_nothing_else(database: Database) -> None:
    arrive(database, (1, "a"))
    (mine,) = take(database)
    arrive(database, (2, "b"), (3, "c"))
    first, second = take(database)
    database.write_now(lambda session: taking.extend(session, [first.id], now=NOW, lasts=2 * LEASE))
    database.write_now(lambda session: taking.give_back(session, [first, second]))
    assert [(row.id, row.attempts) for row in take(database)] == [(second.id, 0)]
    assert mine.until is not None


async def test_what_another_has_handled_meanwhile_is_not_done_again(database: Database) -> None:
    arrive(database, (1, "a"))
    (row,) = take(database)
    do = Do(database, Morning(), random.Random(1), BOT, lambda: None).because(row.id)
    await do(note, what="first")
    with pytest.raises(EndedBefore):
        await do(note, what="second")
    assert written(database) == ["first"]


@pytest.mark.parametrize("commits", [True, False])
async def test_after_a_commit_of_which_nobody_knows_the_row_tells(prepared_url: str, commits: bool) -> None:
    database = Forgetful(prepared_url, commits=commits)
    database.forgets = 0
    arrive(database, (1, "a"))
    (row,) = take(database)
    database.forgets = 1
    do = Do(database, Morning(), random.Random(1), BOT, lambda: None).because(row.id)
    if commits:
        assert await do(note, what="once") == "once"
    else:
        with pytest.raises(CommitUnknown):
            await do(note, what="once")
        assert await do(note, what="once") == "once"
    assert written(database) == ["once"]
    database.close()


def note(tx: Tx, *, what: str) -> str:
    tx.record("x", what, None)
    return what


def written(database: Database) -> list[str]:
    query = select(col(History.what)).order_by(col(History.id))
    return list(database.read_now(lambda session: session.execute(query).scalars().all()))


def test_what_ever_came_in_is_not_walked_over_to_find_what_is_unfinished(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    plans: list[str] = []

    def explain(connection: Connection, _: object, statement: str, given: Sequence[object], *__: object) -> None:
        if "inbox" in statement and not statement.startswith(("EXPLAIN", "INSERT")):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            plans.extend(row[3] for row in plan if "inbox" in row[3])

    event.listen(database.engine, "before_cursor_execute", explain)
    arrive(database, (1, "b"), (2, "b"))
    for lasts in (None, LEASE):
        database.write_now(
            lambda session, lasts=lasts: taking.take(  # type: ignore[misc]
                session, bot_id=BOT, now=NOW, lasts=lasts, held=["a"], room=Room(9, 9)
            )
        )
    database.write_now(lambda session: inbox.waiting(session, bot_id=BOT))
    database.write_now(lambda session: taking.release_all(session, bot_id=BOT))
    walks = {plan for plan in plans if "inbox_waiting (state=?" not in plan}
    assert len(plans) > 6
    assert {walk for walk in walks if "INTEGER PRIMARY KEY (rowid=?)" not in walk} == set()
    database.close()
