"""The limiter on a clock that only the test moves."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.courier.limiter import OVERALL, PACE_BURST, PriorityLimiter, Turn, seconds_of
from community.words import Priority

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
GROUP = -100


class StillClock:
    """Time stands until it is moved."""

    def __init__(self) -> None:
        self.at = START
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime) -> None:
        if at > self.at:
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._sleepers.append((at, future))
            await future

    async def move(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        for at, future in self._sleepers:
            if at <= self.at and not future.done():
                future.set_result(None)
        await settle()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


class Wire:
    """Calls made through a limiter, noted in the order in which they went out."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.limiter = PriorityLimiter(self.clock)
        self.went: list[Any] = []
        self.fails: dict[int, RetryAfter] = {}
        self.tasks: list[asyncio.Task[Any]] = []

    async def _call(self, chat: int, name: Any) -> bool:
        self.went.append(name)
        if chat in self.fails:
            raise self.fails.pop(chat)
        return True

    def call(self, chat: int, name: Any, turn: Turn | None = None, endpoint: str = "sendMessage") -> None:
        data = {"chat_id": chat}
        request = self.limiter.process_request(self._call, (chat, name), {}, endpoint, data, turn)
        self.tasks.append(asyncio.create_task(request))

    async def end(self) -> None:
        await self.limiter.shutdown()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_thirty_a_second_overall() -> None:
    wire = Wire()
    for chat in range(1, 101):
        wire.call(chat, chat)
    await settle()
    assert len(wire.went) == 30 and wire.limiter.waiting == 70
    assert wire.limiter.next_at == START + OVERALL[1]
    for _ in range(3):
        await wire.clock.move(OVERALL[1].total_seconds())
    assert len(wire.went) == 100 and wire.limiter.waiting == 0
    await wire.end()


async def test_no_second_holds_more_than_thirty() -> None:
    wire = Wire()
    sent: list[datetime] = []
    for chat in range(1, 200):
        wire.call(chat, chat)
    while len(wire.went) < 199:
        before = len(wire.went)
        await wire.clock.move(0.05)
        sent += [wire.clock.now()] * (len(wire.went) - before)
    for at in sent:
        assert sum(at <= other < at + timedelta(seconds=1) for other in sent) <= 30
    await wire.end()


async def test_the_more_urgent_go_first() -> None:
    wire = Wire()
    for chat in range(1, 301):
        wire.call(chat, chat, Turn(Priority.ORDER))
    await settle()
    wire.call(999, "reply", Turn(Priority.REPLY))
    wire.call(998, "danger", Turn(Priority.EMERGENCY))
    await settle()
    assert wire.went[PACE_BURST:] == ["reply", "danger"], "neither waits for those who came first"
    for number in range(24):
        wire.call(1000 + number, "filling", Turn(Priority.REPLY))
    wire.call(997, "later", Turn(Priority.REPLY))
    wire.call(996, "first", Turn(Priority.EMERGENCY))
    await settle()
    await wire.clock.move(OVERALL[1].total_seconds())
    urgent = [name for name in wire.went if name in {"later", "first"}]
    assert urgent == ["first", "later"]
    await wire.end()


async def test_a_flood_goes_out_evenly_and_leaves_room_for_who_waits() -> None:
    wire = Wire()
    for chat in range(1, 400):
        wire.call(chat, chat, Turn(Priority.ORDER))
    for asked in range(1, 15):
        await pass_time(wire, 0.5)
        wire.call(1000 + asked, "reply", Turn(Priority.REPLY))
        await settle()
        await pass_time(wire, 0.2)
        assert wire.went.count("reply") == asked
    assert len(wire.went) >= 0.95 * 30 * 14 * 0.7
    await wire.end()


async def pass_time(wire: Wire, seconds: float) -> None:
    for _ in range(round(seconds * 100)):
        await wire.clock.move(0.01)


async def test_a_group_gets_twenty_a_minute_and_nobody_else_waits_for_it() -> None:
    wire = Wire()
    for number in range(25):
        wire.call(GROUP, number)
    wire.call(7, "person")
    await settle()
    assert "person" in wire.went and len(wire.went) == 21
    await wire.clock.move(30)
    assert len(wire.went) == 21
    await wire.clock.move(31)
    assert len(wire.went) == 26
    await wire.end()


