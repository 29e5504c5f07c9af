"""What could not be said: listed for staff, tried again at their word."""

from dataclasses import dataclass

from actions.people import reachable
from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.words import PlaceKind
from storage.areas import Area, area_of
from storage.letters import repeat, repeatable
from storage.people import meet
from storage.standing import staff_for_letter
from storage.tables import Outbox, Place


@dataclass(frozen=True, slots=True)
class Again:
    """It is being said again."""


@dataclass(frozen=True, slots=True)
class AgainAll:
    """So many are being said again."""

    count: int


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only staff of where it goes may."""


@dataclass(frozen=True, slots=True)
class Stale:
    """It has been tried again, or must not be."""


def open_unsent(tx: Tx, *, speaker: Speaker, place: str | None) -> NotStaff | None:
    """/unsent: the newest of the list, where it was asked for (None: in private)."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if place is None:
        reachable(tx, person)
    if _show(tx, person.id, place, 0):
        return None
    note(tx, NoteKind.NO_RIGHT, person.id, person.id)
    return NotStaff()


def turn_unsent(tx: Tx, *, speaker: Speaker, place: str | None, page: int) -> NotStaff | None:
    """Another page of the list."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    return None if _show(tx, person.id, place, page) else NotStaff()


def _show(tx: Tx, person: str, place: str | None, page: int) -> bool:
    """Whether it may be: in private or at a desk of the street."""
    area = area_of(tx.session, person)
    if area is None or not _is_desk(tx, place, area):
        return False
    to = Recipient(place=place) if place is not None else Recipient(person=person)
    payload = {"note": NoteKind.LETTERS.value, "reader": person, "page": page}
    tx.say(Fact(FactKind.TOLD, person, to, quiet=True, payload=payload))
    return True


def _is_desk(tx: Tx, place: str | None, area: Area) -> bool:
    row = tx.session.get(Place, place) if place is not None else None
    return place is None or (row is not None and row.kind is PlaceKind.STAFF and row.street_id == area.street)


def retry_letters(tx: Tx, *, speaker: Speaker) -> AgainAll | NotStaff | Stale:
    """全部再试: everything of the area of `speaker` that may be, oldest first."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    area = area_of(tx.session, person.id)
    if area is None:
        return NotStaff()
    rows = [row for row in repeatable(tx.session, area, tx.now) if repeat(tx.session, row, tx.now)]
    if not rows:
        return Stale()
    tx.record(f"letters.{area.street}", "retry_letters", person.id, count=len(rows))
    return AgainAll(len(rows))


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
