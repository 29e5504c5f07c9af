"""Whose area is which: the groups that a member of staff answers for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from community.words import PlaceKind, Role
from storage.places import grid_places
from storage.tables import Appointment, Community, Place


@dataclass(frozen=True, slots=True)
class Area:
    """What a member of staff answers for in one street: all of it (`communities` None), or some communities."""

    street: str
    communities: frozenset[str] | None

    def covers(self, community: str | None) -> bool:
        """Whether `community` (None: the street itself) lies in the area."""
        return self.communities is None or community in self.communities


def area_of(session: Session, person: str, street: str | None = None) -> Area | None:
    """The area of `person` as staff, in `street` or wherever they are appointed first; None: not staff."""
    query = select(Appointment).where(
        Appointment.person_id == person, Appointment.role == Role.STAFF, col(Appointment.pending).is_(False)
    )
    if street is not None:
        query = query.where(Appointment.street_id == street)
    rows = session.exec(query.order_by(col(Appointment.made_at), col(Appointment.id))).all()
    if not rows:
        return None
    here = [row.community_id for row in rows if row.street_id == rows[0].street_id]
    named = frozenset(community for community in here if community is not None)
    return Area(rows[0].street_id, None if None in here else named)


def all_staff(session: Session) -> Sequence[str]:
    """The ids of everyone who is staff anywhere."""
    query = select(Appointment.person_id).where(Appointment.role == Role.STAFF, col(Appointment.pending).is_(False))
    return session.exec(query.distinct().order_by(col(Appointment.person_id))).all()


def groups_of(session: Session, area: Area) -> Sequence[Place]:
    """The grid groups of `area` in which the bot is present, in the order of the communities' turns."""
    query = select(Community.id, Community.rota).where(Community.street_id == area.street)
    turns = dict(session.exec(query).all())
    groups = [place for place in grid_places(session, area.street) if area.covers(place.community_id)]
    return sorted(groups, key=lambda place: (turns.get(place.community_id or "", 0), place.title))


def staff_chats(session: Session, street: str | None = None) -> Sequence[Place]:
    """The staff chats in which the bot is present, of `street` or of all."""
    query = select(Place).where(Place.kind == PlaceKind.STAFF, col(Place.present).is_(True))
    if street is not None:
        query = query.where(Place.street_id == street)
    return session.exec(query.order_by(col(Place.id))).all()
