"""Look-ups of setting up: whom to ask, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from community.words import Role, Tier
from storage.tables import Appointment, Community, History

MEMBER_OF = "member."
"""What the purpose of an invite begins with that makes one person act for the partner named behind it."""

APPLIED_WITH = "say_what_they_do"
"""The line in a partner's history that holds what its people wrote when they applied."""


EDITED = "edit_partner"
"""The line in a partner's history that says which of its fields staff changed, and to what."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What staff chose for a partner of which nobody has said yet what it serves."""

    tier: Tier | None = None
    price: str = ""
    areas: tuple[str, ...] = ()


def chosen_before(session: Session, partner: str) -> Chosen:
    """Tier, price and communities, as the partner's history tells them."""
    query = select(History.detail).where(History.subject == partner, History.what == EDITED).order_by(col(History.id))
    chosen = Chosen()
    for detail in session.exec(query):
        field, value = detail.get("field"), str(detail.get("value", ""))
        if field == "tier":
            chosen = replace(chosen, tier=Tier(value))
        elif field == "price":
            chosen = replace(chosen, price=value)
        elif field == "area":
            chosen = replace(chosen, areas=tuple(sorted({*chosen.areas} ^ {value})) if value else ())
    return chosen


def alike(sought: str, name: str) -> bool:
    """Whether a partner of that name may be meant: one holds the other, or three letters of it in a row."""
    sought, name = sought.lower().strip(), name.lower()
    threes = {name[at : at + 3] for at in range(len(name) - 2)}
    return not sought or sought in name or name in sought or any(three in sought for three in threes)


def tier_said(session: Session, partner: str) -> bool:
    """Whether somebody has said at what price the partner serves: no tier goes without saying."""
    query = select(History.what, History.detail).where(
        History.subject == partner, col(History.what).in_(("enlist", EDITED))
    )
    return any(
        what == "enlist" or dict(detail).get("field") in {"tier", "price"} for what, detail in session.exec(query)
    )


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


def names_of(session: Session, street: str | None) -> tuple[tuple[str, str], ...]:
    """The communities of `street`, in the order of their turns: id and name."""
    query = select(Community.id, Community.name).where(Community.street_id == street)
    return tuple(session.exec(query.order_by(col(Community.rota), col(Community.code))).all())


def is_staff(session: Session, person: str, street: str | None) -> bool:
    """Whether `person` is staff anywhere in `street` (None: in any)."""
    query = select(Appointment.id).where(
        Appointment.person_id == person, Appointment.role == Role.STAFF, col(Appointment.pending).is_(False)
    )
    if street is not None:
        query = query.where(Appointment.street_id == street)
    return session.exec(query.limit(1)).first() is not None
