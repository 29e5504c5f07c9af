"""A neighbour has it at home too: the door is asked for, and whoever comes goes to both. On both databases."""

from functools import partial
from typing import Unpack

import pytest
from sqlmodel import col, select

from actions import claiming, orders
from actions.also import count_neighbour, me_too
from actions.hearing import hear
from actions.households import Counted
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.merging import go_alone
from actions.needs import register_need
from actions.outcomes import Done
from actions.people import start
from actions.residents import ask_details, withdraw_matter
from actions.talking import talk
from actions.tx import Tx
from bot.nlp.data import load_taxonomy
from bot.nlp.listener import Listener
from bot.texts.card import Wording
from bot.texts.orders import order_card
from community.facts import FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.understanding import Kind
from community.views import Wanted
from community.words import MatterState, OrderState
from storage.engine import Database
from storage.revealing import note_revealed
from storage.tables import History, Matter, Order
from storage.views import order
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, WRENCH, Slotted, SmallStreet, build, meaning_of

DRAIN, ALSO = "厨房下水道堵了，谁能通一下", "同求，我家也堵"
DOOR, PHONE = "1号楼2单元302", "13912345678"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """李阿姨's drain, which 红扳手0 has taken."""
    made = build(database)
    for who in (AUNT_LI, UNCLE_WANG):
        made.do(start, speaker=who)
    heard, meaning = made.says(AUNT_LI, DRAIN), meaning_of(DRAIN, "repair", place="3号楼1单元101", phone="13800138000")
    made.do(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)
    made.do(claiming.claim_order, speaker=WRENCH[0], order=made.orders()[0].id)
    made.forget_said()
    return made


def also(street: SmallStreet, who: Speaker = UNCLE_WANG) -> Counted:
    def work(tx: Tx) -> object:
        person, said, _ = hear(tx, street.says(who, ALSO))
        matter = tx.session.get_one(Matter, street_order(tx).matter_id)
        return count_neighbour(tx, matter, person, said=said, meaning=meaning_of(ALSO, "repair"))

    counted = street.do(work)
    assert isinstance(counted, Counted)
    return counted


def street_order(tx: Tx) -> Order:
    return tx.session.exec(select(Order).order_by(col(Order.offered_at))).first()  # type: ignore[return-value]


def tells(street: SmallStreet, text: str, **slots: Unpack[Slotted]) -> None:
    meaning = meaning_of(text, kind=Kind.CHATTER, **slots)
    said = Said(street.says(UNCLE_WANG, text, place=None), meaning)
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)


def card(street: SmallStreet, person: str = "w0") -> str:
    what = Wanted(street.orders()[0].id, Recipient(person=person), street.now)
    view = street.database.read_now(partial(order.load, wanted=what))
    assert view is not None
    street.database.write_now(lambda s: note_revealed(s, view, what.subject, what.recipient, street.now))
    return order_card(view, Wording(load_taxonomy(), street.now)).html


def test_the_neighbour_is_asked_for_the_door_and_the_claimer_reads_it(street: SmallStreet) -> None:
    assert also(street).asked
    assert NoteKind.ASK_DOOR in [row.payload["note"] for row in street.said(FactKind.TOLD)]
    assert "还有一户" in card(street) and "还没留门牌" in card(street)
    tells(street, f"{DOOR} {PHONE}", place=DOOR, phone=PHONE)
    assert DOOR in card(street) and PHONE in card(street) and "3号楼1单元101" in card(street)
    assert DOOR not in card(street, "w1")
    assert any(row.recipient == "p:w0" and row.fresh for row in street.said(FactKind.ORDER_CHANGED))


def test_who_was_shown_the_neighbours_door_stands_in_the_history_of_theirs(street: SmallStreet) -> None:
    also(street)
    tells(street, f"{DOOR} {PHONE}", place=DOOR, phone=PHONE)
    card(street)
    own = select(Matter.id).where(Matter.merged_into == street.orders()[0].matter_id)
    query = select(History.detail).where(History.subject == own.scalar_subquery(), History.what == "reveal")
    assert street.database.read_now(lambda s: s.exec(query).all()) == [{"door": True, "phone": True}]


def test_who_pressed_the_card_tells_the_door_by_the_button_under_it(street: SmallStreet) -> None:
    matter = street.orders()[0].matter_id
    assert isinstance(street.do(me_too, speaker=UNCLE_WANG, matter=matter), Counted)
    street.later(hours=13)
    assert isinstance(street.do(ask_details, speaker=UNCLE_WANG, matter=matter), Done)
    tells(street, f"{DOOR} {PHONE}", place=DOOR, phone=PHONE)
    assert DOOR in card(street)


def test_two_households_stand_on_the_matter_and_there_is_one_order(street: SmallStreet) -> None:
    also(street)
    matter = street.database.read_now(lambda s: s.get_one(Matter, street.orders()[0].matter_id))
    assert (matter.households, len(street.orders())) == (2, 1)


def test_who_is_left_alone_goes_on_with_an_order_of_their_own(street: SmallStreet) -> None:
    also(street)
    tells(street, f"{DOOR} {PHONE}", place=DOOR, phone=PHONE)
    street.do(withdraw_matter, speaker=AUNT_LI, matter=street.orders()[0].matter_id)
    own = street.database.read_now(lambda s: s.exec(select(Matter).where(Matter.state == MatterState.MERGED)).one())
    street.later(minutes=1)
    street.do(go_alone, speaker=UNCLE_WANG, matter=own.id)
    assert [one.state for one in street.orders()] == [OrderState.CLOSED, OrderState.OPEN]


def test_a_door_told_before_the_group_is_kept_and_may_be_taken_away_there(
    street: SmallStreet, listener: Listener
) -> None:
    also(street)
    street.forget_said()
    words = f"我们{DOOR}，电话{PHONE}，记得也来"
    meaning = listener.understand(words, now=street.now)
    read = partial(listener.gathered().understand, now=street.now)
    said = Said(street.says(UNCLE_WANG, words), meaning)
    street.do(talk, said=said, sensitive=SENSITIVE, read=read, lean=listener.leaning)
    assert DOOR in card(street) and PHONE in card(street)
    assert [row.kind for row in street.said(FactKind.SEEN)] == [FactKind.SEEN]
    assert ("unsay", "door") in [(row.payload["note"], row.payload.get("what")) for row in street.said(FactKind.TOLD)]


def test_what_the_claimer_writes_for_all_names_neither_door(street: SmallStreet) -> None:
    also(street)
    tells(street, f"{DOOR} {PHONE}", place=DOOR, phone=PHONE)
    ident = street.orders()[0].id
    street.do(orders.complete_order, speaker=WRENCH[0], order=ident)
    done = "101 和 302 都通了"
    street.do(orders.report_order, speaker=WRENCH[0], order=ident, words=done, price_fen=None, proof=[])
    assert street.orders()[0].report == "*** 和 *** 都通了"
