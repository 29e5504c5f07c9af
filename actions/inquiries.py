"""Inquiries: answered from the 办事指南 when it is sure, else by staff, whose answer can become an entry of it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from actions.guide import show, today
from actions.hearing import hear
from actions.homes import home_of
from actions.needs import HeardBefore, record_matter
from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.speaking import tell_desk
from actions.tx import Tx
from community.facts import Fact, FactKind, Recipient
from community.guide import LONGEST, Field, clean
from community.heard import Heard, Speaker
from community.understanding import Band, Kind, Understanding
from community.words import GuideState, MatterState, Priority, Role
from storage.guide import good_entry, same_question
from storage.hearing import changed
from storage.naming import made_public
from storage.people import has_role, meet
from storage.tables import Community, GuideEntry, Matter, Person, Utterance

OFFICE = frozenset({"affairs"})
"""What is asked for at the counter: even said as a need it is first of all a question."""


class Guide(Protocol):
    """Whoever knows the entries: the id of the one that surely answers `question` there and then, or None."""

    def answer(self, question: str, *, street: str, community: str | None, today: date) -> str | None:
        """The entry's id."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """Answered from the guide, under this number."""

    number: str


def answer_from_guide(
    tx: Tx, *, guide: Guide, heard: Heard, meaning: Understanding, sensitive: frozenset[str], anyhow: bool = False
) -> Answered | HeardBefore | None:
    """Answer an inquiry at once; None if the guide is not sure, or it is nothing for a guide.

    anyhow: said in private and not understood otherwise, so whatever it is may be asked of the guide.
    """
    if not (anyhow or _asks(meaning)) or meaning.urgent or meaning.several > 1 or meaning.delicate:
        return None
    category = meaning.categories[0].code if meaning.categories else next(iter(OFFICE))
    if category in sensitive:
        return None
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    home = home_of(tx, person, heard.place)
    found = guide.answer(heard.text, street=home.street, community=home.community, today=today(tx)) if home else None
    entry = good_entry(tx.session, found, home.street, home.community, today(tx)) if home and found else None
    if home is None or entry is None:
        return None
    person, utterance, _ = hear(tx, heard)
    if utterance.matter_id is not None:
        return HeardBefore()
    matter = record_matter(tx, tx.new_id(), person, utterance, home, meaning, Kind.INQUIRY, category, sensitive=False)
    matter.state, matter.ended_at, matter.answer, matter.entry_id = MatterState.ANSWERED, tx.now, entry.answer, entry.id
    entry.asked += 1
    tx.record(matter.id, "answer_from_guide", None, entry=entry.id)
    to = Recipient(place=heard.place) if heard.place else Recipient(person=person.id)
    tx.say(Fact(FactKind.MATTER_CHANGED, matter.id, to, Priority.REPLY, reply_to=utterance.id, quiet=bool(heard.place)))
    return Answered(matter.number)


def _asks(meaning: Understanding) -> bool:
    if meaning.band is Band.SILENT:
        return False
    first = meaning.categories[0].code if meaning.categories else ""
    return meaning.kind is Kind.INQUIRY or (meaning.kind is Kind.NEED and first in OFFICE)


def not_answered(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """没答上: the asker says that the entry does not answer; staff get the question."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None:
        return TooLate()
    if row.person_id != person.id and not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    entry = tx.session.get(GuideEntry, row.entry_id) if row.entry_id else None
    if row.state is not MatterState.ANSWERED or entry is None:
        return Nothing()
    entry.missed += 1
    row.state, row.ended_at, row.answer, row.entry_id = MatterState.OPEN, None, None, None
    tx.record(matter, "not_answered", person.id, entry=entry.id, question=entry.question)
    to = Recipient(place=row.place_id) if row.place_id else Recipient(person=row.person_id)
    tx.say(Fact(FactKind.MATTER_CHANGED, matter, to, Priority.REPLY, quiet=True))
    tell_desk(tx, row, fresh=True)
    return Done(row.number)


def keep_answer(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """存入办事指南: the question and the answer are an entry from now on; whoever kept it may polish it in private."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None or not row.answer:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    if row.entry_id is not None:
        return Nothing()
    entry = _entry_of(tx, row, person)
    row.entry_id = entry.id
    changed(tx.session)
    tx.record(matter, "keep_answer", person.id, entry=entry.id)
    tell_desk(tx, row)
    show(tx, entry.id, person.id, fresh=True)
    return Done(row.number)


def _entry_of(tx: Tx, matter: Matter, person: Person) -> GuideEntry:
    said = tx.session.get(Utterance, matter.utterance_id) if matter.utterance_id else None
    asked = made_public(tx.session, matter, said.text) if said is not None else matter.summary
    question = clean(asked)[: LONGEST[Field.QUESTION]]
    entry = same_question(tx.session, matter.street_id, matter.community_id, question)
    if entry is None:
        entry = GuideEntry(
            id=tx.new_id(),
            street_id=matter.street_id,
            community_id=matter.community_id,
            question=question,
            phone=tx.session.get_one(Community, matter.community_id).phone,
            state=GuideState.ACTIVE,
            author_id=person.id,
            matter_id=matter.id,
            made_at=tx.now,
            changed_at=tx.now,
        )
        tx.session.add(entry)
    entry.answer, entry.changed_at = clean(made_public(tx.session, matter, matter.answer or "")), tx.now
    tx.session.flush()
    return entry
