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


def forget_bodies(session: Session, rows: Sequence[int]) -> None:
    """Drop what was said in those of `rows` that are over. Of an error its first line stays: the traceback quotes.

    What was in quarantine stays there: it is seen that something was never handled."""
    chosen = col(Inbox.id).in_(rows)
    failed = sa.select(col(Inbox.id), col(Inbox.error)).where(chosen, col(Inbox.error).is_not(None))
    for row, error in session.execute(failed).all():
        session.execute(sa.update(Inbox).where(col(Inbox.id) == row).values(error=error.split("\n", 1)[0]))
    session.execute(
        sa.update(Inbox).where(chosen, col(Inbox.state) != InboxState.NEW).values(body=sa.null(), result=sa.null())
    )


def forget_updates_with(session: Session, user: int, *, ghost: int, cause: int | None) -> None:
    """Drop every update that the Telegram user `user` sent or that quotes them, in whatever chat; `cause` is ended
    elsewhere. What is not handled yet is: somebody else's, or said since. Their own lane is `ghost`'s from now on."""
    mentions = sa.cast(col(Inbox.body), sa.Text).like(f'%"id": {user}%')
    ended = sa.or_(col(Inbox.state) != InboxState.NEW, col(Inbox.id) == cause)
    found = sa.select(col(Inbox.id), col(Inbox.body)).where(ended, col(Inbox.body).is_not(sa.null()), mentions)
    ids = [row for row, body in session.execute(found).all() if _mentions(body, user)]
    forget_bodies(session, ids)
    if cause in ids:
        session.execute(sa.update(Inbox).where(col(Inbox.id) == cause).values(body=sa.null()))
    session.execute(sa.update(Inbox).where(col(Inbox.lane) == str(user), ended).values(lane=str(ghost)))


def _mentions(part: object, user: int) -> bool:
    """Whether `user` is anywhere in an update: as who speaks, is answered, forwarded or named, or as a chat."""
    if isinstance(part, dict):
        return part.get("id") == user or any(_mentions(inner, user) for inner in part.values())
    return isinstance(part, list) and any(_mentions(inner, user) for inner in part)


def _stuck(row: Inbox) -> Stuck:
    kinds = sorted(name for name in row.body or {} if name != "update_id")
    lines = (row.error or "").strip().splitlines()
    whole = row.body is not None
    return Stuck(
        row.id or 0, kinds[0] if kinds else "", row.received_at, row.attempts, lines[-1] if lines else "", whole
    )
