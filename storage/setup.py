"""Look-ups of setting up: whom to ask, and what is still missing."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from community.words import Role
from storage.tables import Appointment

MEMBER_OF = "member."
"""What the purpose of an invite begins with that makes one person act for the partner named behind it."""


def street_staff(session: Session, street: str | None) -> Sequence[str]:
    """People who are staff of the whole `street` (None: of any street)."""
    query = select(Appointment.person_id).where(
        Appointment.role == Role.STAFF, col(Appointment.pending).is_(False), col(Appointment.community_id).is_(None)
    )
    if street is not None:
        query = query.where(Appointment.street_id == street)
    return session.exec(query.order_by(col(Appointment.person_id)).distinct()).all()


def staff_exist(session: Session) -> bool:
    """Whether anybody is staff."""
    query = select(Appointment.id).where(Appointment.role == Role.STAFF, col(Appointment.pending).is_(False))
    return session.exec(query.limit(1)).first() is not None
