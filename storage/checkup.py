"""The state of the database, for `hehuo doctor`: what waits, what is stuck, what is missing."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import InboxState, OutboxState, PartnerState, PlaceKind
from storage.dead import DEAD
from storage.dues import overdue
from storage.letters import LOOKED_BACK
from storage.quarantine import Stuck, stuck
from storage.setup import staff_exist
from storage.tables import Inbox, Outbox, Partner, Place

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Group:
    """A group in which the bot should be."""

    chat_id: int
    title: str
    kind: PlaceKind


@dataclass(frozen=True, slots=True)
class Checkup:
    """inbox, outbox: how many wait; *_since: since when the oldest has waited (aware UTC).
    dues: how much that is promised to somebody is overdue, dues_since: since when the first of it.
    unsent: facts that did not arrive, for staff to look at; quarantined: updates that could not be handled;
    stuck: the newest of them.
    """

    groups: tuple[Group, ...]
    staff: bool
    partners: int
    inbox: int
    inbox_since: datetime | None
    quarantined: int
    stuck: tuple[Stuck, ...]
    outbox: int
    outbox_since: datetime | None
    dues: int
    dues_since: datetime | None
    unsent: int


def look(session: Session, now: datetime) -> Checkup:
    """Everything at once, in a few cheap queries."""
    places = select(Place).where(col(Place.present).is_(True)).order_by(col(Place.kind), col(Place.title))
    new = col(Inbox.state) == InboxState.NEW
    late = sa.and_(col(Outbox.state) == OutboxState.WAITING, col(Outbox.not_before) <= now)
    dues, dues_since = overdue(session, now)
    return Checkup(
        groups=tuple(Group(place.chat_id, place.title, place.kind) for place in session.exec(places)),
        staff=staff_exist(session),
        partners=_count(session, Partner, col(Partner.state) == PartnerState.ACTIVE),
        inbox=_count(session, Inbox, new),
        inbox_since=session.execute(sa.select(sa.func.min(col(Inbox.received_at))).where(new)).scalar(),
        quarantined=_count(session, Inbox, col(Inbox.state) == InboxState.QUARANTINED),
        stuck=stuck(session, SHOWN),
        outbox=_count(session, Outbox, late),
        outbox_since=session.execute(sa.select(sa.func.min(col(Outbox.not_before))).where(late)).scalar(),
        dues=dues,
        dues_since=dues_since,
        unsent=_count(session, Outbox, sa.and_(DEAD, col(Outbox.made_at) > now - LOOKED_BACK)),
    )


def _count(
    session: Session, table: type[Inbox] | type[Outbox] | type[Partner], condition: sa.ColumnElement[bool]
) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(table).where(condition)).scalar_one())
