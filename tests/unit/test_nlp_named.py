"""A door and a number alone ask for nothing, however long somebody goes on about east and west."""

from datetime import UTC, datetime

import pytest

from bot.nlp.listener import Listener
from community.understanding import Kind

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "words", ["2号楼1单元602 手机13855557777", "我家在3号楼，电话13855557777", "5号楼东边那个门口"]
)
def test_where_and_by_which_number_is_no_need(listener: Listener, words: str) -> None:
    assert listener.understand(words, now=NOW, private=True).kind is Kind.CHATTER


def test_it_is_soon_told_that_there_is_more(listener: Listener) -> None:
    assert listener.understand("13855557777 " + "东边" * 400 + "坏了", now=NOW) is not None
