"""Somebody is asked for door and phone and tells them bit by bit, as people do. Heard for real, on both databases."""

import pytest
from sqlmodel import col, select

from actions.listening import Listened, Said
from actions.listening_in_private import listen_in_private
from actions.people import settle, start
from bot.nlp.listener import Listener
from community.facts import FactKind, NoteKind
from storage.engine import Database
from storage.tables import Matter, Particulars
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, build

LEAK = "我家厨房漏水了，能来人看看吗"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    made = build(database)
    made.do(start, speaker=AUNT_LI)
    made.do(settle, speaker=AUNT_LI, grid="g3")
    return made


def tells(street: SmallStreet, listener: Listener, text: str) -> Listened:
    meaning = listener.understand(text, now=street.now, private=True)
    said = Said(street.says(AUNT_LI, text, place=None), meaning)
    result = street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    street.later(minutes=1)
    return result


def known(street: SmallStreet) -> list[tuple[str, str | None, str | None, str | None]]:
    """Category, door, phone and further words of every matter, oldest first."""
    query = select(Matter.category, Particulars.door, Particulars.phone, Particulars.note).join(
        Particulars, col(Particulars.matter_id) == col(Matter.id)
    )
    return street.database.read_now(lambda session: [tuple(row) for row in session.exec(query.order_by(Matter.number))])  # type: ignore[misc]


def answers(street: SmallStreet) -> list[str]:
    """What was said to the resident of it, since the last look."""
    found = [row.payload["note"] for row in street.said(FactKind.TOLD)]
    street.forget_said()
    return found


def test_a_door_and_then_a_phone_in_words_and_then_both_again_are_one_matter(
    street: SmallStreet, listener: Listener
) -> None:
    tells(street, listener, LEAK)
    answers(street)
    for words in ("2号楼一单元", "电话一三八零零零零一二三四", "2号楼1单元602 手机13855557777"):
        tells(street, listener, words)
        assert answers(street) == [NoteKind.KEPT.value], words
    assert known(street) == [("repair", "2号楼1单元602", "13855557777", None)]


def test_a_phone_spelled_in_words_is_a_phone_and_no_door(street: SmallStreet, listener: Listener) -> None:
    tells(street, listener, LEAK)
    tells(street, listener, "电话幺三八零零零零一二三四")
    assert known(street) == [("repair", None, "13800001234", None)]


def test_a_question_in_between_is_no_answer(street: SmallStreet, listener: Listener) -> None:
    tells(street, listener, LEAK)
    tells(street, listener, "2号楼1单元602")
    answers(street)
    tells(street, listener, "对了，食堂几点开饭")
    assert NoteKind.KEPT.value not in answers(street)
    tells(street, listener, "13855557777")
    first = known(street)[0]
    assert first == ("repair", "2号楼1单元602", "13855557777", None)


def test_whoever_tells_the_phone_first_is_still_asked_for_the_door(street: SmallStreet, listener: Listener) -> None:
    tells(street, listener, LEAK)
    tells(street, listener, "13855557777")
    tells(street, listener, "小学后面，靠河那家")
    assert known(street) == [("repair", "小学后面，靠河那家", "13855557777", None)]


@pytest.mark.parametrize("words", ["2号楼1单元602 手机13855557777", "我家在2号楼1单元602，电话：13855557777，谢谢"])
def test_an_address_after_all_was_told_asks_for_nothing(street: SmallStreet, listener: Listener, words: str) -> None:
    tells(street, listener, f"{LEAK}，1号楼1单元101，13800001234")
    street.later(hours=13)
    tells(street, listener, words)
    assert [(door, phone) for _, door, phone, _ in known(street)] == [("2号楼1单元602", "13855557777")]
