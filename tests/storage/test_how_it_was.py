"""An order is done and not yet rated: what its asker says is how it was, or a need of its own."""

import pytest
from sqlmodel import col, select

from actions.orders import complete_order
from bot.nlp.listener import Listener
from community.words import QuestionState
from storage.engine import Database
from storage.tables import Order, Question
from tests.storage.talk import ANNA, Talk
from tests.street import AUNT_LI, build


@pytest.fixture
def people(database: Database, listener: Listener) -> Talk:
    return Talk(build(database), listener)


@pytest.fixture
def tap(people: Talk) -> Order:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(complete_order, speaker=ANNA, order=order.id)
    return order


def doubts(people: Talk) -> int:
    query = select(Question).where(col(Question.state) == QuestionState.HUMAN)
    return len(people.street.database.read_now(lambda session: session.exec(query).all()))


@pytest.mark.parametrize("words", ["我家暖气还没来", "暖气没来，师傅也没来"])
def test_what_is_wanted_of_somebody_else_is_a_matter_of_its_own(people: Talk, tap: Order, words: str) -> None:
    people.tells(AUNT_LI, words)
    assert [order.category for order in people.street.orders()] == ["repair", "municipal"]
    assert doubts(people) == 0


@pytest.mark.parametrize("words", ["师傅没来就说办完了", "他没来", "没来", "白跑一趟，人没来"])
def test_who_did_not_come_is_still_told_to_staff(people: Talk, tap: Order, words: str) -> None:
    people.tells(AUNT_LI, words)
    assert len(people.street.orders()) == 1
    assert doubts(people) == 1


@pytest.mark.parametrize("words", ["快递没来", "孩子还没来"])
def test_who_else_did_not_come_is_no_complaint(people: Talk, tap: Order, words: str) -> None:
    people.tells(AUNT_LI, words)
    assert doubts(people) == 0
