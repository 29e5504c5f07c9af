"""A flood in one chat, or one chat that is stuck, slows that one only; what was stuck can be handled once more."""

import asyncio
from pathlib import Path

import pytest
from aiogram import Router
from aiogram.types import Message
from typer.testing import CliRunner

from bot.__main__ import app
from bot.lanes import IN_HAND, OF_ONE_LANE, SIDE_BY_SIDE
from community.words import InboxState
from storage.engine import Database, sqlite_url
from storage.quarantine import replay, stuck, traceback_of
from storage.schema import prepare
from tests.contracts.lanes_kit import PATIENCE, Line, message

FLOOD = 3 * IN_HAND


async def test_a_flood_leaves_room_for_everybody_else(database: Database) -> None:
    router, gate, heard = Router(), asyncio.Event(), asyncio.Queue[str]()

    @router.message()
    async def hear(said: Message) -> None:
        if said.chat.id == -1:
            await gate.wait()
        else:
            heard.put_nowait(said.text or "")

    line = Line(database, router)
    await line.intake.take([message(number, chat=1) for number in range(FLOOD)])
    await line.intake.take([message(FLOOD + chat, chat=chat, text=f"chat {chat}") for chat in range(2, 60)])
    async with line.working():
        async with asyncio.timeout(PATIENCE):
            others = {await heard.get() for _ in range(2, 60)}
        assert others == {f"chat {chat}" for chat in range(2, 60)}
        assert OF_ONE_LANE < IN_HAND
        gate.set()
        await line.ended()
    assert set(line.states().values()) == {InboxState.DONE}


@pytest.mark.parametrize("floods", [5, 30])
async def test_floods_in_many_chats_leave_room_for_a_quiet_one(database: Database, floods: int) -> None:
    router, gate, heard, begun = Router(), asyncio.Event(), asyncio.Event(), asyncio.Queue[int]()

    @router.message()
    async def hear(said: Message) -> None:
        if said.text == "quiet":
            heard.set()
            return
        begun.put_nowait(said.message_id)
        await gate.wait()

    line = Line(database, router)
    await line.intake.take([message(number, chat=1 + number % floods) for number in range(FLOOD)])
    async with line.working():
        async with asyncio.timeout(PATIENCE):
            for _ in range(floods):
                await begun.get()
            await line.intake.take([message(FLOOD, chat=floods + 1, text="quiet")])
            await heard.wait()
        gate.set()
        await line.ended()
    assert set(line.states().values()) == {InboxState.DONE}


async def test_whoever_speaks_once_is_heard_long_before_the_floods_end(database: Database) -> None:
    router, heard = Router(), list[str]()
    floods, each = 2 * SIDE_BY_SIDE, 40

    @router.message()
    async def hear(said: Message) -> None:
        await asyncio.sleep(0)
        heard.append(said.text or "")

    line = Line(database, router)
    await line.intake.take([message(number, chat=1 + number % floods, text="flood") for number in range(floods * each)])
    await line.handles(message(floods * each, chat=floods + 1, text="quiet"))
    assert len(heard) == floods * each + 1
    assert heard.index("quiet") < len(heard) / 2


async def test_a_flood_is_handled_in_order(database: Database) -> None:
    router, heard = Router(), []

    @router.message()
    async def hear(said: Message) -> None:
        heard.append(said.message_id)

    await Line(database, router).handles(*(message(number) for number in range(3 * OF_ONE_LANE)))
    assert heard == list(range(3 * OF_ONE_LANE))


async def test_what_could_not_be_handled_is_handled_when_it_is_mended(database: Database) -> None:
    router, again, heard = Router(), Router(), []

    @router.message()
    async def fail(said: Message) -> None:
        if said.text == "stuck":
            raise KeyError("no words of anybody")
        heard.append(said.text)

    @again.message()
    async def hear(said: Message) -> None:
        heard.append(said.text)

    line = Line(database, router)
    await line.handles(message(1, text="stuck"), message(2, text="after"))
    assert line.states() == {1: InboxState.QUARANTINED, 2: InboxState.DONE}
    (found,) = database.read_now(stuck)
    assert (found.kind, found.tries, found.whole) == ("message", 3, True)
    assert "KeyError" in (database.read_now(lambda session: traceback_of(session, found.id)) or "")
    assert database.write_now(lambda session: replay(session, [found.id, 12345])) == [found.id]
    assert database.write_now(lambda session: replay(session, [found.id])) == []
    await Line(database, again).handles()
    assert heard == ["after", "stuck"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with one update in quarantine."""
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    database.close()
    return tmp_path


async def test_the_command_lists_explains_and_replays(folder: Path) -> None:
    database = Database(sqlite_url(folder))
    router = Router()

    @router.message()
    async def hear(said: Message) -> None:
        raise KeyError("13800138000")

    line = Line(database, router)
    await line.handles(message(7))

    def hehuo(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["replay", *words, "--data", str(folder)])
        return done.exit_code, done.output

    (found,) = database.read_now(stuck)
    code, said = await asyncio.to_thread(hehuo)
    assert code == 0 and f"{found.id} · message" in said and "KeyError" in said and "13800138000" not in said
    code, said = await asyncio.to_thread(hehuo, str(found.id), "--why")
    assert code == 0 and "Traceback" in said and line.states() == {7: InboxState.QUARANTINED}
    code, said = await asyncio.to_thread(hehuo, "--all")
    assert code == 0 and "已放回 1 条" in said and line.states() == {7: InboxState.NEW}
    assert (await asyncio.to_thread(hehuo, str(found.id)))[0] != 0
    database.close()
