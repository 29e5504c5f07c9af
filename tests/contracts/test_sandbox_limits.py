"""How often the bot may write."""

import pytest

from sandbox.rules import Limits
from tests.contracts.sandbox_kit import Refused, Town, moments_later, picture, refusal


class Watch:
    """The limits' time, standing still until a test moves it: a slow machine must not change what is counted."""

    def __init__(self, town: Town) -> None:
        self.seconds = town.world.clock.seconds()
        town.world.limits = Limits(lambda: self.seconds)


async def test_a_private_chat_takes_short_bursts_but_not_more_than_one_a_second(town: Town) -> None:
    resident, watch = await town.person("王阿姨"), Watch(town)
    for number in range(5):
        await town.bot("sendMessage", chat_id=resident, text=f"第{number}条")
    for _ in range(2):
        with pytest.raises(Refused, match="Too Many Requests: retry after 1") as refused:
            await town.bot("sendMessage", chat_id=resident, text="太快了")
        assert refused.value.status == 429 and refused.value.parameters == {"retry_after": 1}
        watch.seconds += 1
        await town.bot("sendMessage", chat_id=resident, text="等过了")


async def test_a_group_takes_twenty_a_minute_edits_included(town: Town) -> None:
    grid, watch = await town.group(await town.person("王阿姨")), Watch(town)
    first = await town.bot("sendMessage", chat_id=grid, text="0")
    watch.seconds += 10
    for number in range(1, 20):
        where = {"chat_id": grid, "message_id": first["message_id"]}
        await town.bot("editMessageText", **where, text=str(number))
    with pytest.raises(Refused, match="Too Many Requests: retry after 50") as refused:
        await town.bot("sendMessage", chat_id=grid, text="多了")
    assert refused.value.parameters == {"retry_after": 50}
    watch.seconds += 50
    await town.bot("sendMessage", chat_id=grid, text="可以了")
    with pytest.raises(Refused, match="retry after 10"):
        await town.bot("sendMessage", chat_id=grid, text="又多了")


async def test_every_picture_of_an_album_counts(town: Town) -> None:
    resident = await town.person("王阿姨")
    grid = await town.group(resident)
    photo, _ = await picture(town, resident), Watch(town)
    album = [{"type": "photo", "media": photo} for _ in range(10)]
    for _ in range(2):
        await town.bot("sendMediaGroup", chat_id=grid, media=album)
    with pytest.raises(Refused, match="retry after 60"):
        await town.bot("sendMessage", chat_id=grid, text="多了")
    assert "album must include 2-10" in await refusal(town, "sendMediaGroup", chat_id=grid, media=album[:1])


async def test_thirty_a_second_overall_and_answers_to_presses_are_free(town: Town) -> None:
    people = [await town.person(f"居民{number}") for number in range(31)]
    watch = Watch(town)
    for person in people[:30]:
        await town.bot("sendMessage", chat_id=person, text="大集")
    with pytest.raises(Refused, match="retry after 1"):
        await town.bot("sendMessage", chat_id=people[30], text="大集")
    assert "query is too old" in await refusal(town, "answerCallbackQuery", callback_query_id="1")
    watch.seconds += 1
    await town.bot("sendMessage", chat_id=people[30], text="大集")


async def test_the_limits_count_on_the_moved_clock(town: Town) -> None:
    grid = await town.group(await town.person("王阿姨"))
    for number in range(20):
        await town.bot("sendMessage", chat_id=grid, text=str(number))
    town.world.clock.jump(moments_later(town, 60))
    await town.bot("sendMessage", chat_id=grid, text="一分钟后")
