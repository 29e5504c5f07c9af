"""Who reads a door: whoever goes there, and nobody else of whom the resident wants something. On both databases."""

from typing import Unpack

import pytest
from sqlmodel import Session, col, select

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.people import start
from actions.residents import ask_details
from community.facts import FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.understanding import Kind
from community.views import Wanted
from community.views.order import Customer
from storage.engine import Database
from storage.tables import Community, Matter, Outbox, Subscription
from storage.views import note, order
from tests.street import AUNT_LI, SENSITIVE, WRENCH, Slotted, SmallStreet, build, meaning_of

DOOR, PHONE = "7号楼3单元202", "13800138000"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """红扳手0 mends, 红扳手1 teaches, 红扳手2 keeps the street lamps."""
    made = build(database)

    def trades(session: Session) -> None:
        for number, trade in ((1, "childcare"), (2, "municipal")):
            session.get_one(Subscription, f"s{number}").category = trade

    database.write_now(trades)
    made.do(start, speaker=AUNT_LI)
    return made


def wants(street: SmallStreet, words: str, category: str, **slots: Unpack[Slotted]) -> str:
    """The id of the order that comes of it."""
    meaning = meaning_of(words, category, **slots)
    street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)
    street.later(minutes=5)
    return street.orders()[-1].id


def tells(street: SmallStreet, text: str, **slots: Unpack[Slotted]) -> None:
    meaning = meaning_of(text, kind=Kind.CHATTER, **slots)
    said = Said(street.says(AUNT_LI, text, place=None), meaning)
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)


def customer(street: SmallStreet, which: str, who: Speaker) -> Customer:
    what = Wanted(which, Recipient(person=f"w{WRENCH.index(who)}"), street.now)
    view = street.database.read_now(lambda session: order.load(session, what))
    assert view is not None and view.customer is not None
    return view.customer


def said_to(street: SmallStreet, person: str) -> list[str | None]:
    """The doors in what `person` was told that the resident added."""
    query = select(Outbox).where(Outbox.kind == FactKind.TOLD, Outbox.recipient == f"p:{person}")

    def doors(session: Session) -> list[str | None]:
        rows = session.exec(query.order_by(col(Outbox.id))).all()
        notes = (
            note.load(session, Wanted(row.subject, Recipient(person=person), street.now, payload=row.payload))
            for row in rows
            if row.payload["note"] == NoteKind.CHANGED
        )
        return [view.door for view in notes if view is not None]

    return street.database.read_now(doors)


def test_the_teacher_is_not_told_the_door_that_was_told_for_the_heater(street: SmallStreet) -> None:
    lesson = wants(street, "想给孩子找个人补数学", "childcare")
    street.do(claim_order, speaker=WRENCH[1], order=lesson)
    heater = wants(street, "热水器打不着火", "repair")
    street.do(claim_order, speaker=WRENCH[0], order=heater)
    tells(street, f"{DOOR}，{PHONE}", place=DOOR, phone=PHONE)
    assert (customer(street, heater, WRENCH[0]).door, customer(street, heater, WRENCH[0]).phone) == (DOOR, PHONE)
    assert (customer(street, lesson, WRENCH[1]).door, customer(street, lesson, WRENCH[1]).phone) == (None, PHONE)
    assert said_to(street, "w0")[-1] == DOOR and set(said_to(street, "w1")) == {None}


def test_nor_is_the_next_teacher_who_is_asked_for(street: SmallStreet) -> None:
    wants(street, "热水器打不着火", "repair")
    tells(street, f"{DOOR}，{PHONE}", place=DOOR, phone=PHONE)
    lesson = wants(street, "想给孩子找个人补数学", "childcare")
    street.do(claim_order, speaker=WRENCH[1], order=lesson)
    assert customer(street, lesson, WRENCH[1]).door is None
    again = wants(street, "厨房灯不亮了", "repair")
    street.do(claim_order, speaker=WRENCH[0], order=again)
    assert customer(street, again, WRENCH[0]).door == DOOR


