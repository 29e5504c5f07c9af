"""Dead letters: facts that Telegram refused, that went on too long, or of which nobody knows whether they arrived."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot, Recipient
from community.views import Wanted
from community.views.letters import Letter, LettersView
from community.words import OutboxState
from storage.areas import Area, area_of
from storage.outbox import UNSURE
from storage.tables import Community, Matter, Order, Outbox, Person, Place
from storage.views.words import masked_name

LOOKED_BACK = timedelta(days=7)
SHOWN = 8
BROADCASTS = frozenset({CardSlot.ANNOUNCEMENT, CardSlot.MARKET})
DEAD = sa.or_(
    col(Outbox.state).in_([OutboxState.REFUSED, OutboxState.UNKNOWN]),
    sa.and_(col(Outbox.state) == OutboxState.EXPIRED, col(Outbox.error).is_not(None)),
)


def load_letters(session: Session, wanted: Wanted) -> LettersView | None:
    """The dead letters of the area of the member of staff who asked; None for anyone else."""
    area = area_of(session, str(wanted.payload.get("reader", "")))
    if area is None:
        return None
    dead = [row for row in _dead(session, wanted.now) if _in_area(session, row, area)]
    return LettersView(tuple(_letter(session, row) for row in dead[:SHOWN]), len(dead))


def dead_in(session: Session, now: datetime, street: str, community: str | None) -> int:
    """How many there are of the street, or of one community of it."""
    area = Area(street, frozenset({community}) if community else None)
    return sum(_in_area(session, row, area) for row in _dead(session, now))


def may_repeat(row: Outbox) -> bool:
    """Whether it did not arrive, or does no harm if it arrives twice."""
    lost = row.state is OutboxState.REFUSED or row.state is OutboxState.EXPIRED
    return lost or (row.state is OutboxState.UNKNOWN and row.slot not in BROADCASTS)


def repeat(session: Session, row: Outbox, now: datetime) -> bool:
    """Put it in again; False if it is not dead (any more)."""
    dead = row.state in {OutboxState.REFUSED, OutboxState.UNKNOWN, OutboxState.EXPIRED}
    if not dead or not may_repeat(row):
        return False
    again = row.model_dump(exclude={"id", "state", "not_before", "not_after", "ended_at", "error", "leased_until"})
    unsure = f"{UNSURE}{row.error}" if row.state is OutboxState.UNKNOWN else None
    key, row.key, row.state = row.key, None, OutboxState.COALESCED
    session.flush()
    again |= {"key": key, "attempts": 0, "made_at": now, "error": unsure}
    session.add(Outbox(**again, state=OutboxState.WAITING, not_before=now))
    session.flush()
    return True


def _dead(session: Session, now: datetime) -> list[Outbox]:
    query = select(Outbox).where(DEAD, col(Outbox.made_at) > now - LOOKED_BACK).order_by(col(Outbox.id).desc())
    return list(session.exec(query.limit(200)))


def _in_area(session: Session, row: Outbox, area: Area) -> bool:
    to = Recipient.of(row.recipient)
    if to.place is not None:
        place = session.get(Place, to.place)
        return place is not None and place.street_id == area.street and area.covers(place.community_id)
    person = session.get(Person, to.person or "")
    community = session.get(Community, person.community_id) if person and person.community_id else None
    if community is None:  # 不知道住哪的人，由全街道的工作人员看
        return area.communities is None
    return community.street_id == area.street and area.covers(community.id)


def _letter(session: Session, row: Outbox) -> Letter:
    to = Recipient.of(row.recipient)
    place = session.get(Place, to.place) if to.place else None
    person = session.get(Person, to.person) if to.person else None
    named = place.title if place is not None else masked_name(person.name) if person is not None else ""
    order = session.get(Order, row.subject)
    matter = session.get(Matter, order.matter_id if order is not None else row.subject)
    number = matter.number if matter is not None else ""
    at = row.ended_at or row.made_at
    return Letter(row.id or 0, row.slot, named, number, at, row.state, row.error or "", may_repeat(row))
