"""Who writes little Chinese is heard, and answered in both languages; nobody else is."""

import pytest

from bot.nlp.listener import Listener
from community.understanding import Band, Kind
from tests.conversations.people import Someone, labels, text_of
from tests.conversations.street import THURSDAY

TAP = "Hello, my kitchen tap is leaking, can someone come to fix it? building 6"
UNSURE = (
    "something is broken in my home",
    "I have a problem in my home, who can help me",
    "please help, something not work in my flat",
    "the thing in my flat is broken again, please come",
)


@pytest.fixture
def unsure(listener: Listener) -> str:
    """An English sentence of which the listener, as it is trained today, is unsure."""

    def asked(text: str) -> bool:
        meaning = listener.understand(text, now=THURSDAY)
        return meaning.kind is not Kind.CHATTER and meaning.band is Band.ASK

    return next(text for text in UNSURE if asked(text))


async def test_english_is_heard_and_answered_in_both(newcomer: Someone, wrench: Someone) -> None:
    await newcomer.says(TAP)
    card = await newcomer.sees("已登记", "BY-1126-01", "🌐", "registered", where="group")
    assert {"📝 补充地址和时间 Address & time", "不用了，撤回 Cancel", "🗣 叫人工 Ask a person"} <= set(labels(card))
    await newcomer.taps("Address & time", "group")
    await newcomer.sees("门牌和电话", "🌐", "building, unit, room", where="private")
    await newcomer.tells_bot("building 6 unit 2 room 501, 13700001111")
    await newcomer.sees("记下了", "Noted", where="private")
    await wrench.taps("接单")
    held = await wrench.sees("您接下了", "13700001111")
    assert "🌐" not in text_of(held)
    await newcomer.sees("红扳手", "will come", where="group")
    await wrench.taps("办结")
    await newcomer.taps("Good", "private")
    await newcomer.sees("解决了", "Solved", where="group")


async def test_an_ask_back_in_both(newcomer: Someone, unsure: str) -> None:
    await newcomer.says(unsure)
    question = await newcomer.sees("您说的是哪一类", "What do you mean", where="group")
    assert any(label.isascii() is False and label.rstrip()[-1].isascii() for label in labels(question))


async def test_danger_in_both(newcomer: Someone) -> None:
    await newcomer.says("help! fire in the kitchen, building 3")
    await newcomer.sees("119", "say where you are", where="group")


async def test_who_writes_chinese_is_answered_in_chinese(aunt: Someone) -> None:
    await aunt.says("厨房灯不亮了，谁会修")
    await aunt.sees("BY-1126-01", where="group")
    await aunt.sees("门牌和电话", where="private")
    assert not any("🌐" in text_of(message) for message in await aunt.from_bot())
