"""What was withdrawn or solved and is broken again begins anew at a word of whoever asked. On both databases."""

from functools import partial

import pytest
from sqlmodel import col, select

from actions.claiming import claim_order
from actions.listening import Said
from actions.orders import complete_order
from actions.people import start
from actions.residents import rate_matter, withdraw_matter
from actions.talking import talk
from community.heard import Speaker
from community.words import MatterState, Rating
from storage.engine import Database
from storage.tables import Matter, Particulars
from tests import shipped
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, build

LAMP = "我家厨房的灯不亮了，5号楼2单元501，谁会修"


class Square:
    """The grid group, in which people talk."""

    def __init__(self, street: SmallStreet) -> None:
        self.street, self.listener = street, shipped.listener()

    def says(self, who: Speaker, text: str) -> None:
        street, listener = self.street, self.listener
        said = Said(street.says(who, text), listener.understand(text, now=street.now))
        read = partial(listener.gathered().understand, now=street.now)
        street.do(talk, said=said, sensitive=SENSITIVE, read=read, lean=listener.leaning)
        street.later(seconds=40)

    @property
    def matters(self) -> list[Matter]:
        query = select(Matter).order_by(col(Matter.made_at))
        return list(self.street.database.read_now(lambda s: s.exec(query).all()))

    def withdraws(self, who: Speaker) -> None:
        self.street.do(withdraw_matter, speaker=who, matter=self.matters[-1].id)


@pytest.fixture
def square(database: Database) -> Square:
    square = Square(build(database))
    square.says(AUNT_LI, LAMP)
    assert [matter.category for matter in square.matters] == ["repair"]
    return square


@pytest.mark.parametrize("words", ["又坏了！", "又不亮了", "还是不亮"])
def test_withdrawn_and_broken_again(square: Square, words: str) -> None:
    square.withdraws(AUNT_LI)
    square.street.later(hours=5)
    square.says(AUNT_LI, words)
    first, again = square.matters
    assert first.state is MatterState.WITHDRAWN
    assert (again.state, again.category, again.service) == (MatterState.OPEN, first.category, first.service)
    assert again.spot == first.spot
    kept = square.street.database.read_now(lambda s: s.get_one(Particulars, again.id))
    assert kept.door == "5号楼2单元501"
    assert words.rstrip("！") in again.summary
    assert len([order for order in square.street.orders() if order.matter_id == again.id]) == 1


def test_solved_and_broken_again(square: Square) -> None:
    street, matter, order = square.street, square.matters[0], square.street.orders()[0]
    street.do(claim_order, speaker=WRENCH[0], order=order.id)
    street.do(complete_order, speaker=WRENCH[0], order=order.id)
    street.do(rate_matter, speaker=AUNT_LI, matter=matter.id, rating=Rating.GOOD)
    square.says(AUNT_LI, "又不亮了")
    assert [one.state for one in square.matters] == [MatterState.SOLVED, MatterState.OPEN]


@pytest.mark.parametrize("words", ["快递又停了", "又坏了吗？", "那就好", "又来了", "今天天气不错"])
def test_other_talk_begins_nothing(square: Square, words: str) -> None:
    square.withdraws(AUNT_LI)
    square.says(AUNT_LI, words)
    assert len(square.matters) == 1


def test_nobody_else_begins_it_anew(square: Square) -> None:
    square.street.do(start, speaker=UNCLE_WANG)
    square.withdraws(AUNT_LI)
    square.says(UNCLE_WANG, "又坏了！")
    assert len(square.matters) == 1


def test_after_a_week_two_words_say_nothing_any_more(square: Square) -> None:
    square.withdraws(AUNT_LI)
    square.street.later(days=8)
    square.says(AUNT_LI, "又坏了！")
    assert len(square.matters) == 1


def test_it_begins_once_and_what_follows_goes_into_it(square: Square) -> None:
    square.withdraws(AUNT_LI)
    for words in ("又坏了！", "又坏了！", "还是不亮"):
        square.says(AUNT_LI, words)
    assert len(square.matters) == 2


def test_what_was_asked_about_and_what_was_answered_stand_in_the_order_together(database: Database) -> None:
    square = Square(build(database))
    square.says(AUNT_LI, "那个热水器")
    assert not square.matters
    square.says(AUNT_LI, "打不着火了")
    (matter,) = square.matters
    assert (matter.summary, matter.service) == ("那个热水器，打不着火了", "家电维修")


def test_an_answer_of_another_kind_keeps_its_own_kind(database: Database) -> None:
    square = Square(build(database))
    square.says(AUNT_LI, "那个热水器")
    square.says(AUNT_LI, "3号楼2单元的电梯停了，来人修修")
    lift = square.matters[-1]
    assert (lift.category, lift.service) == ("property", "电梯")
    assert "热水器" not in lift.summary
