"""Who may set things up: the check that opens every action of staff."""

from dataclasses import dataclass

from sqlmodel import col, select

from actions.tx import Tx
from community.heard import Speaker
from community.words import Role
from storage.people import meet
from storage.tables import Appointment, Person, Street


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Asked for by someone who is not staff there."""


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff and the street they serve. `community`: they answer for that one only; None: all of it."""

    person: Person
    street: Street
    community: str | None


def staff(tx: Tx, speaker: Speaker, community: str | None = None, *, anywhere: bool = False) -> Staff | NotStaff:
    """`speaker` as staff of the street, or, with `community`, of that community; `anywhere`: whatever they are for."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    query = (
        select(Appointment, Street)
        .join(Street, col(Street.id) == col(Appointment.street_id))
        .where(Appointment.person_id == person.id, Appointment.role == Role.STAFF, col(Appointment.pending).is_(False))
        .order_by(col(Appointment.community_id).is_not(None), col(Appointment.made_at), col(Appointment.id))
    )
    for appointment, street in tx.session.exec(query):
        if anywhere or appointment.community_id in (None, community):
            return Staff(person, street, appointment.community_id)
    return NotStaff()
