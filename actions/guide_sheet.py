"""The 办事指南 as a sheet: all of its lines are taken, or none of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from actions.guide import NotStaff
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.guide import WHOLE_STREET, Problem, SheetRow, Why
from community.heard import Speaker
from community.words import GuideState
from storage.areas import Area, area_of
from storage.guide import same_question
from storage.hearing import changed
from storage.people import meet
from storage.tables import Community, GuideEntry, Person


@dataclass(frozen=True, slots=True)
class Taken:
    """The sheet is the guide from now on, as far as it goes."""

    added: int
    edited: int
    same: int


def take_sheet(tx: Tx, *, speaker: Speaker, rows: Sequence[SheetRow] | Problem) -> Taken | Problem | NotStaff:
    """A sheet that staff sent, read or not to be read: it is taken, and they are told what became of it."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    result = rows if isinstance(rows, Problem) else fill_guide(tx, speaker=speaker, rows=rows)
    match result:
        case NotStaff():
            note(tx, NoteKind.NO_RIGHT, person.id, person.id)
        case Problem(why, row, column, said):
            kind = NoteKind.GUIDE_REFUSED
            note(tx, kind, person.id, person.id, why=why.value, row=row, column=column, said=said)
        case Taken(added, edited, same):
            note(tx, NoteKind.GUIDE_TAKEN, person.id, person.id, added=added, edited=edited, same=same)
    return result


def fill_guide(tx: Tx, *, speaker: Speaker, rows: Sequence[SheetRow]) -> Taken | Problem | NotStaff:
    """Add and change entries as `rows` say; entries that no row names stay as they are. A problem takes nothing."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    area = area_of(tx.session, person.id)
    if area is None:
        return NotStaff()
    plan = _plan(tx, area, rows)
    if isinstance(plan, Problem):
        return plan
    counts = [_write(tx, person, area, row, community, entry) for row, community, entry in plan]
    taken = Taken(counts.count("added"), counts.count("edited"), counts.count("same"))
    if taken.added or taken.edited:
        changed(tx.session)
        tx.record(area.street, "fill_guide", person.id, added=taken.added, edited=taken.edited)
    return taken


Plan = list[tuple[SheetRow, str | None, GuideEntry | None]]


def _plan(tx: Tx, area: Area, rows: Sequence[SheetRow]) -> Plan | Problem:
    """Each row with its community and the entry that it changes; nothing is written yet."""
    query = select(Community.name, Community.id).where(Community.street_id == area.street)
    names = dict(tx.session.exec(query).all())
    seen: set[tuple[str | None, str]] = set()
    plan: Plan = []
    for row in rows:
        if row.scope not in WHOLE_STREET and row.scope not in names:
            return Problem(Why.NO_PLACE, row.row, "scope", row.scope)
        community = None if row.scope in WHOLE_STREET else names[row.scope]
        entry = tx.session.get(GuideEntry, row.id) if row.id else None
        if row.id and (entry is None or entry.street_id != area.street):
            return Problem(Why.UNKNOWN_ID, row.row, "id", row.id)
        if not row.id:
            entry = same_question(tx.session, area.street, community, row.question)
        if not area.covers(community) or (entry is not None and not area.covers(entry.community_id)):
            return Problem(Why.NOT_YOURS, row.row, "scope", row.scope)
        if row.active and (community, row.question) in seen:
            return Problem(Why.TWICE, row.row, "question", row.question)
        seen.add((community, row.question))
        plan.append((row, community, entry))
    return plan


def _write(tx: Tx, person: Person, area: Area, row: SheetRow, community: str | None, entry: GuideEntry | None) -> str:
    """ "added", "edited" or "same"."""
    state = GuideState.ACTIVE if row.active else GuideState.RETIRED
    wanted = (row.question, row.answer, row.source, row.phone, row.until, community, state)
    outcome = "edited"
    if entry is None:
        entry, outcome = (
            GuideEntry(
                id=tx.new_id(),
                street_id=area.street,
                state=state,
                author_id=person.id,
                made_at=tx.now,
                changed_at=tx.now,
            ),
            "added",
        )
        tx.session.add(entry)
    names = ("question", "answer", "source", "phone", "valid_until", "community_id", "state")
    if outcome == "edited" and wanted == tuple(getattr(entry, name) for name in names):
        return "same"
    for name, value in zip(names, wanted, strict=True):
        setattr(entry, name, value)
    entry.changed_at = tx.now
    return outcome
