"""Neighbours talk in fragments; the matters that come out of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.nlp import Listener
from bot.nlp.episodes import Conversation, Said, Status

START = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener.load()


def talk(listener: Listener, *lines: tuple[str, str, int]) -> Conversation:
    """A conversation of (who, text, seconds since the one before)."""
    conversation, at = Conversation(listener), START
    for index, (who, text, seconds) in enumerate(lines):
        at += timedelta(seconds=seconds)
        conversation.hear(Said(index, who, at, text, photo=not text))
    return conversation


def test_fragments_a_photo_and_a_correction_are_one_matter(listener: Listener) -> None:
    heard = talk(
        listener,
        ("王", "我家厨房水管漏了", 0),
        ("李", "早上好", 5),
        ("王", "", 10),
        ("王", "5号楼2单元", 20),
        ("王", "打错了 是6号楼", 20),
    )
    (matter,) = heard.matters
    assert (matter.author, matter.merged, matter.place) == ("王", [0, 2, 3, 4], "6号楼")
    assert matter.understood.categories[0].code == "repair"


def test_neighbours_who_have_it_too_are_counted_once(listener: Listener) -> None:
    heard = talk(
        listener,
        ("王", "3号楼电梯又停了", 0),
        ("李", "+1 我们单元也停了", 30),
        ("李", "我们也停了", 30),
        ("赵", "我家也是", 30),
    )
    (matter,) = heard.matters
    assert matter.supporters == ["李", "赵"]


def test_two_matters_of_one_speaker_stay_two(listener: Listener) -> None:
    heard = talk(listener, ("王", "3号楼电梯又停了", 0), ("王", "想请人上门给老人理发", 60))
    assert [matter.understood.categories[0].code for matter in heard.matters] == ["property", "household"]


@pytest.mark.parametrize(
    ("said", "status"),
    [("修好了，谢谢", Status.RESOLVED), ("不用来了", Status.WITHDRAWN), ("怎么还没修好", Status.OPEN)],
)
def test_how_a_matter_ends(listener: Listener, said: str, status: Status) -> None:
    heard = talk(listener, ("王", "我家马桶堵了", 0), ("王", said, 900))
    assert heard.matters[0].status is status


def test_only_the_asker_ends_a_matter(listener: Listener) -> None:
    heard = talk(listener, ("王", "我家马桶堵了", 0), ("李", "修好了", 60))
    assert heard.matters[0].status is Status.OPEN


def test_chatter_makes_no_matter(listener: Listener) -> None:
    assert talk(listener, ("王", "大家早上好", 0), ("李", "早", 5), ("王", "哈哈哈", 5)).matters == []
