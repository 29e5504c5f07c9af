"""Updates that could not be handled: looked at, and given to the lanes once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import InboxState
from storage.tables import Inbox


@dataclass(frozen=True, slots=True)
class Stuck:
    """An update in quarantine. kind: what Telegram calls it. error: the last line of the traceback.

    whole: its body is still there, so that it can be handled again.
    """

    id: int
    kind: str
    at: datetime
    tries: int
    error: str
    whole: bool


def stuck(session: Session, limit: int | None = None) -> tuple[Stuck, ...]:
    """The newest in quarantine."""
    query = select(Inbox).where(Inbox.state == InboxState.QUARANTINED).order_by(col(Inbox.id).desc())
    return tuple(_stuck(row) for row in session.exec(query.limit(limit) if limit else query))


def traceback_of(session: Session, row: int) -> str | None:
    """The whole traceback of one in quarantine; None if it is not (any more)."""
    query = select(Inbox.error).where(Inbox.id == row, Inbox.state == InboxState.QUARANTINED)
    return session.exec(query).first()


def replay(session: Session, rows: Sequence[int]) -> list[int]:
    """Give `rows` to the lanes once more, with all their tries; those that were in quarantine and are whole."""
    if not rows:
        return []
    statement = (
        sa.update(Inbox)
        .where(
            col(Inbox.id).in_(rows),
            col(Inbox.state) == InboxState.QUARANTINED,
            col(Inbox.body).is_not(sa.null()),
        )
        .values(state=InboxState.NEW, attempts=0, leased_until=None)
        .returning(col(Inbox.id))
    )
    return sorted(ident for ident in session.execute(statement).scalars() if ident is not None)


def _stuck(row: Inbox) -> Stuck:
    kinds = sorted(name for name in row.body or {} if name != "update_id")
    lines = (row.error or "").strip().splitlines()
    whole = row.body is not None
    return Stuck(
        row.id or 0, kinds[0] if kinds else "", row.received_at, row.attempts, lines[-1] if lines else "", whole
    )
