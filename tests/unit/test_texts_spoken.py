"""Which words of a partner are about its work, and which are somebody's who needs help."""

import pytest

from bot.texts.spoken import for_staff


@pytest.mark.parametrize("words", ["我不干了，退出合伙人", "我们店涨价了，补胎8块", "我只接般阳的", "退出合伙人"])
def test_what_staff_change(words: str) -> None:
    assert for_staff(words)


@pytest.mark.parametrize("words", ["我不想干了，活着没意思", "不想做饭了，食堂几点开"])
def test_what_is_somebodys_own(words: str) -> None:
    assert not for_staff(words)
