"""The 办事指南 in staff's hands: the list, an entry written step by step or at once, changed, retired."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import select

from actions.drafts import close_draft, open_draft, take_draft
from actions.speaking import note
from actions.tx import Tx
from community.clock import SHANGHAI
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.guide import (
    ADD,
    EVERYWHERE,
    FILE,
    LIST,
    LONGEST,
    NEEDED,
    OFF,
    ON,
    SKIP,
    STEPS,
    WHOLE_STREET,
    BadDay,
    Field,
    Problem,
    Why,
    clean,
    read_day,
    read_form,
)
from community.heard import Speaker
from community.words import DraftKind, GuideState
from storage.areas import Area, area_of
from storage.hearing import changed
from storage.people import can_reach, meet
from storage.tables import Community, GuideEntry, Person


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only staff may, and of a community's own entries only its own."""


@dataclass(frozen=True, slots=True)
class Stale:
    """No such entry."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The card shows it."""


@dataclass(frozen=True, slots=True)
class Switched:
    """The entry is in use from now on, or no longer."""

    on: bool


Result = Shown | Switched | NotStaff | Stale | Problem


def open_guide(tx: Tx, *, speaker: Speaker, place: str | None = None) -> Result:
    """/guide: the list, in private. place: the staff chat in which it was asked for."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if area_of(tx.session, person.id) is None:
        note(tx, NoteKind.NO_RIGHT, person.id, person.id)
        return NotStaff()
    if place is not None:
        payload = {"note": NoteKind.GUIDE_OPENED.value}
        tx.say(Fact(FactKind.TOLD, person.id, Recipient(place=place), quiet=True, payload=payload))
    if place is None or can_reach(tx.session, person.id):
        show(tx, LIST, person.id, fresh=True)
    return Shown()


def turn_guide(tx: Tx, *, speaker: Speaker, subject: str, page: str) -> Result:
    """Turn the card of `subject` (LIST or an entry) to `page`, or do what the button stands for."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    area = area_of(tx.session, person.id)
    if area is None:
        return NotStaff()
    if subject != LIST:
        return _turn_entry(tx, person, area, subject, page)
    close_draft(tx, person.id, kind=DraftKind.GUIDE)
    if page == ADD:
        _ask(tx, person, new_entry(tx, person, area), Field.QUESTION)
    elif page == FILE:
        note(tx, NoteKind.GUIDE_FILE, person.id, person.id)
    else:
        show(tx, LIST, person.id, page=page)
    return Shown()


