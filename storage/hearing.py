"""A running number of what the listener goes by: guide, words, thresholds, labels, weights. Each change raises it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import GuideState
from storage.counters import next_number
from storage.tables import Counter, GuideEntry

_NAME = "hearing"


def changed(session: Session) -> None:
    """Something that the listener goes by is another from this transaction on."""
    next_number(session, _NAME)


def version(session: Session) -> int:
    """How often it has changed."""
    return session.execute(sa.select(col(Counter.value)).where(col(Counter.name) == _NAME)).scalar() or 0


def guide_entries(session: Session) -> Sequence[GuideEntry]:
    """The entries in use, of all streets; they may have expired."""
    query = select(GuideEntry).where(GuideEntry.state == GuideState.ACTIVE)
    return session.exec(query.order_by(col(GuideEntry.made_at), col(GuideEntry.id))).all()