def test_whoever_is_told_a_door_for_it_reads_it(street: SmallStreet) -> None:
    lesson = wants(street, f"孩子放学送到{DOOR}", "childcare", place=DOOR)
    street.do(claim_order, speaker=WRENCH[1], order=lesson)
    assert customer(street, lesson, WRENCH[1]).door == DOOR


def test_a_street_lamp_is_not_at_the_door_of_who_tells_of_it(street: SmallStreet) -> None:
    wants(street, "热水器打不着火", "repair")
    tells(street, f"{DOOR}，{PHONE}", place=DOOR, phone=PHONE)
    lamp = wants(street, "小区门口路灯不亮了", "municipal")
    street.do(claim_order, speaker=WRENCH[2], order=lamp)
    assert customer(street, lamp, WRENCH[2]).door is None


def test_a_door_goes_to_what_waits_for_it(street: SmallStreet) -> None:
    heater = wants(street, "热水器打不着火", "repair")
    street.do(claim_order, speaker=WRENCH[0], order=heater)
    lesson = wants(street, "想给孩子找个人补数学", "childcare")
    street.do(claim_order, speaker=WRENCH[1], order=lesson)
    street.later(hours=13)  # 不再等他写门牌
    words = f"我家在{DOOR}，来之前先打个电话"
    tells(street, words, place=DOOR)
    assert customer(street, heater, WRENCH[0]).door == DOOR
    assert customer(street, heater, WRENCH[0]).note == words
    assert (customer(street, lesson, WRENCH[1]).door, customer(street, lesson, WRENCH[1]).note) == (None, None)


MOTHERS = "我妈家下水道返水，能找个人通一下吗"


def test_what_is_broken_at_my_mothers_is_not_at_my_door(street: SmallStreet) -> None:
    wants(street, "热水器打不着火", "repair")
    tells(street, f"{DOOR}，{PHONE}", place=DOOR, phone=PHONE)
    drain = wants(street, MOTHERS, "repair")
    street.do(claim_order, speaker=WRENCH[0], order=drain)
    assert (customer(street, drain, WRENCH[0]).door, customer(street, drain, WRENCH[0]).phone) == (None, PHONE)


def test_nor_is_the_door_that_is_told_for_something_of_mine_afterwards(street: SmallStreet) -> None:
    drain = wants(street, MOTHERS, "repair")
    street.do(claim_order, speaker=WRENCH[0], order=drain)
    heater = wants(street, "热水器打不着火", "repair")
    street.do(claim_order, speaker=WRENCH[0], order=heater)
    street.do(ask_details, speaker=AUNT_LI, matter=street.orders()[-1].matter_id)
    tells(street, f"{DOOR}，{PHONE}", place=DOOR, phone=PHONE)
    assert customer(street, heater, WRENCH[0]).door == DOOR
    assert customer(street, drain, WRENCH[0]).door is None


def test_my_mothers_door_is_not_remembered_as_mine(street: SmallStreet) -> None:
    drain = wants(street, MOTHERS, "repair")
    street.do(claim_order, speaker=WRENCH[0], order=drain)
    street.do(ask_details, speaker=AUNT_LI, matter=street.orders()[-1].matter_id)
    tells(street, "1号楼1单元101", place="1号楼1单元101")
    heater = wants(street, "热水器打不着火", "repair")
    street.do(claim_order, speaker=WRENCH[0], order=heater)
    assert (customer(street, drain, WRENCH[0]).door, customer(street, heater, WRENCH[0]).door) == (
        "1号楼1单元101",
        None,
    )


def test_the_community_that_is_named_with_it_gets_it(street: SmallStreet) -> None:
    street.database.write_now(lambda s: s.add(Community(id="sl", street_id="street", name="松龄社区", code="SL")))
    wants(street, "我妈家松龄二号网格那边下水道返水，能找个人通一下吗", "repair")
    wants(street, MOTHERS, "repair")
    query = select(Matter.number, Matter.community_id).order_by(col(Matter.made_at))
    found = street.database.read_now(lambda s: [tuple(row) for row in s.exec(query)])
    assert found == [("SL-1126-01", "sl"), ("BY-1126-01", "by")]
