"""Somebody can't be written to any more: whoever waits for them is told, once for each order."""

from datetime import datetime

from sqlmodel import Session, col, select

from community.facts import Fact, FactKind, NoteKind, Recipient
from community.transitions import HELD
from community.words import Priority
from storage import outbox
from storage.places import staff_places
from storage.tables import Matter, Order, Person


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
