"""An order that was offered is taken in the group where it was asked for, as people say it."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from actions.claiming import claim_order
from actions.hearing import hear
from actions.talking import talk
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.orders import order_card
from community.facts import FactKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from community.words import OrderState
from storage.tables import Member, Order, Utterance
from storage.views import order as order_view
from tests.storage.talk import ANNA, Talk, at
from tests.street import AUNT_LI, SENSITIVE, STRANGER, UNCLE_WANG, WRENCH


def replies(people: Talk, who: Speaker, words: str, to: int) -> None:
    said = people.said(who, words, "grid")
    people.street.forget_said()
    said = replace(said, heard=replace(said.heard, reply_to=to))
    people.street.do(talk, said=said, sensitive=SENSITIVE, read=people.read, lean=people.listener.leaning)


def message_of(people: Talk, order: Order) -> int:
    """The message that asked for it."""
    query = select(Utterance.message_id).where(col(Utterance.matter_id) == order.matter_id)
    return people.street.database.read_now(lambda session: session.exec(query).one())


def test_who_says_that_they_come_has_the_order_and_the_time(people: Talk) -> None:
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    people.says(ANNA, "我来，半小时到")
    taken = people.now(order)
    assert (taken.state, taken.claimer_id, taken.eta) == (OrderState.CLAIMED, "w0", at(26, 9, 30))
    facts = people.street.said(FactKind.MATTER_CHANGED)
    assert any(fact.recipient == "g:grid" and fact.fresh for fact in facts)


def test_of_several_the_one_that_is_answered(people: Talk) -> None:
    lamp, tap = people.needs(AUNT_LI, "厨房灯不亮了"), people.needs(UNCLE_WANG, "水龙头漏水了")
    replies(people, ANNA, "我去吧", message_of(people, tap))
    assert (people.now(lamp).claimer_id, people.now(tap).claimer_id) == (None, "w0")


def test_of_several_that_are_not_named_the_cards_come_down(people: Talk) -> None:
    orders = [people.needs(AUNT_LI, "厨房灯不亮了"), people.needs(UNCLE_WANG, "水龙头漏水了")]
    people.says(ANNA, "我来")
    assert [people.now(order).claimer_id for order in orders] == [None, None]
    rung = [fact for fact in people.street.said(FactKind.ORDER_CHANGED) if fact.fresh]
    assert {(fact.subject, fact.recipient) for fact in rung} == {(order.id, "p:w0") for order in orders}


@pytest.mark.parametrize("words", ["我来接孩子", "我去买菜了", "我来晚了", "我去过那家"])
def test_other_comings_and_goings_take_nothing(people: Talk, words: str) -> None:
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    people.says(ANNA, words)
    assert people.now(order).claimer_id is None


def test_who_was_offered_nothing_takes_nothing(people: Talk) -> None:
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    people.says(STRANGER, "我去吧")
    people.says(AUNT_LI, "我去吧")
    assert people.now(order).claimer_id is None


def test_what_is_said_to_a_neighbour_takes_nothing(people: Talk) -> None:
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    said = people.street.says(UNCLE_WANG, "谁陪我下盘棋")
    people.street.do(hear, said)
    replies(people, ANNA, "我来", said.message_id)
    assert people.now(order).claimer_id is None


def test_a_colleague_is_no_rival(people: Talk) -> None:
    firm = Member(id="m1b", partner_id="p0", person_id="w1")

    def joins(session: object) -> None:
        session.delete(session.get_one(Member, "m1"))  # type: ignore[attr-defined]
        session.flush()  # type: ignore[attr-defined]
        session.add(firm)  # type: ignore[attr-defined]

    people.street.database.write_now(joins)
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    people.street.do(claim_order, speaker=ANNA, order=order.id)

    def told(who: str) -> str:
        wanted = Wanted(order.id, Recipient(person=who), people.street.now)
        view = people.street.database.read_now(lambda session: order_view.load(session, wanted))
        assert view is not None
        return order_card(view, Wording(load_taxonomy(), people.street.now)).html

    assert f"您同事 {WRENCH[0].name} 接了" in told("w1")
    assert "先接走了" in told("w2")
