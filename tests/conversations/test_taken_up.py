"""Danger that nobody can place yet: every desk is rung until a person takes it up, and every word reaches them."""

import pytest

from bot.nlp.listener import Listener
from community.understanding import Band
from tests.conversations.people import Someone, data_of, labels, text_of
from tests.conversations.street import THURSDAY, People

SMELLS = (
    "家里有股怪味",
    "楼道里有股怪味，有人来看看吗",
    "厨房老有股怪味",
    "屋里有怪味，谁懂",
    "怪味从哪来的，能来人看看不",
)


@pytest.fixture
def alone(street: People) -> Someone:
    """网格员小赵 with nothing but their own chat with the bot."""
    return Someone(street.clerk.world, street.clerk.id, street.clerk.name, None)


async def test_what_somebody_without_a_home_says_further_is_read_at_once(stranger: Someone, clerk: Someone) -> None:
    await stranger.tells_bot("我不想活了")
    first = await clerk.sees("有人可能有危险", "路人甲", where="group")
    assert "也许是" not in text_of(first)
    await stranger.sees("哪个社区", where="private")
    await stranger.tells_bot("绳子准备好了")
    again = await clerk.sees("有人可能有危险", "绳子准备好了", where="group")
    assert again["message_id"] > first["message_id"], "a new message rings, an edit does not"
    await stranger.sees("我在听", "12356", where="private")


async def test_it_rings_again_and_staff_in_private_too(stranger: Someone, clerk: Someone, alone: Someone) -> None:
    await stranger.tells_bot("我不想活了")
    first = await clerk.sees("有人可能有危险", where="group")
    await stranger.world.passes(minutes=6)
    again = await clerk.sees("有人可能有危险", "5 分钟了，还没有人跟进", where="group")
    assert again["message_id"] > first["message_id"]
    await stranger.world.passes(minutes=5)
    await alone.sees("有人可能有危险", "10 分钟了", where="private")
    await stranger.tells_bot("绳子准备好了")
    await alone.sees("有人可能有危险", "绳子准备好了", where="private")
    assert "由您跟进" in await alone.taps("我来跟进", "private")
    await stranger.sees("在跟进了", where="private")
    await clerk.sees("在跟进", where="group")
    await alone.taps("般阳社区", "private")
    await alone.sees("您接下了 BY-1126-01", "绳子准备好了", where="private")
    await clerk.has_no_button("是诉求", "group")
    await stranger.sees("来陪您", where="private")
    before = len(await alone.from_bot())
    await stranger.world.passes(minutes=61)
    assert len(await alone.from_bot()) == before, "quiet once somebody holds it"


async def test_taken_up_at_the_desk_with_a_tap_and_one_for_its_community(
    stranger: Someone, clerk: Someone, alone: Someone
) -> None:
    await stranger.tells_bot("电梯困人了！3号楼")
    card = await clerk.has_button("我来跟进", "group")
    assert "不是险情" in labels(card)
    assert "由您跟进" in await clerk.taps("我来跟进", "group")
    await clerk.taps("般阳社区", "group")
    await alone.sees("BY-1126-01", "电梯困人", where="private")
    assert "过期" in await clerk.taps_on(card, data_of(card, "我来跟进"))


@pytest.fixture
def smell(listener: Listener) -> str:
    """A sentence of which the listener, as it is trained today, is unsure: perhaps it is danger."""

    def unsure(text: str) -> bool:
        meaning = listener.understand(text, now=THURSDAY, private=True)
        likely = [scored.code for scored in meaning.categories[:3]]
        return meaning.band is Band.ASK and not meaning.urgent and "safety" in likely

    return next(text for text in SMELLS if unsure(text))


async def test_who_smells_something_and_wants_a_person_is_not_left_waiting(
    aunt: Someone, clerk: Someone, alone: Someone, smell: str
) -> None:
    await aunt.starts()
    await aunt.taps("般阳社区", "private")
    await aunt.tells_bot(smell)
    await aunt.taps("叫人工", "private")
    await aunt.sees("119", "开窗", where="private")
    first = await clerk.sees("居民要人工", "李阿姨", where="group")
    await aunt.world.passes(minutes=11)
    await alone.sees("居民要人工", "10 分钟了", where="private")
    await aunt.tells_bot("没事了，是隔壁刷漆")
    last = await clerk.sees("居民要人工", "是隔壁刷漆", where="group")
    assert last["message_id"] > first["message_id"]
    await aunt.sees("已经告诉社区工作人员", where="private")
