"""The append-only history, read."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import MatterState
from storage.tables import History, Matter


def latest(session: Session, subject: str, what: str) -> datetime | None:
    """When `what` last happened to `subject`."""
    row = last(session, subject, what)
    return row.at if row is not None else None


def why_undone(session: Session, matter: str) -> tuple[str, str] | None:
    """Why the newest work on `matter` did not solve it: a ready-made reason, or the resident's masked words."""
    undone, told = last(session, matter, "reopen_matter"), last(session, matter, "tell_why")
    if undone is None or told is None or (told.id or 0) < (undone.id or 0):
        return None
    return str(told.detail.get("why", "")), str(told.detail.get("words", ""))


def why_ignored(session: Session, matter: Matter) -> str:
    """Why staff set `matter` aside, if they did."""
    row = last(session, matter.id, "ignore_matter") if matter.state is MatterState.IGNORED else None
    return str(row.detail.get("why", "")) if row is not None else ""


def last(session: Session, subject: str, what: str) -> History | None:
    """The newest line of `subject` that says `what`."""
    query = select(History).where(History.subject == subject, History.what == what)
    return session.exec(query.order_by(col(History.id).desc())).first()


def human_at(session: Session, matter: Matter) -> datetime | None:
    """When the resident last wanted a person; of a matter that has ended only what they said afterwards."""
    at = latest(session, matter.id, "call_human")
    return at if at is not None and (matter.ended_at is None or at >= matter.ended_at) else None


def barred(session: Session, matter: str) -> frozenset[str]:
    """The partners that the resident of `matter` does not want to come again."""
    query = select(History.detail).where(History.subject == matter, History.what == "bar_partner")
    return frozenset(str(detail.get("partner", "")) for detail in session.exec(query))


def times(session: Session, subject: str, what: str, since: datetime) -> int:
    """How often `what` has happened to `subject` since then."""
    query = select(sa.func.count()).select_from(History).where(History.subject == subject, History.what == what)
    return session.exec(query.where(History.at > since)).one()


def said_over(session: Session, matter: str) -> bool:
    """Whether the one who told of danger has said that it is over, and nothing to the contrary since."""
    over = last(session, matter, "say_over")
    again = [last(session, matter, what) for what in ("keep_matter", "ring_staff")]
    return over is not None and all(line is None or (line.id or 0) < (over.id or 0) for line in again)
