"""What waits for its time."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from community.timing import DueItem
from community.words import DueState
from storage.tables import Due

# Made once and read past the session's objects, as the clockwork asks for them again and again.
_OF_KINDS = col(Due.kind).in_(sa.bindparam("kinds", expanding=True))
_DUE = (
    sa.select(col(Due.id), col(Due.kind), col(Due.subject), col(Due.local_date), col(Due.due_at))
    .where(col(Due.state) == DueState.WAITING, _OF_KINDS, col(Due.due_at) <= sa.bindparam("now"))
    .order_by(col(Due.due_at), col(Due.id))
    .limit(sa.bindparam("most"))
)
_NEXT = (
    sa.select(col(Due.due_at))
    .where(col(Due.state) == DueState.WAITING, _OF_KINDS, col(Due.id).not_in(sa.bindparam("but", expanding=True)))
    .order_by(col(Due.due_at))
    .limit(1)
)


def due_now(session: Session, kinds: Collection[str], now: datetime, limit: int = 50) -> Sequence[DueItem]:
    """What of `kinds` is due at `now`, in the order it became due."""
    found = session.connection().execute(_DUE, {"kinds": list(kinds), "now": now, "most": limit})
    return [
        DueItem(id=row.id, kind=row.kind, subject=row.subject, local_date=row.local_date, due_at=row.due_at)
        for row in found
    ]


def overdue(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """How much that is promised to somebody should have been done by `now`, and since when the first of it.

    What the program does for itself has no subject; some of that takes a while, and runs beside.
    """
    promised = (col(Due.state) == DueState.WAITING, col(Due.due_at) <= now, col(Due.subject) != "")
    count, first = session.execute(sa.select(sa.func.count(), sa.func.min(col(Due.due_at))).where(*promised)).one()
    return int(count), first


def next_due_at(session: Session, kinds: Collection[str], but: Collection[str] = ()) -> datetime | None:
    """When the first of `kinds` that waits is due (aware UTC), rows `but` left out."""
    return session.connection().execute(_NEXT, {"kinds": list(kinds), "but": list(but)}).scalar()
