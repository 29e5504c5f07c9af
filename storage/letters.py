"""Dead letters: facts that Telegram refused, that went on too long, or of which nobody knows whether they arrived."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot, Recipient
from community.views import Wanted
from community.views.letters import Letter, LettersView
from community.words import OutboxState
from storage.areas import Area, area_of
from storage.dead import DEAD
from storage.outbox import UNSURE
from storage.tables import Community, Matter, Order, Outbox, Person, Place
from storage.views.words import masked_name

LOOKED_BACK = timedelta(days=7)
SHOWN = 8
AT_ONCE = 500
"""How many are put in again by one press."""

BROADCASTS = frozenset({CardSlot.ANNOUNCEMENT, CardSlot.MARKET})
DEAD_STATES = frozenset({OutboxState.REFUSED, OutboxState.UNKNOWN, OutboxState.EXPIRED, OutboxState.UNREACHABLE})


def load_letters(session: Session, wanted: Wanted) -> LettersView | None:
    """A page of the dead letters of the area of the member of staff who asked, newest first; None for anyone else."""
    area = area_of(session, str(wanted.payload.get("reader", "")))
    if area is None:
        return None
    theirs = _dead_in(area, wanted.now)
    count = _count(session, theirs)
    page = min(max(int(wanted.payload.get("page", 0)), 0), max(count - 1, 0) // SHOWN)
    query = select(Outbox).where(theirs).order_by(col(Outbox.id).desc()).offset(page * SHOWN).limit(SHOWN)
    letters = tuple(_letter(session, row) for row in session.exec(query))
    desk = wanted.recipient.place or ""
    return LettersView(letters, count, page, -(-count // SHOWN), desk)


def dead_in(session: Session, now: datetime, street: str, community: str | None) -> int:
    """How many there are of the street, or of one community of it."""
    return _count(session, _dead_in(Area(street, frozenset({community}) if community else None), now))


def repeatable(session: Session, area: Area, now: datetime) -> Sequence[Outbox]:
    """Those of `area` that may be tried again, oldest first, at most AT_ONCE; nobody else gets them meanwhile."""
    doubtful = sa.and_(col(Outbox.state) == OutboxState.UNKNOWN, col(Outbox.slot).in_(BROADCASTS))
    query = select(Outbox).where(_dead_in(area, now), ~doubtful).order_by(col(Outbox.id)).limit(AT_ONCE)
    return session.exec(query.with_for_update()).all()


def may_repeat(row: Outbox) -> bool:
    """Whether it did not arrive, or does no harm if it arrives twice."""
    if row.state is OutboxState.UNREACHABLE:
        return Recipient.of(row.recipient).place is not None
    return row.state in DEAD_STATES and (row.state is not OutboxState.UNKNOWN or row.slot not in BROADCASTS)


def repeat(session: Session, row: Outbox, now: datetime) -> bool:
    """Put it in again; False if it is not dead (any more)."""
    if not may_repeat(row):
        return False
    unsure = f"{UNSURE}{row.error}" if row.state is OutboxState.UNKNOWN else None
    put_in_again(session, row, now, error=unsure)
    return True


def put_in_again(
    session: Session, row: Outbox, now: datetime, *, at: datetime | None = None, error: str | None = None
) -> None:
    """Say what `row` said once more, not before `at`; `row` is over."""
    again = row.model_dump(exclude={"id", "state", "not_before", "not_after", "ended_at", "error", "leased_until"})
    key, row.key, row.state = row.key, None, OutboxState.COALESCED
    session.flush()
    again |= {"key": key, "attempts": 0, "made_at": now, "error": error}
    session.add(Outbox(**again, state=OutboxState.WAITING, not_before=at or now))
    session.flush()


def _count(session: Session, condition: sa.ColumnElement[bool]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(Outbox).where(condition)).scalar_one())


def _dead_in(area: Area, now: datetime) -> sa.ColumnElement[bool]:
    """Whether a fact is a dead letter of `area`. Whom no community is known of, staff of the whole street see."""
    places = sa.select(col(Place.id)).where(col(Place.street_id) == area.street)
    homes = sa.select(col(Community.id)).where(col(Community.street_id) == area.street)
    if area.communities is not None:
        places = places.where(col(Place.community_id).in_(area.communities))
        homes = homes.where(col(Community.id).in_(area.communities))
    at_home = col(Person.community_id).in_(homes)
    people = sa.select(col(Person.id)).where(
        at_home if area.communities is not None else sa.or_(at_home, col(Person.community_id).is_(None))
    )
    kind, ident = sa.func.substr(col(Outbox.recipient), 1, 2), sa.func.substr(col(Outbox.recipient), 3)
    to = sa.or_(sa.and_(kind == "g:", ident.in_(places)), sa.and_(kind == "p:", ident.in_(people)))
    return sa.and_(DEAD, col(Outbox.made_at) > now - LOOKED_BACK, to)


def _letter(session: Session, row: Outbox) -> Letter:
    to = Recipient.of(row.recipient)
    place = session.get(Place, to.place) if to.place else None
    person = session.get(Person, to.person) if to.person else None
    named = place.title if place is not None else masked_name(person.name) if person is not None else ""
    order = session.get(Order, row.subject)
    matter = session.get(Matter, order.matter_id if order is not None else row.subject)
    number = matter.number if matter is not None else ""
    at = row.ended_at or row.made_at
    return Letter(
        row.id or 0,
        CardSlot(row.payload.get("of", row.slot)),
        named,
        number,
        at,
        row.state,
        row.error or "",
        may_repeat(row),
    )
