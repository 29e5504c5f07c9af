"""The append-only history, read."""

from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import History


def latest(session: Session, subject: str, what: str) -> datetime | None:
    """When `what` last happened to `subject`."""
    query = select(History.at).where(History.subject == subject, History.what == what)
    return session.exec(query.order_by(col(History.id).desc())).first()
