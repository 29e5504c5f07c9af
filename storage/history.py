"""The append-only history, read."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import History


def latest(session: Session, subject: str, what: str) -> datetime | None:
    """When `what` last happened to `subject`."""
    row = last(session, subject, what)
    return row.at if row is not None else None


def last(session: Session, subject: str, what: str) -> History | None:
    """The newest line of `subject` that says `what`."""
    query = select(History).where(History.subject == subject, History.what == what)
    return session.exec(query.order_by(col(History.id).desc())).first()