def write_guide(tx: Tx, *, speaker: Speaker, words: str) -> Result:
    """What was asked for: one field, or all of them in labelled lines."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft, area = take_draft(tx, person.id), area_of(tx.session, person.id)
    if draft is None or draft.kind is not DraftKind.GUIDE:
        return Stale()
    entry = tx.session.get(GuideEntry, draft.subject)
    if entry is None or not _may(area, entry):
        close_draft(tx, person.id)
        return Stale() if entry is None else NotStaff()
    step = Field(str(draft.payload["step"]))
    whole = read_form(words)
    problem = fill(tx, entry, whole or {step: clean(words)}, area)
    if problem is not None:
        show(tx, entry.id, person.id, page=f"{step}.{problem.why}", fresh=True)
        return problem
    tx.record(entry.id, "write_guide", person.id, fields=[field.value for field in whole] or [step.value])
    _go_on(tx, person, entry, None if whole or entry.state is not GuideState.DRAFT else step)
    return Shown()


def new_entry(tx: Tx, person: Person, area: Area) -> GuideEntry:
    """An empty entry, for the community that its author alone answers for, else for the whole street."""
    only = next(iter(area.communities)) if area.communities and len(area.communities) == 1 else None
    entry = GuideEntry(
        id=tx.new_id(),
        street_id=area.street,
        community_id=only if only or not area.communities else min(area.communities),
        state=GuideState.DRAFT,
        author_id=person.id,
        made_at=tx.now,
        changed_at=tx.now,
    )
    tx.session.add(entry)
    tx.session.flush()
    return entry


def fill(tx: Tx, entry: GuideEntry, fields: Mapping[Field, str], area: Area | None) -> Problem | None:
    """Put `fields` into the entry, all or none of them."""
    until, scope = entry.valid_until, entry.community_id
    for field, said in fields.items():
        if len(said) > LONGEST[field]:
            return Problem(Why.TOO_LONG, column=field.value)
        if field in NEEDED and not said:
            return Problem(Why.EMPTY, column=field.value)
    try:
        until = read_day(fields[Field.UNTIL], today(tx)) if Field.UNTIL in fields else until
        scope = _place_named(tx, entry, fields[Field.SCOPE], area) if Field.SCOPE in fields else scope
    except BadDay:
        return Problem(Why.BAD_DAY, column=Field.UNTIL.value)
    except LookupError:
        return Problem(Why.NO_PLACE, column=Field.SCOPE.value)
    for field in (Field.QUESTION, Field.ANSWER, Field.SOURCE, Field.PHONE):
        setattr(entry, field.value, fields.get(field, getattr(entry, field.value)))
    entry.valid_until, entry.community_id, entry.changed_at = until, scope, tx.now
    changed(tx.session)
    return None


def show(tx: Tx, subject: str, person: str, *, page: str = "", fresh: bool = False) -> None:
    """Show the card of `subject` to `person`, in private."""
    tx.say(Fact(FactKind.GUIDE_CHANGED, subject, Recipient(person=person), page=page, fresh=fresh))


def today(tx: Tx) -> date:
    """The day it is here."""
    return tx.now.astimezone(SHANGHAI).date()


def _turn_entry(tx: Tx, person: Person, area: Area, ident: str, page: str) -> Result:
    entry = tx.session.get(GuideEntry, ident)
    if entry is None or entry.street_id != area.street:
        return Stale()
    close_draft(tx, person.id, kind=DraftKind.GUIDE)
    if page and not _may(area, entry):
        return NotStaff()
    step, _, about = page.partition("=")
    if step in {ON, OFF}:
        return _switch(tx, person, entry, on=step == ON)
    if step == SKIP:
        _go_on(tx, person, entry, Field(about) if about in STEPS else None)
    elif step in STEPS:
        _ask(tx, person, entry, Field(step))
    elif step == Field.SCOPE and about:
        if about != EVERYWHERE and not _community(tx, area, about):
            return Stale()
        if about == EVERYWHERE and area.communities is not None:
            return NotStaff()
        entry.community_id, entry.changed_at = None if about == EVERYWHERE else about, tx.now
        changed(tx.session)
        show(tx, ident, person.id)
    else:
        show(tx, ident, person.id, page=page)
    return Shown()


def _switch(tx: Tx, person: Person, entry: GuideEntry, *, on: bool) -> Result:
    if on and not (entry.question and entry.answer):
        return Stale()
    entry.state, entry.changed_at = GuideState.ACTIVE if on else GuideState.RETIRED, tx.now
    changed(tx.session)
    tx.record(entry.id, "use_entry" if on else "retire_entry", person.id)
    show(tx, entry.id, person.id)
    return Switched(on)


def _ask(tx: Tx, person: Person, entry: GuideEntry, step: Field) -> None:
    open_draft(tx, person.id, DraftKind.GUIDE, entry.id, step=step.value)
    show(tx, entry.id, person.id, page=step.value, fresh=True)


def _go_on(tx: Tx, person: Person, entry: GuideEntry, done: Field | None) -> None:
    """Ask for the step after `done`; with none left, show the entry."""
    following = STEPS[STEPS.index(done) + 1 :] if done is not None else ()
    if following:
        _ask(tx, person, entry, following[0])
        return
    close_draft(tx, person.id)
    show(tx, entry.id, person.id, fresh=True)


def _may(area: Area | None, entry: GuideEntry) -> bool:
    return area is not None and area.street == entry.street_id and area.covers(entry.community_id)


def _community(tx: Tx, area: Area, ident: str) -> bool:
    row = tx.session.get(Community, ident)
    return row is not None and row.street_id == area.street and area.covers(ident)


def _place_named(tx: Tx, entry: GuideEntry, name: str, area: Area | None) -> str | None:
    """The community called `name`, None for the whole street. Raises LookupError for one that is not theirs."""
    if name in WHOLE_STREET:
        ident = None
    else:
        query = select(Community.id).where(Community.street_id == entry.street_id, Community.name == name)
        ident = tx.session.exec(query).first()
        if ident is None:
            raise LookupError(name)
    if area is None or not area.covers(ident):
        raise LookupError(name)
    return ident
