"""The one link that makes the first member of staff: printed on the terminal, good once and for half an hour."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.people import reachable
from actions.tx import Tx
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.words import Role
from storage.people import meet
from storage.setup import staff_exist
from storage.tables import Appointment, Invite, Street

FIRST_STAFF = "first_staff"
LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Welcomed:
    """They are the first member of staff now."""

    street: str


@dataclass(frozen=True, slots=True)
class NoInvite:
    """Unknown, used, too old, or no longer needed because there is staff."""


def make_first_invite(tx: Tx) -> str | None:
    """A token of 24 characters for the deep link; None if there is staff already. Earlier tokens stop working."""
    if staff_exist(tx.session):
        return None
    tx.session.execute(sa.delete(Invite).where(col(Invite.purpose) == FIRST_STAFF, col(Invite.used_by).is_(None)))
    token = tx.new_id() + tx.new_id()
    tx.session.add(Invite(id=tx.new_id(), token_hash=_hash(token), purpose=FIRST_STAFF, expires_at=tx.now + LASTS))
    return token


def use_invite(tx: Tx, *, speaker: Speaker, token: str) -> Welcomed | NoInvite:
    """Make `speaker` the first member of staff of a new street, which they are then asked to set up."""
    query = select(Invite).where(Invite.token_hash == _hash(token), Invite.purpose == FIRST_STAFF)
    invite = tx.session.exec(query.with_for_update()).first()
    if invite is None or invite.used_by is not None or invite.expires_at <= tx.now or staff_exist(tx.session):
        return NoInvite()
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    reachable(tx, person)
    street = Street(id=tx.new_id(), name="", made_at=tx.now)
    tx.session.add(street)
    tx.session.flush()
    tx.session.add(
        Appointment(id=tx.new_id(), person_id=person.id, role=Role.STAFF, street_id=street.id, made_at=tx.now)
    )
    invite.used_by, invite.used_at = person.id, tx.now
    tx.record(street.id, "use_invite", person.id)
    tx.say(Fact(FactKind.SETUP_CHANGED, f"street.{street.id}", Recipient(person=person.id), fresh=True))
    return Welcomed(street.id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
