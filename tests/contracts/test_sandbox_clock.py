"""Moving the clock with a bot that follows it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from tests.contracts.sandbox_kit import Town

START = datetime.fromisoformat("2026-11-26T09:00:00+08:00")


def at(hour: int, day: int = 26) -> datetime:
    """A moment of that November."""
    return datetime.fromisoformat(f"2026-11-{day}T{hour:02d}:00:00+08:00")


@asynccontextmanager
async def follower(town: Town, due: list[datetime], act: Callable[[datetime], None]) -> AsyncIterator[None]:
    """A bot that does what is due (`act`), takes its updates and says when it has settled."""

    async def follow() -> None:
        version = -1
        while True:
            clock = await town.look("clock", after=version, timeout=0.2)
            version, now = clock["version"], datetime.fromisoformat(clock["now"])
            while due and due[0] <= now:
                act(due.pop(0))
            await town.updates()
            await town.ask("clock/settled", version=version, next_due=due[0].isoformat() if due else None)

    following = asyncio.create_task(follow())
    try:
        yield
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def test_a_new_world_starts_on_a_working_thursday_and_ticks(town: Town) -> None:
    first = datetime.fromisoformat((await town.look("clock"))["now"])
    second = datetime.fromisoformat((await town.look("clock"))["now"])
    assert START <= first < second < START + timedelta(minutes=5)


async def test_everything_due_happens_in_order_before_the_answer(town: Town) -> None:
    seen: list[tuple[datetime, datetime]] = []
    due = [at(10), at(12), at(12), at(8, day=28)]
    async with follower(town, due, lambda moment: seen.append((moment, town.world.clock.now()))):
        answer = await town.ask("clock", to=at(9, day=28).isoformat())
    assert [moment for moment, _ in seen] == [at(10), at(12), at(12), at(8, day=28)]
    assert all(moment <= when < moment + timedelta(minutes=1) for moment, when in seen)
    assert at(9, day=28) <= datetime.fromisoformat(answer["now"]) < at(10, day=28)


async def test_what_is_due_again_and_again_is_followed(town: Town) -> None:
    seen: list[datetime] = []
    due = [at(10)]

    def every_hour(moment: datetime) -> None:
        seen.append(moment)
        due.append(moment + timedelta(hours=1))

    async with follower(town, due, every_hour):
        await town.ask("clock", advance=8 * 3600)
    assert seen == [at(hour) for hour in range(10, 18)]


async def test_a_due_moment_that_never_passes_does_not_hold_the_clock(town: Town) -> None:
    async def stubborn() -> None:
        version = -1
        while True:
            version = (await town.look("clock", after=version, timeout=0.2))["version"]
            await town.ask("clock/settled", version=version, next_due=at(10).isoformat())

    following = asyncio.create_task(stubborn())
    answer = await town.ask("clock", advance=7200)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    assert datetime.fromisoformat(answer["now"]) >= at(11)


async def test_settled_counts_only_for_this_clock_and_with_every_update_confirmed(town: Town) -> None:
    version = (await town.look("clock"))["version"]
    resident = await town.person("王阿姨")
    assert (await town.ask("clock/settled", version=version - 1, next_due=None))["counted"] is False
    assert (await town.ask("clock/settled", version=version, next_due=None))["counted"] is True
    await town.says(resident, resident, "在吗")
    assert (await town.ask("clock/settled", version=version, next_due=None))["counted"] is False
    await town.updates()
    status, _ = await town.refused("clock", advance=60, timeout=0.1)
    assert status == 504, "the settling from before the message must not count for the clock"
    assert (await town.ask("clock/settled", version=version, next_due=None))["counted"] is True


async def test_a_silent_bot_is_a_504_and_the_time_stays(town: Town) -> None:
    await town.bot("getUpdates")
    status, sentence = await town.refused("clock", advance=3600, timeout=0.2)
    assert status == 504 and "没有回音" in sentence
    assert town.world.clock.now() < at(10)


async def test_without_any_bot_the_time_moves_and_the_answer_is_504(town: Town) -> None:
    status, _ = await town.refused("clock", advance=3600, timeout=0.2)
    assert status == 504 and town.world.clock.now() >= at(10)


async def test_the_clock_refuses_what_it_cannot_do(town: Town) -> None:
    impossible: list[dict[str, object]] = [
        {"advance": -1},
        {"to": "2026-11-26T08:00:00+08:00"},
        {"to": "2026-11-27"},
        {"to": "明天"},
        {},
        {"advance": "x"},
        {"advance": 1e300},
        {"advance": True},
    ]
    for body in impossible:
        assert (await town.refused("clock", **body))[0] == 400
    assert (await town.refused("clock/settled", version="x"))[0] == 400


async def test_one_jump_at_a_time(town: Town) -> None:
    await town.bot("getUpdates")
    first = asyncio.create_task(town.refused("clock", advance=60, timeout=0.3))
    await asyncio.sleep(0)
    statuses = []
    while not first.done():
        statuses.append((await town.refused("clock", advance=60, timeout=0))[0])
    assert 409 in statuses and (await first)[0] == 504
