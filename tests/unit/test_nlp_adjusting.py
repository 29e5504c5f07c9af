"""What staff say of messages changes how the next are heard, and one slip of a finger silences nobody."""

from datetime import UTC, datetime

import pytest

from bot.nlp.adjusting import Lean, Learner, Lesson, Look
from bot.nlp.listener import Listener
from bot.nlp.profile import Profile
from community.understanding import Band

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


def ignored(listener: Listener, text: str, times: int) -> Lean:
    learner = Learner()
    for _ in range(times):
        look = Look()
        listener.understand(text, now=NOW, profile=Profile(lean=look))
        learner.learn(Lesson(text, False, None), look)
    return learner.lean()


def heard(listener: Listener, text: str, lean: Lean | None = None) -> bool:
    return listener.understand(text, now=NOW, profile=Profile(lean=lean)).band is not Band.SILENT


@pytest.mark.parametrize(
    ("text", "neighbour"),
    [("3号楼2单元电梯停了", "3号楼1单元电梯停了"), ("停电了", "4号楼停电了"), ("暖气不热", "我家暖气不热")],
)
def test_one_ignored_message_silences_neither_itself_nor_a_neighbour(
    listener: Listener, text: str, neighbour: str
) -> None:
    lean = ignored(listener, text, 1)
    assert heard(listener, text, lean)
    assert heard(listener, neighbour, lean)


def test_what_was_ignored_three_times_is_nothing_any_more(listener: Listener) -> None:
    text = "楼上半夜太吵"
    assert heard(listener, text)
    assert not heard(listener, text, ignored(listener, text, 3))
    assert heard(listener, "我家马桶堵了", ignored(listener, text, 3))
