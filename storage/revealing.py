"""Who was shown a door or a phone, once in the history of the matter, or of the person whose data were looked up, for
each person and each of the two."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from community.facts import NoteKind, Recipient
from community.views.desk import AlarmView
from community.views.mydata import MyDataView
from community.views.note import NoteView
from community.views.order import OrderView
from storage.tables import History, Matter, Order

REVEALED = "reveal"
SAID_IN_NOTES = frozenset({NoteKind.CONTACT, NoteKind.CHANGED, NoteKind.LOST_RESIDENT})


def note_revealed(session: Session, view: Any, subject: str, recipient: Recipient, now: datetime) -> None:
    """Write down what `view`, just shown to `recipient`, revealed to them for the first time."""
    if isinstance(view, OrderView):
        for one in view.neighbours:
            _note(session, one.matter, {"door": bool(one.door), "phone": bool(one.phone)}, recipient, now)
    shown = _shown(view)
    if not any(shown.values()) or recipient.person is None:
        return
    about = subject if isinstance(view, MyDataView) else _matter_of(session, subject, recipient.person)
    if about is None:
        return
    _note(session, about, shown, recipient, now)


def _note(session: Session, about: str, shown: dict[str, bool], recipient: Recipient, now: datetime) -> None:
    query = select(History).where(
        History.subject == about, History.what == REVEALED, History.person_id == recipient.person
    )
    known = {name for line in session.exec(query) for name in line.detail}
    new = {name: True for name, there in shown.items() if there and name not in known}
    if new:
        session.add(History(at=now, subject=about, person_id=recipient.person, what=REVEALED, detail=new))


def _matter_of(session: Session, subject: str, reader: str) -> str | None:
    """The matter, unless it is the reader's own."""
    order = session.get(Order, subject)
    matter = session.get(Matter, order.matter_id if order is not None else subject)
    return None if matter is None or matter.person_id == reader else matter.id


def _shown(view: Any) -> dict[str, bool]:
    match view:
        case OrderView(customer=customer) if customer is not None:
            return {"door": bool(customer.door), "phone": bool(customer.phone)}
        case NoteView(kind=kind, door=door, phone=phone) if kind in SAID_IN_NOTES:
            return {"door": bool(door) and kind is not NoteKind.LOST_RESIDENT, "phone": bool(phone)}
        case AlarmView(door=door, phone=phone):
            return {"door": bool(door), "phone": bool(phone)}
        case MyDataView(own=False, kind=kind) if kind is not NoteKind.ASK_FORGET:
            return {"door": any(_all(view, "door")), "phone": any(_all(view, "phone"))}
        case _:
            return {}


def _all(view: MyDataView, name: str) -> list[str | None]:
    """What the data hold of it: in a file with every matter, on the card what was left for the next time."""
    known = [getattr(view, name)]
    return known if view.kind is NoteKind.MY_DATA else [*known, *(getattr(one, name) for one in view.matters)]
