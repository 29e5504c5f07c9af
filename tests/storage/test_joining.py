"""A link to act for a partner: one person each, told to staff, who can put them out again."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from actions.claiming import claim_order
from actions.editing import edit_partner
from actions.joining import LASTS, join, make_link
from actions.needs import register_need
from actions.people import start
from actions.staffing import Staff, staff
from actions.starting import start_as_member
from actions.tx import Tx
from community.facts import FactKind
from community.words import PartnerState, PushState, Role
from storage.engine import Database
from storage.tables import Appointment, Member, Partner, Person, Push
from tests.street import AUNT_LI, CLERK, SENSITIVE, STRANGER, THURSDAY, UNCLE_WANG, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """The clerk is staff of the whole street."""
    made = build(database, repairers=1)
    clerk = made.do(start, speaker=CLERK).id
    office = Appointment(id="office", person_id=clerk, role=Role.STAFF, street_id="street", made_at=THURSDAY)
    made.database.write_now(lambda session: session.add(office))
    made.forget_said()
    return made


def partner(session: Session) -> Partner:
    return session.exec(select(Partner)).one()


def link(street: SmallStreet) -> str:
    def make(tx: Tx) -> str:
        return make_link(tx, partner(tx.session), "clerk")

    return street.do(make)


def people(street: SmallStreet) -> Sequence[str]:
    """Who acts for the partner, by name."""
    query = select(Person.name).join(Member, col(Member.person_id) == col(Person.id)).order_by(Person.name)
    return street.database.read_now(lambda session: session.exec(query).all())


def put_out(street: SmallStreet, who: str) -> bool:
    def edit(tx: Tx) -> bool:
        clerk = staff(tx, CLERK)
        assert isinstance(clerk, Staff)
        return edit_partner(tx, clerk, partner(tx.session).id, "out", who)

    return street.do(edit)


def ident(street: SmallStreet) -> str:
    return street.database.read_now(
        lambda session: session.exec(select(Person.id).where(Person.user_id == AUNT_LI.user_id)).one()
    )


def test_one_person_joins_by_each_link(street: SmallStreet) -> None:
    given, before = link(street), len(people(street))
    assert street.do(join, speaker=AUNT_LI, link=given)
    assert street.do(join, speaker=AUNT_LI, link=given), "whoever used it may open it again"
    assert not street.do(join, speaker=UNCLE_WANG, link=given)
    assert len(people(street)) == before + 1 and AUNT_LI.name in people(street)
    assert street.do(join, speaker=UNCLE_WANG, link=link(street))


def test_staff_are_told_once_who_joined(street: SmallStreet) -> None:
    given = link(street)
    for _ in range(2):
        street.do(join, speaker=AUNT_LI, link=given)
    pages = [row.page for row in street.said(FactKind.SETUP_CHANGED) if row.page]
    assert pages == [f"joined.{ident(street)}"]


def test_a_link_that_is_old_or_was_never_made_lets_nobody_in(street: SmallStreet) -> None:
    given, before = link(street), people(street)
    street.now += LASTS + timedelta(seconds=1)
    for useless in (given, "x", street.database.read_now(partner).id):
        assert not street.do(join, speaker=STRANGER, link=useless)
    street.do(start_as_member, speaker=STRANGER, link="x")
    assert [row.page for row in street.said(FactKind.SETUP_CHANGED)] == ["member"]
    assert people(street) == before


def test_nobody_joins_a_partner_that_has_left(street: SmallStreet) -> None:
    given = link(street)

    def leave(session: Session) -> None:
        partner(session).state = PartnerState.LEFT

    street.database.write_now(leave)
    assert not street.do(join, speaker=AUNT_LI, link=given)


def test_staff_put_out_whom_they_do_not_know_unless_they_hold_an_order(street: SmallStreet) -> None:
    street.do(start_as_member, speaker=AUNT_LI, link=link(street))
    said = street.says(UNCLE_WANG, "灯坏了")
    street.do(register_need, heard=said, meaning=meaning_of("灯坏了", "repair"), sensitive=SENSITIVE)
    (order,) = street.orders()
    street.do(claim_order, speaker=AUNT_LI, order=order.id)
    assert not put_out(street, ident(street)), "what they hold would be nobody's"
    assert AUNT_LI.name in people(street)


def test_who_is_put_out_is_offered_nothing_any_more(street: SmallStreet) -> None:
    street.do(start_as_member, speaker=AUNT_LI, link=link(street))
    said = street.says(UNCLE_WANG, "灯坏了")
    street.do(register_need, heard=said, meaning=meaning_of("灯坏了", "repair"), sensitive=SENSITIVE)
    assert put_out(street, ident(street))
    assert AUNT_LI.name not in people(street)
    pushed = select(Push.state).where(Push.person_id == ident(street))
    assert street.database.read_now(lambda session: session.exec(pushed).all()) == [PushState.LOST]
    assert not put_out(street, ident(street))