async def test_a_person_gets_a_small_burst_and_then_one_a_second() -> None:
    wire = Wire()
    for number in range(8):
        wire.call(7, number)
    await settle()
    assert wire.went == [0, 1, 2, 3]
    for seconds in range(4):
        await wire.clock.move(1.05)
        assert len(wire.went) == 5 + seconds
    await wire.end()


async def test_edits_count_and_reactions_only_overall() -> None:
    wire = Wire()
    for number in range(10):
        wire.call(7, number, endpoint="editMessageText")
    for number in range(10):
        wire.call(7, f"r{number}", endpoint="setMessageReaction")
    await settle()
    assert [name for name in wire.went if isinstance(name, int)] == [0, 1, 2, 3]
    assert len([name for name in wire.went if isinstance(name, str)]) == 10
    await wire.end()


async def test_a_flood_answer_halts_its_chat_and_two_halt_all() -> None:
    wire = Wire()
    wire.fails[7] = RetryAfter(timedelta(seconds=5))
    wire.call(7, "first")
    await settle()
    assert isinstance(wire.tasks[0].exception(), RetryAfter)
    wire.call(7, "second")
    wire.call(8, "other")
    await settle()
    assert wire.went == ["first", "other"]
    wire.fails[9] = RetryAfter(timedelta(seconds=3))
    wire.call(9, "flooded too")
    wire.call(10, "held with all")
    await settle()
    assert wire.went[-1] in {"flooded too", "held with all"}
    wire.call(11, "waits")
    await settle()
    assert "waits" not in wire.went
    await wire.clock.move(3)
    assert "waits" in wire.went and "second" not in wire.went
    await wire.clock.move(2)
    assert "second" in wire.went
    await wire.end()


async def test_who_is_cancelled_waits_no_longer() -> None:
    wire = Wire()
    for number in range(6):
        wire.call(7, number)
    await settle()
    wire.tasks[4].cancel()
    await settle()
    await wire.clock.move(1.05)
    assert wire.went == [0, 1, 2, 3, 5]
    await wire.end()


async def test_something_is_done_just_before_the_call() -> None:
    wire = Wire()

    async def noted() -> None:
        wire.went.append("noted")

    wire.call(7, "sent", Turn(on_turn=noted))
    await settle()
    assert wire.went == ["noted", "sent"]
    await wire.end()


@pytest.mark.parametrize("told", [5, timedelta(seconds=5)])
def test_retry_after_in_either_shape(told: int | timedelta) -> None:
    assert seconds_of(RetryAfter(told)) == timedelta(seconds=5)


async def set_clock(wire: Wire, seconds: float) -> None:
    """The machine's clock is set while everybody sleeps; then something new is to be said and all are looked at."""
    wire.clock.at += timedelta(seconds=seconds)
    wire.call(77, "something new", Turn(Priority.BROADCAST))
    await settle()


async def test_a_clock_that_is_set_back_by_an_hour_holds_nobody_up() -> None:
    wire = Wire()
    for number in range(40):
        wire.call(number + 1, number, Turn(Priority.ORDER))
    for number in range(25):
        wire.call(GROUP, f"group {number}", Turn(Priority.REPLY))
    await settle()
    await set_clock(wire, -3600)
    assert wire.limiter.next_at is not None and wire.limiter.next_at - wire.clock.now() < timedelta(seconds=2)
    for _ in range(62):
        await wire.clock.move(1.05)
    assert wire.limiter.waiting == 0, "within the minute that a group's limit lasts"
    wire.call(900, "new person", Turn(Priority.ORDER))
    wire.call(901, "danger", Turn(Priority.EMERGENCY))
    await settle()
    assert set(wire.went[-2:]) == {"new person", "danger"}
    await wire.end()


async def test_a_halt_lasts_as_long_as_telegram_said_though_the_clock_is_set_back() -> None:
    wire = Wire()
    wire.fails[5] = RetryAfter(30)
    wire.call(5, "too many")
    await settle()
    await set_clock(wire, -3600)
    wire.call(5, "again")
    await settle()
    assert "again" not in wire.went
    await wire.clock.move(31)
    assert "again" in wire.went
    await asyncio.gather(*wire.tasks, return_exceptions=True)
    await wire.end()


async def test_a_clock_that_is_set_on_lets_everyone_go_who_waited() -> None:
    wire = Wire()
    for number in range(25):
        wire.call(GROUP, number, Turn(Priority.REPLY))
    await settle()
    assert wire.limiter.waiting == 5
    await set_clock(wire, 3600)
    assert set(range(25)) <= set(wire.went)
    await wire.end()
