"""Lanes: order per chat, lanes side by side, failures in quarantine, every press answered, nothing done twice."""

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy import select
from sqlmodel import Session
from structlog.testing import capture_logs

from actions.listening import Said, listen
from actions.tx import Do
from bot import lanes
from bot.callbacks import Press, Verb, encode
from bot.handlers import errors
from bot.texts.toasts import Toast
from community.facts import CardSlot
from community.words import InboxState
from storage.engine import Database, DatabaseDown, sqlite_url
from storage.schema import prepare
from storage.tables import Card, Matter
from tests.contracts.lanes_kit import PATIENCE, Line, hearing, message, note, noted, press, pressing
from tests.street import AUNT_LI, SENSITIVE, build, meaning_of

DONE, NEW, QUARANTINED = InboxState.DONE, InboxState.NEW, InboxState.QUARANTINED


async def test_each_chat_is_heard_in_order_and_no_chat_waits_for_another(database: Database) -> None:
    heard: list[tuple[int, str]] = []
    others_done = asyncio.Event()

    async def hear(message: Message, do: Do) -> None:
        if message.text == "1":
            await others_done.wait()
        heard.append((-message.chat.id, message.text or ""))
        if [text for chat, text in heard if chat == 2] == ["2", "4", "6"]:
            others_done.set()

    line = Line(database, hearing(hear))
    await line.handles(*(message(number, 1 + (number + 1) % 2) for number in range(1, 7)))
    assert heard == [(2, "2"), (2, "4"), (2, "6"), (1, "1"), (1, "3"), (1, "5")]
    assert set(line.states().values()) == {DONE}


async def test_many_chats_keep_their_order(database: Database) -> None:
    heard: dict[int, list[int]] = {}

    async def hear(message: Message, do: Do) -> None:
        await asyncio.sleep(0)
        heard.setdefault(message.chat.id, []).append(int(message.text or ""))

    line = Line(database, hearing(hear))
    async with line.working():
        for first in range(1, 1201, 60):
            await line.intake.take([message(number, 1 + number * number % 50) for number in range(first, first + 60)])
        await line.ended()
    assert sum(map(len, heard.values())) == 1200
    assert all(numbers == sorted(numbers) for numbers in heard.values())


async def test_what_fails_twice_is_tried_a_third_time_before_the_next_of_its_chat(database: Database) -> None:
    heard: list[str] = []

    async def hear(message: Message, do: Do) -> None:
        heard.append(message.text or "")
        if heard.count("1") < 3:
            raise RuntimeError("not yet")

    line = Line(database, hearing(hear))
    await line.handles(message(1), message(2))
    assert heard == ["1", "1", "1", "2"]
    assert line.clock.slept == [1, 4]
    assert line.states() == {1: DONE, 2: DONE}


async def test_what_always_fails_is_put_aside_with_its_reason_and_its_chat_goes_on(database: Database) -> None:
    async def hear(message: Message, do: Do) -> None:
        if message.text == "1":
            raise RuntimeError("never")

    line = Line(database, hearing(hear))
    await line.handles(message(1), message(2))
    [broken, fine] = line.rows()
    assert (broken.state, broken.attempts, fine.state) == (QUARANTINED, 3, DONE)
    assert "RuntimeError: never" in (broken.error or "")
    assert "in hear" in (broken.error or "")
    first = (broken.error or "").splitlines()[0]
    assert re.fullmatch(r"RuntimeError in hear, test_lanes\.py:\d+", first), "what stays when the words go"
    assert broken.body == message(1)


@pytest.mark.parametrize(
    ("trouble", "ends"),
    [("SQLITE_FULL", True), ("SQLITE_ERROR", False)],
    ids=["a full disk", "a mistake of ours"],
)
async def test_a_database_in_trouble_is_no_fault_of_the_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str, ends: bool
) -> None:
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    cause = sqlite3.OperationalError("trouble")
    monkeypatch.setattr(cause, "sqlite_errorname", trouble, raising=False)

    async def hear(message: Message, do: Do) -> None:
        raise DatabaseDown("UPDATE", None, cause)

    line = Line(database, hearing(hear))
    if ends:
        await line.intake.take([message(1)])
        with pytest.raises(DatabaseDown):
            await asyncio.wait_for(line.lanes.run(), PATIENCE)
        assert line.states() == {1: NEW}
    else:
        await line.handles(message(1))
        assert line.states() == {1: QUARANTINED}
    database.close()


