"""A partner is stopped: its orders, those who wait for it, its people. On both databases."""

import pytest
from sqlmodel import select

from actions.applying import decide
from actions.claiming import claim_order
from actions.needs import register_need
from actions.orders import complete_order
from actions.partner_state import LET_FINISH, TAKE_BACK, NotReady
from bot.courier.render import SLOTS
from bot.nlp.listener import default_taxonomy
from bot.texts.card import Card, Wording
from community.facts import CardSlot, FactKind, NoteKind, Recipient
from community.views import Wanted
from community.words import OrderState, PartnerKind, PartnerState, PushState
from storage.engine import Database
from storage.tables import Community, Partner, Push
from tests.street import AUNT_LI, CLERK, SENSITIVE, WRENCH, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """The first of two repairers holds one of two orders."""
    made = build(database, repairers=2)
    for text in ("厨房灯不亮了", "客厅插座没电"):
        meaning = meaning_of(text, "repair")
        made.do(register_need, heard=made.says(AUNT_LI, text), meaning=meaning, sensitive=SENSITIVE)
        made.later(minutes=20)
    database.write_now(lambda s: setattr(s.get_one(Community, "by"), "phone", "0533-5180110"))
    made.do(claim_order, speaker=WRENCH[0], order=made.orders()[0].id)
    made.forget_said()
    return made


def stop(street: SmallStreet, how: str = "") -> object:
    return street.do(decide, speaker=CLERK, subject="partner.p0", yes=False, community=how)


def state(street: SmallStreet) -> PartnerState:
    return street.database.read_now(lambda s: s.get_one(Partner, "p0").state)


def card(street: SmallStreet, to: str, page: str = "") -> Card:
    slot, wanted = SLOTS[CardSlot.SETUP], Wanted("partner.p0", Recipient(person=to), street.now, page)
    view = street.database.read_now(lambda s: slot.load(s, wanted))
    return slot.render(view, Wording(default_taxonomy(), street.now))


def offers(street: SmallStreet, who: str) -> list[PushState]:
    query = select(Push).where(Push.person_id == who)
    return [push.state for push in street.database.read_now(lambda s: s.exec(query).all())]


def test_while_it_holds_orders_staff_are_asked_what_becomes_of_them(street: SmallStreet) -> None:
    stop(street)
    assert state(street) is PartnerState.ACTIVE
    [row] = street.said(FactKind.SETUP_CHANGED)
    shown = card(street, "clerk", row.page)
    assert "手上还有 <b>1</b> 单" in shown.html and "BY-1126-01" in shown.html
    assert [b.label for line in shown.rows for b in line] == ["停用，单转给别人", "停用，手上的办完", "← 返回"]


def test_what_it_held_goes_to_others_and_everyone_hears(street: SmallStreet) -> None:
    stop(street, TAKE_BACK)
    assert state(street) is PartnerState.SUSPENDED
    order = street.orders()[0]
    assert (order.state, order.claimer_id, order.partner_id) == (OrderState.OPEN, None, None)
    told = {row.payload.get("note"): row.recipient for row in street.said(FactKind.TOLD)}
    assert told[NoteKind.CALLED_OFF.value] == "p:w0"
    kinds = {row.kind for row in street.said()}
    assert {FactKind.MATTER_CHANGED, FactKind.DESK_CHANGED, FactKind.ORDER_OFFERED} <= kinds
    assert PushState.OFFERED not in offers(street, "w0") and offers(street, "w1").count(PushState.OFFERED) == 2
    assert "0533-5180110" in card(street, "w0").html


def test_or_its_people_finish_what_they_began(street: SmallStreet) -> None:
    stop(street, LET_FINISH)
    assert state(street) is PartnerState.SUSPENDED
    assert street.orders()[0].state is OrderState.CLAIMED
    assert "照常办完" in card(street, "w0").html and "BY-1126-01" in card(street, "w0").html
    street.do(complete_order, speaker=WRENCH[0], order=street.orders()[0].id)
    assert street.orders()[0].state is OrderState.DONE


def test_what_only_it_was_offered_is_left_to_staff(street: SmallStreet) -> None:
    street.do(decide, speaker=CLERK, subject="partner.p1", yes=False)
    street.forget_said()
    assert not street.orders()[1].unclaimed_told
    stop(street, LET_FINISH)
    assert street.orders()[1].unclaimed_told
    assert FactKind.DESK_CHANGED in {row.kind for row in street.said()}


def test_nobody_comes_into_use_of_whom_nobody_knows_what_they_do(street: SmallStreet) -> None:
    made = street.now
    street.database.write_now(
        lambda s: s.add(
            Partner(id="new", street_id="street", name="新店", kind=PartnerKind.MERCHANT, state=PartnerState.APPLIED,
                    made_at=made)
        )
    )  # fmt: skip
    assert isinstance(street.do(decide, speaker=CLERK, subject="partner.new", yes=True), NotReady)
    assert street.database.read_now(lambda s: s.get_one(Partner, "new").state) is PartnerState.APPLIED
