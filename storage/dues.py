"""What waits for its time."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.timing import DueItem
from community.words import DueState
from storage.tables import Due


def due_now(session: Session, kinds: Collection[str], now: datetime, limit: int = 50) -> Sequence[DueItem]:
    """What of `kinds` is due at `now`, in the order it became due."""
    query = (
        select(Due)
        .where(Due.state == DueState.WAITING, col(Due.kind).in_(kinds), Due.due_at <= now)
        .order_by(col(Due.due_at), col(Due.id))
        .limit(limit)
    )
    return [
        DueItem(id=row.id, kind=row.kind, subject=row.subject, local_date=row.local_date, due_at=row.due_at)
        for row in session.exec(query)
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
    query = (
        select(Due.due_at)
        .where(Due.state == DueState.WAITING, col(Due.kind).in_(kinds), col(Due.id).not_in(but))
        .order_by(col(Due.due_at))
        .limit(1)
    )
    return session.exec(query).first()
