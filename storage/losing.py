"""Somebody, or a group, can't be written to any more: whoever waits for them is told once."""

from datetime import datetime

from sqlmodel import Session, col, select

from community.facts import Fact, FactKind, NoteKind, Recipient
from community.transitions import HELD
from community.words import Priority
from storage import outbox
from storage.places import staff_places
from storage.setup import street_staff
from storage.tables import History, Matter, Order, Person, Place

SILENCED = "silenced"
"""`Place.alarm` of a group in which we may not write."""


def lose(session: Session, person: str, *, bot_id: int, now: datetime) -> None:
    """`person` blocked the bot: remember it, tell the desk of orders they hold and the claimers of what they asked."""
    row = session.get(Person, person)
    if row is None or row.bot_id not in (None, bot_id):  # they are reached by another bot
        return
    row.unreachable = True
    query = select(Order, Matter).join(Matter, col(Matter.id) == Order.matter_id).where(col(Order.state).in_(HELD))
    for order, matter in session.exec(query.where(Order.claimer_id == person)).all():
        for place in staff_places(session, matter.community_id, matter.street_id):
            _tell(session, NoteKind.LOST_CLAIMER, order, Recipient(place=place.id), bot_id, now)
    for order, _ in session.exec(query.where(Matter.person_id == person, Order.claimer_id != person)).all():
        _tell(session, NoteKind.LOST_RESIDENT, order, Recipient(person=order.claimer_id), bot_id, now)


def shut_out(session: Session, place: str, *, gone: bool, bot_id: int, now: datetime) -> None:
    """We may not write in a group, or (`gone`) are not in it any more: remember it and tell its staff, once."""
    row = session.get_one(Place, place)
    if not row.present or (not gone and row.alarm == SILENCED):
        return
    if gone:
        row.present = row.admin = False
    else:
        row.alarm = SILENCED
    session.add(History(at=now, subject=place, what="shut_out", detail={"gone": gone}))
    kind = NoteKind.GROUP_LOST if gone else NoteKind.GROUP_SILENCED
    payload = {"note": kind.value, "text": row.title}
    facts = [Fact(FactKind.TOLD, place, to, Priority.BOARD, payload=payload) for to in _staff_of(session, row)]
    outbox.put(session, *facts, bot_id=bot_id, now=now)


def let_in(session: Session, place: str) -> None:
    """We could write there again."""
    session.get_one(Place, place).alarm = ""


def _staff_of(session: Session, place: Place) -> list[Recipient]:
    """The desks that answer for a group; for the only desk itself, or where there is none, the staff in private."""
    if place.street_id is None:
        return []
    desks = staff_places(session, place.community_id or "", place.street_id)
    to = [Recipient(place=desk.id) for desk in desks if desk.id != place.id]
    return to or [Recipient(person=person) for person in street_staff(session, place.street_id)]


def _tell(session: Session, kind: NoteKind, order: Order, to: Recipient, bot_id: int, now: datetime) -> None:
    fact = Fact(
        FactKind.TOLD,
        order.id,
        to,
        Priority.REPLY,
        key=f"{kind.value}:{order.id}:{order.round}:{to.key}",
        payload={"note": kind.value},
    )
    outbox.put(session, fact, bot_id=bot_id, now=now)
