"""A group that belongs to one community is given away by its own staff only. On both databases."""

import pytest
from sqlmodel import Session

from actions.needs import register_need
from actions.staffing import NotStaff
from actions.streets import SetUp, bind_desk, bind_grid
from community.facts import CardSlot, FactKind
from community.heard import Speaker
from community.words import PlaceKind, Role
from storage.delivering import AWAY
from storage.engine import Database
from storage.tables import Appointment, Card, Community, Grid, Person, Place
from tests.street import AUNT_LI, CLERK, DESK_CHAT, SENSITIVE, THURSDAY, SmallStreet, build, meaning_of

SHUANGJING = Speaker(7002, "双井老孙")


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """双井老孙 is staff of 双井社区 alone, 网格员小赵 of the whole street."""
    street = build(database)

    def rows(session: Session) -> None:
        session.add(Community(id="sj", street_id="street", name="双井社区", code="SJ"))
        session.add(Person(id="sun", user_id=SHUANGJING.user_id, name=SHUANGJING.name, started=True, made_at=THURSDAY))
        session.flush()
        session.add(Grid(id="s1", community_id="sj", name="1 号网格"))
        own = Appointment(id="b", person_id="sun", role=Role.STAFF, street_id="street", made_at=THURSDAY)
        own.community_id = "sj"
        session.add(own)

    database.write_now(rows)
    return street


def place(street: SmallStreet, ident: str) -> Place:
    """The group as it is now."""
    return street.database.read_now(lambda session: session.get_one(Place, ident))


def shown_at_the_desk(street: SmallStreet) -> str:
    """A matter of 般阳社区, whose card stands at the street's desk."""
    need = meaning_of("灯不亮了", "repair")
    street.do(register_need, heard=street.says(AUNT_LI, "灯不亮了"), meaning=need, sensitive=SENSITIVE)
    (said,) = street.said(FactKind.DESK_CHANGED)
    card = Card(
        slot=CardSlot.DESK, subject=said.subject, recipient="g:desk", chat_id=DESK_CHAT, message_id=1, digest="",
        sent_at=THURSDAY,
    )  # fmt: skip
    street.database.write_now(lambda session: session.add(card))
    street.forget_said()
    return said.subject


@pytest.mark.parametrize("group", ["grid", "desk"])
def test_staff_of_one_community_take_no_group_of_anothers(street: SmallStreet, group: str) -> None:
    shown_at_the_desk(street)
    was = place(street, group).kind
    assert street.do(bind_desk, speaker=SHUANGJING, place=group, community="sj") == NotStaff()
    assert street.do(bind_grid, speaker=SHUANGJING, place=group, grid="s1") == NotStaff()
    assert (place(street, group).kind, place(street, group).community_id) != (PlaceKind.STAFF, "sj")
    assert place(street, group).kind is was
    assert not street.said()


def test_they_bind_a_group_that_belongs_nowhere_and_turn_their_own(street: SmallStreet) -> None:
    def brought(session: Session) -> None:
        session.add(Place(id="new", bot_id=1, chat_id=-5, kind=PlaceKind.UNBOUND, title="新群", made_at=THURSDAY))

    street.database.write_now(brought)
    assert street.do(bind_grid, speaker=SHUANGJING, place="new", grid="s1") == SetUp(("new",))
    assert street.do(bind_desk, speaker=SHUANGJING, place="new", community="sj") == SetUp(("new",))


def test_staff_of_the_street_give_any_group_away(street: SmallStreet) -> None:
    assert street.do(bind_grid, speaker=CLERK, place="grid", grid="s1") == SetUp(("grid",))


def test_a_desk_given_to_one_community_keeps_no_card_of_the_others(street: SmallStreet) -> None:
    subject = shown_at_the_desk(street)
    street.do(bind_desk, speaker=CLERK, place="desk", community="sj")
    (said,) = street.said(FactKind.DESK_CHANGED)
    assert (said.subject, said.payload) == (subject, {AWAY: True})


def test_it_keeps_the_cards_of_its_own(street: SmallStreet) -> None:
    subject = shown_at_the_desk(street)
    street.do(bind_desk, speaker=CLERK, place="desk", community="by")
    assert (street.said(FactKind.DESK_CHANGED)[-1].subject, street.said(FactKind.DESK_CHANGED)[-1].payload) == (
        subject,
        {},
    )


def test_a_desk_of_one_community_that_becomes_the_streets_keeps_them_all(street: SmallStreet) -> None:
    street.do(bind_desk, speaker=CLERK, place="desk", community="by")
    shown_at_the_desk(street)
    street.do(bind_desk, speaker=CLERK, place="desk")
    assert not any(AWAY in said.payload for said in street.said())