async def test_what_failed_before_a_restart_is_not_given_more_than_three_tries(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_LAST_WORDS", 0.05)
    tries: list[str] = []
    stuck = asyncio.Event()

    async def hear(message: Message, do: Do) -> None:
        tries.append(message.text or "")
        if len(tries) == 2:
            stuck.set()
            await asyncio.Event().wait()
        raise RuntimeError("never")

    first = Line(database, hearing(hear))
    async with first.working():
        await first.intake.take([message(1)])
        await asyncio.wait_for(stuck.wait(), PATIENCE)
    again = Line(database, hearing(hear))
    await again.handles()
    assert len(tries) == 1 + 1 + 2  # one counted, one cut off and not counted, the two that were left
    assert again.states() == {1: QUARANTINED}


async def test_what_cannot_be_read_is_put_aside_at_once(database: Database) -> None:
    heard: list[str] = []

    async def hear(message: Message, do: Do) -> None:
        heard.append(message.text or "")

    line = Line(database, hearing(hear))
    broken = {"update_id": 1, "message": {"chat": {"id": -1}, "text": 5}}
    await line.handles(broken, message(2))
    assert heard == ["2"]
    assert line.clock.slept == []
    assert line.states() == {1: QUARANTINED, 2: DONE}
    assert "ValidationError" in (line.rows()[0].error or "")


async def test_what_nobody_knows_or_handles_ends_in_silence(database: Database) -> None:
    line = Line(database, Router())
    await line.handles({"update_id": 1, "hologram": {"of": "the future"}}, {"update_id": 2}, message(3))
    assert line.states() == {1: DONE, 2: DONE, 3: DONE}
    assert [row.error for row in line.rows()] == [None, None, None]


@pytest.mark.parametrize("toast", [None, Toast("好的"), Toast("当心", alert=True)])
async def test_a_press_is_answered_with_what_the_handler_gives(database: Database, toast: Toast | None) -> None:
    async def pressed(query: CallbackQuery) -> Toast | None:
        return toast

    line = Line(database, pressing(pressed))
    await line.handles(press(1))
    answer = await line.telegram.answer()
    assert answer.callback_query_id == "1"
    assert (answer.text, answer.show_alert) == ((toast.text, toast.alert) if toast else (None, None))
    assert line.telegram.answers.empty()


async def test_a_press_is_answered_whatever_happens(database: Database) -> None:
    async def pressed(query: CallbackQuery) -> None:
        raise RuntimeError("never")

    unread = press(2)
    unread["callback_query"]["message"]["date"] = "yesterday"
    line = Line(database, pressing(pressed))
    await line.handles(press(1), unread)
    assert {(await line.telegram.answer()).callback_query_id for _ in range(2)} == {"1", "2"}
    assert line.states() == {1: QUARANTINED, 2: QUARANTINED}
    deaf = Line(database, Router())
    await deaf.handles(press(3))
    assert (await deaf.telegram.answer()).callback_query_id == "3"


async def test_an_answer_that_is_lost_does_nothing_twice(database: Database) -> None:
    count: list[int] = []

    async def pressed(query: CallbackQuery) -> None:
        count.append(1)

    line = Line(database, pressing(pressed))
    line.telegram.broken = True
    await line.handles(press(1))
    assert count == [1]
    assert line.states() == {1: DONE}


async def test_a_failure_after_the_action_does_not_repeat_it(database: Database) -> None:
    async def hear(message: Message, do: Do) -> None:
        await do(note, text=message.text or "")
        raise RuntimeError("too late to matter")

    line = Line(database, hearing(hear))
    await line.handles(message(1), message(2))
    assert noted(database) == {"1": 1, "2": 1}
    assert line.states() == {1: DONE, 2: DONE}


async def test_the_end_finishes_what_is_in_hand_and_gives_the_rest_back(database: Database) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def hear(message: Message, do: Do) -> None:
        begun.set()
        await go_on.wait()
        await do(note, text=message.text or "")

    line = Line(database, hearing(hear))
    async with line.working():
        await line.intake.take([message(1), message(2)])
        await asyncio.wait_for(begun.wait(), PATIENCE)
        asyncio.get_running_loop().call_soon(go_on.set)
    assert line.states() == {1: DONE, 2: NEW}
    assert [row.leased_until for row in line.rows()] == [None, None]
    again = Line(database, hearing(hear))
    await again.handles()
    assert noted(database) == {"1": 1, "2": 1}


async def test_what_comes_in_the_wrong_order_is_heard_in_the_order_of_its_numbers(database: Database) -> None:
    line = Line(database, Router())
    await line.intake.take([message(3), message(1), message(2), {"update_id": 2**70}, {"update_id": "4"}, message(2)])
    assert [row.update_id for row in line.rows()] == [1, 2, 3]


async def test_what_fails_is_logged_with_the_number_of_its_matter(database: Database) -> None:
    street = build(database)
    street.do(
        listen,
        said=Said(street.says(AUNT_LI, "灯坏了"), meaning_of("灯坏了", "repair")),
        sensitive=SENSITIVE,
        apart=True,
    )
    (matter,) = database.read_now(lambda session: session.execute(select(Matter)).scalars().all())

    def shown(session: Session) -> None:
        session.add(
            Card(
                slot=CardSlot.MATTER, subject=matter.id, recipient="p:x", chat_id=-1, message_id=77, digest="",
                sent_at=matter.made_at,
            )
        )  # fmt: skip

    database.write_now(shown)

    async def broken(event: Message | CallbackQuery) -> None:
        raise RuntimeError("never")

    router = errors.build()
    router.message.register(broken)
    router.callback_query.register(broken)
    line = Line(database, router)
    line.telegram.broken = True
    pressed = press(1, data=encode(Press(Verb.CLAIM, street.orders()[0].id)))
    answered = message(2)
    answered["message"]["reply_to_message"] = {**message(3)["message"], "message_id": 77}
    with capture_logs() as logs:
        await line.handles(pressed, answered)
    about = {(line["event"], line.get("matter")) for line in logs if line["event"] != "did"}
    assert about == {(event, matter.number) for event in ("update_failed", "lanes.failed", "lanes.unanswered")}


@pytest.mark.parametrize("number", [2**63, -(10**30)])
async def test_what_answers_a_message_that_cannot_be_is_put_aside_and_its_chat_goes_on(
    database: Database, number: int
) -> None:
    async def hear(message: Message, do: Do) -> None:
        if message.reply_to_message is not None:
            raise RuntimeError("never")

    line, answering = Line(database, hearing(hear)), message(1)
    answering["message"]["reply_to_message"] = {**message(3)["message"], "message_id": number}
    await line.handles(answering, message(2))
    assert line.states() == {1: QUARANTINED, 2: DONE}
