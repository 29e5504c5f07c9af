"""Teaching the bot in chat: how talkative it is in a community, what is not served there, words of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import select

from actions.drafts import close_draft, open_draft, take_draft
from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.teaching import (
    ADD,
    ALWAYS,
    AS,
    DROP,
    KINDS,
    LIST,
    MOST_TALK,
    NO,
    OFF,
    SERVICE,
    TALK,
    WEEKLY,
    WORDS,
    YES,
    read_word,
)
from community.words import DraftKind, Priority, WordState
from storage.areas import Area, area_of
from storage.hearing import changed
from storage.people import can_reach, meet
from storage.places import staff_places
from storage.tables import Community, Draft, Person, Tuning, Word
from storage.teaching import communities_in, known_words


@dataclass(frozen=True, slots=True)
class NotStaff:
    """Only staff of the community may."""


@dataclass(frozen=True, slots=True)
class Stale:
    """No such community or word any more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The card shows it."""


@dataclass(frozen=True, slots=True)
class Always:
    """That is heard everywhere and can't be switched off."""


@dataclass(frozen=True, slots=True)
class NoWord:
    """That is no word."""


Result = Shown | NotStaff | Stale | Always | NoWord


def open_teaching(tx: Tx, *, speaker: Speaker, place: str | None = None) -> Result:
    """/teach: the community's card, or the list of communities, in private. place: the staff chat that asked."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    area = area_of(tx.session, person.id)
    if area is None:
        note(tx, NoteKind.NO_RIGHT, person.id, person.id)
        return NotStaff()
    if place is not None:
        payload = {"note": NoteKind.TEACHING_OPENED.value}
        tx.say(Fact(FactKind.TOLD, person.id, Recipient(place=place), quiet=True, payload=payload))
    if place is None or can_reach(tx.session, person.id):
        rows = communities_in(tx.session, area)
        show(tx, rows[0].id if len(rows) == 1 else LIST, person.id, fresh=True)
    return Shown()


def turn_teaching(tx: Tx, *, speaker: Speaker, subject: str, page: str) -> Result:
    """Turn the card of `subject` (LIST or a community) to `page`, or do what the button stands for."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    area = area_of(tx.session, person.id)
    if area is None:
        return NotStaff()
    draft = take_draft(tx, person.id)
    close_draft(tx, person.id)
    if subject == LIST:
        show(tx, LIST, person.id)
        return Shown()
    row = tx.session.get(Community, subject)
    if row is None or row.street_id != area.street:
        return Stale()
    if not area.covers(row.id):
        return NotStaff()
    step, _, about = page.partition("=")
    if about:
        return _do(tx, person, row, step, about, draft)
    if step == ADD:
        open_draft(tx, person.id, DraftKind.WORD, row.id)
    show(tx, row.id, person.id, page=page, fresh=step == ADD)
    return Shown()


def write_word(tx: Tx, *, speaker: Speaker, words: str) -> Result:
    """The word that was asked for; next it is asked what it stands for."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft, area = take_draft(tx, person.id), area_of(tx.session, person.id)
    if draft is None or draft.kind is not DraftKind.WORD:
        return Stale()
    row = tx.session.get(Community, draft.subject)
    if area is None or row is None or not _covers(area, row):
        close_draft(tx, person.id)
        return NotStaff()
    word = read_word(words)
    open_draft(tx, person.id, DraftKind.WORD, row.id, **({"word": word} if word else {"bad": True}))
    show(tx, row.id, person.id, page=AS if word else ADD, fresh=True)
    return Shown() if word else NoWord()


def offer_words(tx: Tx, *, community: str, words: Sequence[tuple[str, str]]) -> int:
    """The bot would like to learn `words` (with their categories); how many are new. The desk hears of it."""
    row = tx.session.get(Community, community)
    known = known_words(tx.session, community)
    fresh = [(word, category) for word, category in words if word not in known][:WEEKLY]
    if row is None or not fresh:
        return 0
    for word, category in fresh:
        tx.session.add(_word(tx, row, word, category, WordState.OFFERED))
    payload = {"note": NoteKind.WORDS_OFFERED.value, "words": [word for word, _ in fresh], "community": row.name}
    for place in staff_places(tx.session, row.id, row.street_id):
        to = Recipient(place=place.id)
        tx.say(Fact(FactKind.TOLD, row.id, to, Priority.BOARD, quiet=True, payload=payload))
    return len(fresh)


def show(tx: Tx, subject: str, person: str, *, page: str = "", fresh: bool = False) -> None:
    """Show the card of `subject` to `person`, in private."""
    tx.say(Fact(FactKind.LEARNING_CHANGED, subject, Recipient(person=person), page=page, fresh=fresh))


def _do(tx: Tx, person: Person, row: Community, step: str, about: str, draft: Draft | None) -> Result:
    """What a button stands for; the card then shows the page that it was pressed on."""
    page = {TALK: "", OFF: KINDS}.get(step, WORDS)
    if step == TALK:
        steps = int(about) if about.lstrip("-").isdecimal() else 0
        _tuning(tx, row).talk = max(-MOST_TALK, min(MOST_TALK, steps))
    elif step == OFF and about in ALWAYS:
        return Always()
    elif step == OFF:
        tuning = _tuning(tx, row)
        tuning.disabled = sorted(set(tuning.disabled) ^ {about})
    elif not _settle(tx, person, row, step, about, draft):
        return Stale()
    changed(tx.session)
    tx.record(row.id, "teach", person.id, step=step, about=about)
    show(tx, row.id, person.id, page=page)
    return Shown()


def _settle(tx: Tx, person: Person, row: Community, step: str, about: str, draft: Draft | None) -> bool:
    """Whether the word that the button is about was there to be taken or dropped."""
    if step == AS:
        word = str(draft.payload.get("word", "")) if draft is not None and draft.kind is DraftKind.WORD else ""
        if word:
            _keep(tx, row, word, about, person)
        return bool(word)
    found = tx.session.get(Word, about)
    if step not in {YES, NO, DROP, SERVICE} or found is None or found.community_id != row.id:
        return False
    if step == SERVICE:
        found.service = not found.service
        return True
    found.state = WordState.APPROVED if step == YES else WordState.REFUSED
    found.decided_by, found.decided_at = person.id, tx.now
    return True


def _tuning(tx: Tx, row: Community) -> Tuning:
    tuning = tx.session.get(Tuning, row.id)
    if tuning is None:
        tuning = Tuning(community_id=row.id, changed_at=tx.now)
        tx.session.add(tuning)
    tuning.changed_at = tx.now
    return tuning


def _keep(tx: Tx, row: Community, word: str, category: str, person: Person) -> None:
    found = tx.session.exec(select(Word).where(Word.community_id == row.id, Word.word == word)).first()
    if found is None:
        found = _word(tx, row, word, category, WordState.APPROVED)
        tx.session.add(found)
    found.category, found.state = category, WordState.APPROVED
    found.decided_by, found.decided_at = person.id, tx.now


def _word(tx: Tx, row: Community, word: str, category: str, state: WordState) -> Word:
    return Word(
        id=tx.new_id(),
        street_id=row.street_id,
        community_id=row.id,
        word=word,
        category=category,
        state=state,
        made_at=tx.now,
    )


def _covers(area: Area, row: Community) -> bool:
    return row.street_id == area.street and area.covers(row.id)
