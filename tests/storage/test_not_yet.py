"""One order, two households: what is done with one may not be with the other, and their word is heard, too."""

from dataclasses import replace
from functools import partial

import pytest
from sqlmodel import Session, select

from actions.also import me_too
from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.not_yet import not_yet
from actions.orders import complete_order, report_order
from actions.outcomes import TooLate
from actions.people import start
from actions.residents import rate_matter
from actions.talking import talk
from bot.nlp.data import load_taxonomy
from bot.nlp.listener import Listener
from bot.texts.card import Wording
from bot.texts.matters import matter_card
from bot.texts.orders import order_card
from community.facts import CardSlot, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from community.words import MatterState, OrderState, Rating
from storage import cards
from storage.engine import Database
from storage.tables import Matter, Order, Person
from storage.views import matter, order
from tests.street import AUNT_LI, GRID_CHAT, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, build

SHI, DENG = AUNT_LI, UNCLE_WANG


@pytest.fixture
def street(database: Database, listener: Listener) -> SmallStreet:
    """石磊's unit is mended, 邓秀梅's is not; the partner pressed 办结."""
    made = build(database)
    for one in (SHI, DENG, WRENCH[0]):
        made.do(start, speaker=one)
    words = "5号楼3单元楼道灯全不亮了"
    meaning = listener.understand(words, now=made.now)
    made.do(register_need, heard=made.says(SHI, words), meaning=meaning, sensitive=SENSITIVE, category="repair")
    database.write_now(lambda s: setattr(s.exec(select(Matter)).one(), "category", "property"))
    made.do(me_too, speaker=DENG, matter=found(made).id)
    made.do(claim_order, speaker=WRENCH[0], order=sold(made).id)
    made.do(complete_order, speaker=WRENCH[0], order=sold(made).id)
    made.later(minutes=30)
    made.forget_said()
    return made


def found(street: SmallStreet) -> Matter:
    return street.database.read_now(lambda s: s.exec(select(Matter)).one())


def sold(street: SmallStreet) -> Order:
    return street.orders()[0]


def solved(street: SmallStreet) -> object:
    return street.do(rate_matter, speaker=SHI, matter=found(street).id, rating=Rating.GOOD)


def deng(street: SmallStreet) -> str:
    return street.database.read_now(lambda s: s.exec(select(Person.id).where(Person.user_id == DENG.user_id)).one())


def says(street: SmallStreet, listener: Listener, text: str, who: Speaker = DENG, *, private: bool = False) -> None:
    meaning = listener.understand(text, now=street.now, private=private)
    said = Said(street.says(who, text, place=None if private else "grid"), meaning)
    if private:
        street.do(listen_in_private, said=said, sensitive=SENSITIVE)
        return
    read = partial(listener.gathered().understand, now=street.now)
    street.do(talk, said=said, sensitive=SENSITIVE, read=read, lean=listener.leaning)


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("words", ["我们2单元还是黑的呀", "2单元还是没修", "还没好"])
def test_the_other_household_is_heard_while_it_is_said_to_be_done(
    street: SmallStreet, listener: Listener, words: str, private: bool
) -> None:
    says(street, listener, words, private=private)
    assert sold(street).state is OrderState.OPEN
    assert solved(street) == TooLate()
    assert found(street).state is MatterState.OPEN
    told = [row for row in street.said(FactKind.TOLD) if row.payload.get("note") == NoteKind.WHY]
    assert [(row.recipient, row.payload["text"]) for row in told] == [("p:w0", words)]
    assert any("desk" in row.recipient and row.fresh for row in street.said())


@pytest.mark.parametrize("private", [False, True])
def test_and_after_the_first_one_called_it_solved(street: SmallStreet, listener: Listener, private: bool) -> None:
    solved(street)
    assert found(street).state is MatterState.SOLVED
    street.later(hours=20)
    says(street, listener, "2单元还是没修", private=private)
    assert (found(street).state, sold(street).state) == (MatterState.OPEN, OrderState.OPEN)


@pytest.mark.parametrize("words", ["还没吃", "还没下雨", "还没开会", "你还不走啊", "还没呢", "没办法啊", "天还没亮"])
@pytest.mark.parametrize("private", [False, True])
def test_small_talk_takes_up_nothing_that_is_solved(
    street: SmallStreet, listener: Listener, words: str, private: bool
) -> None:
    solved(street)
    street.later(hours=30)
    street.forget_said()
    says(street, listener, words, private=private)
    assert (found(street).state, sold(street).state) == (MatterState.SOLVED, OrderState.CLOSED)
    assert not any("desk" in row.recipient for row in street.said())


@pytest.mark.parametrize(
    "words", ["还黑着呢", "楼道灯还是不亮", "我们这边根本没修", "还那样", "三天还没修", "还没人管啊"]
)
def test_what_is_said_of_such_a_thing_takes_it_up(street: SmallStreet, listener: Listener, words: str) -> None:
    says(street, listener, words)
    assert sold(street).state is OrderState.OPEN


def test_few_words_that_answer_its_card_take_it_up(street: SmallStreet, listener: Listener) -> None:
    def stands(session: Session) -> None:
        cards.keep(
            session, CardSlot.MATTER, session.exec(select(Matter)).one().id, "c:grid",
            chat_id=GRID_CHAT, message_id=900, page="", digest="", now=street.now,
        )  # fmt: skip

    street.database.write_now(stands)
    meaning = listener.understand("还没呢", now=street.now)
    heard = replace(street.says(DENG, "还没呢"), reply_to=900)
    street.do(not_yet, person=deng(street), heard=heard, meaning=meaning)
    assert sold(street).state is OrderState.OPEN


@pytest.mark.parametrize("words", ["食堂还没开门", "快递还没到", "我们这边也好了", "我家马桶还是堵", "8号楼的灯还不亮"])
def test_what_is_of_something_else_takes_nothing_up(street: SmallStreet, listener: Listener, words: str) -> None:
    says(street, listener, words)
    assert sold(street).state is OrderState.DONE


def test_who_has_nothing_to_do_with_it_takes_nothing_up(street: SmallStreet, listener: Listener) -> None:
    says(street, listener, "还没好", Speaker(9001, "路人"))
    assert sold(street).state is OrderState.DONE


def test_the_units_of_a_report_are_read(street: SmallStreet) -> None:
    words = "只修好3单元，2单元等料，2单元501的老人联系过"
    street.do(report_order, speaker=WRENCH[0], order=sold(street).id, words=words, price_fen=0, proof=[])
    wording = Wording(load_taxonomy(), street.now)
    own, all_may = Wanted(sold(street).id, Recipient(person="w0"), street.now), found(street).id
    theirs = street.database.read_now(lambda s: order.load(s, own))
    shown = street.database.read_now(lambda s: matter.load(s, Wanted(all_may, Recipient(place="grid"), street.now)))
    assert theirs is not None and shown is not None
    for html in (order_card(theirs, wording).html, matter_card(shown, wording).html):
        assert "只修好3单元，2单元等料" in html and "501" not in html
