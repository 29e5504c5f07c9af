"""A number plate that is said as an afterthought belongs to what was told of the car. On both databases."""

import pytest
from sqlmodel import select

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import Joined
from actions.plates import add_plate
from community.facts import FactKind, NoteKind
from community.privacy import mask
from community.understanding import Kind
from storage.engine import Database
from storage.tables import Matter, Particulars
from tests.storage.test_saying_more import needs
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, build, meaning_of

PLATE = "鲁C·8K2M6 就这辆白车"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """She has told of a car, and somebody has taken it up."""
    street = build(database)
    needs(street, "这是谁家的，堵着消防通道好几天了", None)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    street.forget_said()
    return street


def says(street: SmallStreet, words: str = PLATE, *, place: str | None = "grid") -> Said:
    return Said(street.says(AUNT_LI, words, place=place), meaning_of(mask(words), kind=Kind.CHATTER))


def test_it_reaches_whoever_comes_and_is_on_no_card_of_others(street: SmallStreet) -> None:
    street.later(seconds=80)
    assert street.do(add_plate, said=says(street)) == Joined("BY-1126-01")
    (told,) = [fact for fact in street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.CHANGED]
    assert (told.recipient, told.payload["text"]) == ("p:w0", PLATE)
    summary = street.database.read_now(lambda s: s.exec(select(Matter.summary)).one())
    note = street.database.read_now(lambda s: s.exec(select(Particulars.note)).one())
    assert note == PLATE and "8K2M6" not in summary


def test_it_may_be_told_in_private(street: SmallStreet) -> None:
    street.later(minutes=5)
    said = says(street, place=None)
    assert street.do(listen_in_private, said=said, sensitive=SENSITIVE) == Joined("BY-1126-01")


def test_a_plate_much_later_or_of_another_or_of_no_car_is_none_of_it(street: SmallStreet) -> None:
    other = Said(street.says(UNCLE_WANG, PLATE), meaning_of(PLATE, kind=Kind.CHATTER))
    assert street.do(add_plate, said=other) is None
    assert street.do(add_plate, said=says(street, "就这辆白车")) is None
    street.later(minutes=30)
    assert street.do(add_plate, said=says(street)) is None
    needs(street, "厨房灯不亮了", "灯具安装")
    assert street.do(add_plate, said=says(street)) is None
