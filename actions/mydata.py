"""我的数据: seen, taken along as files, deleted. Staff may do it for a person of their community without a phone."""

from dataclasses import dataclass

from sqlmodel import col, select

from actions.forgetting import Forgotten, forget_person
from actions.people import reachable
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.heard import Speaker
from community.words import MatterState, Role
from storage.people import has_role, meet
from storage.tables import Matter, Person
from storage.views.mydata import held_by, holds_office, is_last_staff


@dataclass(frozen=True, slots=True)
class Asked:
    """It was shown, or is asked about."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """Neither the person themself nor staff of their community."""


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """No such person, or deleted already."""


@dataclass(frozen=True, slots=True)
class FirstThis:
    """Something is to be ended first: an office, orders in hand, the only staff of a street, or open matters."""


Result = Asked | NotYours | NobodyThere | FirstThis | Forgotten


def open_mydata(tx: Tx, *, speaker: Speaker, number: str = "") -> Result:
    """Show it in private. number: of a matter, whose asker it is then about; for staff only."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    reachable(tx, person)
    target = person.id
    if number:
        found = _asker(tx, person, number)
        if found is None:
            note(tx, NoteKind.NO_RIGHT, person.id, person.id)
            return NotYours()
        reached = _reach(tx, speaker, found)
        if not isinstance(reached, _Reached):
            note(tx, NoteKind.NO_DATA, person.id, person.id)
            return reached
        target = found
        if target != person.id:
            tx.record(target, "open_mydata", person.id)
    note(tx, NoteKind.MY_DATA, target, person.id)
    return Asked()


def export_mydata(tx: Tx, *, speaker: Speaker, person: str) -> Result:
    """Two files, for people and for programs, to whoever asked for them."""
    found = _reach(tx, speaker, person)
    if not isinstance(found, _Reached):
        return found
    tx.record(person, "export_mydata", found.by.id)
    for what in ("txt", "json"):
        note(tx, NoteKind.MY_DATA_FILE, person, found.by.id, what=what, text="")
    return Asked()


def ask_forget(tx: Tx, *, speaker: Speaker, person: str) -> Result:
    """What will go, what must stay, and the one question."""
    found = _reach(tx, speaker, person)
    if not isinstance(found, _Reached):
        return found
    note(tx, NoteKind.ASK_FORGET, person, found.by.id)
    return Asked()


def forget_mydata(tx: Tx, *, speaker: Speaker, person: str, unfinished: str) -> Result:
    """Delete it. unfinished: "withdraw" or "keep" where matters are open, "yes" where none is."""
    found = _reach(tx, speaker, person)
    if not isinstance(found, _Reached):
        return found
    waiting = select(Matter.id).where(Matter.person_id == person, Matter.state == MatterState.OPEN)
    undecided = unfinished not in {"withdraw", "keep"} and tx.session.exec(waiting).first() is not None
    in_office = holds_office(tx.session, person, for_=found.by.id)
    if in_office or undecided or held_by(tx.session, person) or is_last_staff(tx.session, person):
        note(tx, NoteKind.ASK_FORGET, person, found.by.id)
        return FirstThis()
    return forget_person(tx, found.person, by=found.by.id, keep_open=unfinished == "keep")


@dataclass(frozen=True, slots=True)
class _Reached:
    by: Person
    person: Person


def _reach(tx: Tx, speaker: Speaker, person: str) -> _Reached | NotYours | NobodyThere:
    by = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Person, person, with_for_update=True)
    if row is None or row.user_id < 0:
        return NobodyThere()
    if row.id != by.id and not has_role(tx.session, by.id, Role.STAFF, row.community_id):
        return NotYours()
    return _Reached(by, row)


def _asker(tx: Tx, staff: Person, number: str) -> str | None:
    query = select(Matter).where(Matter.number == number).order_by(col(Matter.made_at).desc())
    for matter in tx.session.exec(query):
        if has_role(tx.session, staff.id, Role.STAFF, matter.community_id):
            return matter.person_id
    return None
