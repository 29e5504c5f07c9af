"""What could not be said: listed for staff, tried again at their word."""

from dataclasses import dataclass

from actions.people import reachable
from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from storage.areas import area_of
from storage.letters import repeat
from storage.people import meet
from storage.standing import staff_for_letter
from storage.tables import Outbox


@dataclass(frozen=True, slots=True)
class Again:
    """It is being said again."""


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only staff of where it goes may."""


@dataclass(frozen=True, slots=True)
class Stale:
    """It has been tried again, or must not be."""


def open_unsent(tx: Tx, *, speaker: Speaker, place: str | None) -> NotStaff | None:
    """/unsent: the list, where it was asked for (None: in private)."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if place is None:
        reachable(tx, person)
    if area_of(tx.session, person.id) is None:
        note(tx, NoteKind.NO_RIGHT, person.id, person.id)
        return NotStaff()
    to = Recipient(place=place) if place is not None else Recipient(person=person.id)
    payload = {"note": NoteKind.LETTERS.value, "reader": person.id}
    tx.say(Fact(FactKind.TOLD, person.id, to, quiet=True, payload=payload))
    return None


def retry_letter(tx: Tx, *, speaker: Speaker, letter: int) -> Again | NotStaff | Stale:
    """再试一次: behind everything that waits already."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Outbox, letter, with_for_update=True)
    if row is None:
        return Stale()
    if not staff_for_letter(tx.session, person.id, row):
        return NotStaff()
    if not repeat(tx.session, row, tx.now):
        return Stale()
    tx.record(f"letter.{letter}", "retry_letter", person.id, slot=row.slot.value)
    return Again()
