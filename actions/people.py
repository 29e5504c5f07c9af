"""People as the bot meets them: who can be written to, and who may do what."""

from dataclasses import dataclass

from sqlmodel import col, select

from actions.homes import home_choices
from actions.speaking import note
from actions.staffing import NotStaff, staff
from actions.tx import Tx
from community.facts import NoteKind, Recipient
from community.heard import Speaker
from community.words import Role
from storage.handing_over import hand_over
from storage.losing import lose
from storage.outbox import revive
from storage.people import meet, person_of
from storage.tables import Appointment, Community, Grid, Person


@dataclass(frozen=True, slots=True)
class Met:
    """The person."""

    id: str


def start(tx: Tx, *, speaker: Speaker, greeted: bool = False) -> Met:
    """The person pressed start: from now on the bot may write to them. `greeted`: something else answers them."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if not greeted:
        note(tx, NoteKind.WELCOME, person.id, person.id, choices=home_choices(tx.session, speaker.user_id))
    reachable(tx, person)
    return Met(person.id)


def reachable(tx: Tx, person: Person) -> None:
    """This bot may write to `person`, and no other does: what could not be said to them is said now."""
    key, known = Recipient(person=person.id).key, person.started and not person.unreachable
    if known and person.bot_id == tx.bot_id:
        return
    if person.bot_id not in (None, tx.bot_id):
        hand_over(tx.session, person, tx.bot_id, ghost=tx.ghost())
    person.bot_id, person.started, person.unreachable = tx.bot_id, True, False
    tx.session.flush()
    if not known:
        revive(tx.session, key, tx.now)


def block(tx: Tx, *, speaker: Speaker) -> None:
    """The person blocked the bot: whoever waits for them is told."""
    person = person_of(tx.session, speaker.user_id)
    if person is not None:
        lose(tx.session, person.id, bot_id=tx.bot_id, now=tx.now)


def unblock(tx: Tx, *, speaker: Speaker) -> None:
    """The person took the bot back."""
    reachable(tx, meet(tx.session, speaker, new_id=tx.new_id, now=tx.now))


def settle(tx: Tx, *, speaker: Speaker, grid: str) -> Met | None:
    """The person is a neighbour of `grid`, as their membership in its group shows; None: no such grid."""
    where = tx.session.get(Grid, grid)
    if where is None:
        return None
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    person.community_id, person.grid_id = where.community_id, grid
    return Met(person.id)


def appoint(tx: Tx, *, speaker: Speaker, person: Speaker, role: Role, community: str | None = None) -> Met | NotStaff:
    """Staff give `person` a role in `community`, or (None) in the whole street. Repeating it changes nothing."""
    by = staff(tx, speaker, community)
    if isinstance(by, NotStaff) or (community is not None and _foreign(tx, community, by.street.id)):
        return NotStaff()
    row = meet(tx.session, person, new_id=tx.new_id, now=tx.now)
    held = select(Appointment).where(
        Appointment.person_id == row.id,
        Appointment.role == role,
        Appointment.street_id == by.street.id,
        Appointment.community_id == community if community is not None else col(Appointment.community_id).is_(None),
    )
    appointment = tx.session.exec(held).first()
    if appointment is None:
        appointment = Appointment(
            id=tx.new_id(),
            person_id=row.id,
            role=role,
            street_id=by.street.id,
            community_id=community,
            made_at=tx.now,
        )
        tx.session.add(appointment)
    appointment.pending, appointment.approved_by = False, by.person.id
    tx.record(row.id, "appoint", by.person.id, role=role.value, community=community)
    return Met(row.id)


def _foreign(tx: Tx, community: str, street: str) -> bool:
    row = tx.session.get(Community, community)
    return row is None or row.street_id != street
