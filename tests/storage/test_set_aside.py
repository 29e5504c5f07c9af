"""What staff set aside or merge: why it is told, how it comes back, and that nobody is rung twice."""

import pytest
from sqlmodel import col, select

from actions.claiming import claim_order
from actions.desk import ignore_matter, merge_matter, restore_matter
from actions.needs import register_need
from actions.outcomes import Done, TooLate
from community.facts import FactKind
from community.heard import Speaker
from community.reasons import Ignored
from community.words import MatterState, OrderState, PushState
from storage.tables import Label, Matter, Push
from tests.street import AUNT_LI, CLERK, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, meaning_of


def matters(street: SmallStreet) -> list[Matter]:
    query = select(Matter).order_by(col(Matter.number))
    return list(street.database.read_now(lambda s: s.exec(query).all()))


def need(street: SmallStreet, text: str, who: Speaker = AUNT_LI) -> Matter:
    street.do(register_need, heard=street.says(who, text), meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)
    street.later(minutes=10)
    return matters(street)[-1]


@pytest.mark.parametrize(("why", "labels"), [(Ignored.CHATTER, ["chatter"]), (Ignored.BEYOND, [])])
def test_only_what_was_no_need_teaches_that(street: SmallStreet, why: Ignored, labels: list[str]) -> None:
    matter = need(street, "厨房灯不亮了")
    street.do(ignore_matter, speaker=CLERK, matter=matter.id, why=why)
    assert list(street.database.read_now(lambda s: s.exec(select(Label.kind)).all())) == labels


def test_what_comes_back_is_offered_anew(street: SmallStreet) -> None:
    matter = need(street, "厨房灯不亮了")
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    assert isinstance(street.do(restore_matter, speaker=CLERK, matter=matter.id), TooLate)
    street.do(ignore_matter, speaker=CLERK, matter=matter.id, why=Ignored.KNOWN)
    assert isinstance(street.do(restore_matter, speaker=CLERK, matter=matter.id), Done)
    [order] = street.orders()
    assert (order.state, order.claimer_id, order.partner_id) == (OrderState.OPEN, None, None)
    assert matters(street)[0].state is MatterState.OPEN
    pushes = street.database.read_now(lambda s: s.exec(select(Push)).all())
    assert {push.state for push in pushes} == {PushState.OFFERED}


def test_who_asked_for_both_is_rung_once(street: SmallStreet) -> None:
    first, other = need(street, "厨房灯不亮了"), need(street, "客厅插座没电")
    neighbour = need(street, "我家插座没电", UNCLE_WANG)
    for matter in (other, neighbour):
        street.do(merge_matter, speaker=CLERK, matter=matter.id, into=first.number)
    street.forget_said()
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    rung = [row.recipient for row in street.said(FactKind.MATTER_CHANGED) if row.fresh]
    assert sorted(rung) == sorted({f"p:{first.person_id}", f"p:{neighbour.person_id}"})
