"""What each recipient may know. Personal data is there for the claimer alone, and only while the order is theirs."""

from collections.abc import Callable
from functools import partial

import pytest
from sqlmodel import Session

from actions.claiming import claim_order
from actions.needs import register_need
from community.facts import NoteKind, Recipient
from community.views import Wanted
from community.views.note import NoteView
from community.views.order import Face, OrderView
from community.words import OrderState
from storage.engine import Database
from storage.tables import Matter, Order
from storage.views import asking, desk, matter, note, order
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of

DOOR, PHONE = "3号楼2单元501", "13800138000"
SECRETS = (DOOR, PHONE, AUNT_LI.name)


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """A need with door and phone, offered to three partners."""
    made = build(database)
    said = made.says(AUNT_LI, f"{DOOR}的灯不亮了，电话{PHONE}")
    made.do(
        register_need,
        heard=said,
        meaning=meaning_of("厨房灯不亮", "repair", place=DOOR, phone=PHONE),
        sensitive=SENSITIVE,
    )
    return made


def wanted(street: SmallStreet, subject: str, recipient: Recipient, **more: object) -> Wanted:
    return Wanted(subject, recipient, street.now, **more)  # type: ignore[arg-type]


def seen(street: SmallStreet, person: str) -> OrderView | None:
    what = wanted(street, street.orders()[0].id, Recipient(person=person))
    return street.database.read_now(lambda session: order.load(session, what))


def put(street: SmallStreet, change: Callable[[Order], None]) -> None:
    ident = street.orders()[0].id

    def work(session: Session) -> None:
        row = session.get_one(Order, ident)
        change(row)
        session.add(row)

    street.database.write_now(work)


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("claimer", [None, "w0", "w1", "clerk"])
def test_only_the_claimer_sees_door_phone_and_name(street: SmallStreet, state: OrderState, claimer: str | None) -> None:
    def change(row: Order) -> None:
        row.state, row.claimer_id = state, claimer

    put(street, change)
    may = {OrderState.CLAIMED, OrderState.ON_THE_WAY, OrderState.DONE}
    for person in ("w0", "w1", "w2", "clerk"):
        view = seen(street, person)
        if person == claimer and state in may:
            assert view is not None and view.customer is not None
            assert (view.customer.door, view.customer.phone, view.customer.name) == (DOOR, PHONE, AUNT_LI.name)
        else:
            assert view is None or not any(secret in repr(view) for secret in SECRETS)


def test_a_stranger_and_a_place_see_no_order(street: SmallStreet) -> None:
    ident = street.orders()[0].id
    for recipient in (Recipient(person="nobody"), Recipient(place="grid"), Recipient(place="desk")):
        loaded = street.database.read_now(partial(order.load, wanted=wanted(street, ident, recipient)))
        assert loaded is None


def test_faces(street: SmallStreet) -> None:
    def face(person: str) -> Face:
        view = seen(street, person)
        assert view is not None
        return view.face

    assert {face(person) for person in ("w0", "w1", "w2")} == {Face.OFFERED}
    street.do(claim_order, speaker=WRENCH[1], order=street.orders()[0].id)
    assert [face(person) for person in ("w0", "w1", "w2")] == [Face.LOST, Face.CLAIMED, Face.LOST]
    view = seen(street, "w1")
    assert view is not None and view.price == "20 元" and view.area == "般阳社区 3 号网格"


def test_neither_group_nor_desk_learns_who_and_where(street: SmallStreet) -> None:
    ident = street.orders()[0].matter_id

    def load(session: Session) -> str:
        group = matter.load(session, wanted(street, ident, Recipient(place="grid")))
        staff = desk.load(session, wanted(street, ident, Recipient(place="desk"), page="merge"))
        alarm = asking.load_alarm(session, wanted(street, ident, Recipient(place="desk")))
        another = matter.load(session, wanted(street, ident, Recipient(person="w0")))
        assert None not in (group, staff, alarm, another)
        return repr((group, staff, alarm, another))

    shown = street.database.read_now(load)
    assert not any(secret in shown for secret in SECRETS)
    assert f"{AUNT_LI.name[0]}**" in shown


def test_the_resident_sees_their_own_door(street: SmallStreet) -> None:
    ident = street.orders()[0].matter_id

    def load(session: Session) -> None:
        person = session.get_one(Matter, ident).person_id
        view = matter.load(session, wanted(street, ident, Recipient(person=person)))
        assert view is not None and view.own is not None
        assert (view.own.door, view.own.phone, view.own.lacks_door) == (DOOR, PHONE, False)

    street.database.read_now(load)


@pytest.mark.parametrize("kind", [NoteKind.CONTACT, NoteKind.MEDIA, NoteKind.CHANGED, NoteKind.NUDGED])
def test_notes_for_the_claimer_reach_nobody_else(street: SmallStreet, kind: NoteKind) -> None:
    held = street.orders()[0]
    subject = held.matter_id if kind is NoteKind.MEDIA else held.id

    def told(person: str) -> NoteView | None:
        payload = {"note": kind.value, "text": f"电话{PHONE}", "media": [{"type": "photo", "file_id": "x"}]}
        what = wanted(street, subject, Recipient(person=person), payload=payload)
        return street.database.read_now(lambda session: note.load(session, what))

    assert told("w0") is None
    street.do(claim_order, speaker=WRENCH[0], order=held.id)
    view = told("w0")
    assert view is not None and view.phone == PHONE
    assert told("w1") is None

    def over(row: Order) -> None:
        row.state = OrderState.CLOSED

    put(street, over)
    assert told("w0") is None


def test_a_residents_answer_before_the_claim_is_masked(street: SmallStreet) -> None:
    held = street.orders()[0].id
    payload = {"note": NoteKind.RELAY_ANSWER.value, "text": f"我家{DOOR}，打{PHONE}"}

    def told(person: str) -> str:
        what = wanted(street, held, Recipient(person=person), payload=payload)
        view = street.database.read_now(lambda session: note.load(session, what))
        assert view is not None
        return view.text

    assert PHONE not in told("w0") and "501" not in told("w0")
    street.do(claim_order, speaker=WRENCH[0], order=held)
    assert PHONE in told("w0") and PHONE not in told("w1")
