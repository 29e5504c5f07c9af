"""Lanes and processes: what kills or hangs is put aside, nothing is lost or repeated, leases pass on."""

import asyncio
import multiprocessing
import os

import pytest
from aiogram import Router
from aiogram.types import Message

from actions.tx import Do, Tx
from bot import lanes
from community.words import InboxState
from storage import taking
from storage.engine import Database
from storage.schema import prepare
from storage.taking import Room
from tests.contracts.lanes_kit import BOT, PATIENCE, Hear, Line, hearing, message, note, noted
from tests.postgres import fresh_database

DONE, NEW, QUARANTINED = InboxState.DONE, InboxState.NEW, InboxState.QUARANTINED
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.contracts.lanes_kit"])

DEATHS = 3  # here; more in the program, where a process may be killed by chance


def die(url: str, *, committed: bool) -> None:
    """A process of its own that hears three messages and is killed at the second."""
    killing = "2"

    def deadly(tx: Tx, *, text: str) -> None:
        note(tx, text=text)
        if text == killing and not committed:
            os._exit(9)

    async def hear(message: Message, do: Do) -> None:
        await do(deadly, text=message.text or "")
        if message.text == killing:
            os._exit(9)

    asyncio.run(Line(Database(url), hearing(hear)).handles(message(1), message(2), message(3)))


@pytest.mark.parametrize("committed", [True, False])
async def test_a_kill_in_the_middle_loses_nothing_and_repeats_nothing(database: Database, committed: bool) -> None:
    url = database.url.render_as_string(hide_password=False)
    victim = _FORKS.Process(target=die, args=(url,), kwargs={"committed": committed})
    victim.start()
    await asyncio.to_thread(victim.join, PATIENCE)
    assert victim.exitcode == 9

    async def hear(message: Message, do: Do) -> None:
        await do(note, text=message.text or "")

    line = Line(database, hearing(hear))
    assert NEW in line.states().values()
    line.leases_run_out()
    await line.handles()
    assert noted(database) == {"1": 1, "2": 1, "3": 1}
    assert set(line.states().values()) == {DONE}


def hear_until_killed(url: str, deadly: str) -> None:
    """A process of its own that hears what waits, and dies of one message as of a lack of memory."""

    async def hear(message: Message, do: Do) -> None:
        if message.text == deadly:
            os._exit(9)
        await do(note, text=message.text or "")

    lanes.DEATHS = DEATHS
    asyncio.run(Line(Database(url), hearing(hear)).handles())


async def test_what_kills_the_process_is_put_aside_and_nothing_else_is(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    line = Line(database, Router())
    await line.intake.take([message(number, chat=number % 4) for number in range(1, 31)])
    codes: list[int | None] = []
    while (codes or [9])[-1] == 9 and len(codes) < DEATHS + 2:
        line.leases_run_out()
        victim = _FORKS.Process(target=hear_until_killed, args=(url, "5"))
        victim.start()
        await asyncio.to_thread(victim.join, PATIENCE)
        codes.append(victim.exitcode)
    assert codes == [9] * DEATHS + [0]
    assert line.states() == {number: QUARANTINED if number == 5 else DONE for number in range(1, 31)}
    assert noted(database) == {str(number): 1 for number in range(1, 31) if number != 5}
    (why,) = [row.error for row in line.rows() if row.update_id == 5]
    assert "Killed: the process ended 3 times" in (why or "")


async def test_an_orderly_end_in_the_middle_counts_for_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_LAST_WORDS", 0.01)
    for _ in range(lanes.DEATHS + 1):
        begun = asyncio.Event()

        async def hear(message: Message, do: Do, begun: asyncio.Event = begun) -> None:
            begun.set()
            await asyncio.Event().wait()

        line = Line(database, hearing(hear))
        async with line.working():
            await line.intake.take([message(1)])
            await asyncio.wait_for(begun.wait(), PATIENCE)
    assert [(row.state, row.attempts) for row in line.rows()] == [(NEW, 0)]


async def test_what_hangs_is_put_aside_with_where_it_hung_and_holds_nobody_up(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "AT_MOST", 0.05)
    heard: list[str] = []

    async def hear(message: Message, do: Do) -> None:
        if message.text == "hang":
            await asyncio.Event().wait()
        heard.append(message.text or "")

    many = lanes.SIDE_BY_SIDE + 8
    line = Line(database, hearing(hear))
    hanging = [message(number, chat=number, text="hang") for number in range(1, many + 1)]
    after = [message(many + number, chat=number, text="after") for number in range(1, many + 2)]
    await line.handles(*hanging, *after)
    assert heard == ["after"] * (many + 1)
    states = line.states()
    assert {states[number] for number in range(1, many + 1)} == {QUARANTINED}
    why = line.rows()[0].error or ""
    assert why.startswith("Hung in wait, locks.py:")
    assert "in hear" in why and "Hung: not handled within 0.05 seconds" in why


async def test_what_waits_for_the_database_does_not_hang(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "AT_MOST", 0.02)
    tries: list[int] = []

    async def hear(message: Message, do: Do) -> None:
        tries.append(1)
        if len(tries) > lanes.TRIES:
            database._away.clear()
            return
        database._away.add("as while it is away")
        await asyncio.Event().wait()

    line = Line(database, hearing(hear))
    await line.handles(message(1))
    assert line.states() == {1: DONE}


async def test_who_is_alone_waits_for_no_lease_of_a_process_that_is_gone(database: Database) -> None:
    heard: list[str] = []

    async def hear(message: Message, do: Do) -> None:
        heard.append(message.text or "")

    line = Line(database, hearing(hear), shared=False)
    await line.intake.take([message(1), message(2)])
    ample = Room(9, 9)
    database.write_now(
        lambda session: taking.take(session, bot_id=BOT, now=line.clock.now(), lasts=lanes.LEASE, held=(), room=ample)
    )
    await line.handles()
    assert heard == ["1", "2"]
    assert [row.leased_until for row in line.rows()] == [None, None]


async def test_two_processes_share_the_chats_and_never_one_chat(postgres: str) -> None:
    held, go_on, others = asyncio.Event(), asyncio.Event(), asyncio.Event()
    heard: list[tuple[str, str]] = []

    def hearer(name: str) -> Hear:
        async def hear(message: Message, do: Do) -> None:
            if message.text == "1":
                held.set()
                await go_on.wait()
            heard.append((name, message.text or ""))
            if message.text == "3":
                others.set()

        return hear

    with fresh_database(postgres, "lanes") as url:
        database = Database(url)
        prepare(database)
        one, two = Line(database, hearing(hearer("one"))), Line(database, hearing(hearer("two")))
        async with one.working():
            await one.intake.take([message(1, chat=1)])
            await asyncio.wait_for(held.wait(), PATIENCE)
            async with two.working():
                await two.intake.take([message(2, chat=1), message(3, chat=2)])
                await asyncio.wait_for(others.wait(), PATIENCE)
                assert [text for _, text in heard] == ["3"], "chat 2 goes on, chat 1 waits, whoever serves them"
                go_on.set()
                await two.ended()
        assert [text for _, text in heard] == ["3", "1", "2"]
        database.close()
