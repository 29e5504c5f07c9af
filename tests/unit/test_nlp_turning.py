"""Who begins with thanks or with what was, and then says what is wrong now, is heard."""

from datetime import UTC, datetime

import pytest

from bot.nlp.listener import Listener
from community.understanding import Kind

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("电梯修好了谢谢，可是门禁又刷不开了", "property"),
        ("谢谢师傅，灯好了，但是开关还冒火花", "safety"),
        ("谢谢李师傅，灯亮了，就是开关松了", "repair"),
    ],
)
def test_what_comes_after_the_turn_is_heard(listener: Listener, words: str, category: str) -> None:
    meaning = listener.understand(words, now=NOW)
    assert meaning.kind is Kind.NEED
    assert meaning.categories[0].code == category


@pytest.mark.parametrize(
    "words",
    ["谢谢大家，门修好了，可把我高兴坏了", "灯修好了，就是这么快", "昨天漏水，今天不漏了"],
)
def test_what_only_turns_to_the_good_is_chatter(listener: Listener, words: str) -> None:
    assert listener.understand(words, now=NOW).kind is Kind.CHATTER


def test_the_place_and_the_time_are_those_of_the_whole(listener: Listener) -> None:
    meaning = listener.understand("3号楼2单元的电梯修好了谢谢，可是门禁又刷不开了", now=NOW)
    assert meaning.parsed.door is not None
    assert meaning.parsed.door.building == "3"
