"""What staff see of the listener's learning, loaded."""

from sqlmodel import Session, select

from community.facts import NoteKind
from community.teaching import LIST
from community.views import Wanted
from community.views.learning import CommunitiesView, LearningNoteView, NightView, TeachingView, WordLine
from community.words import DraftKind, WordState
from storage.areas import Area, area_of
from storage.tables import Draft, Tuning, Word
from storage.teaching import communities_in, words_of

NIGHT = frozenset({NoteKind.NIGHT_LEARNED})
NOTES = frozenset({NoteKind.TEACHING_OPENED, NoteKind.WORDS_OFFERED})
"""The notes that this file loads."""


def load(session: Session, wanted: Wanted) -> CommunitiesView | TeachingView | None:
    """The list of communities, or one; nothing for anybody but their staff."""
    person = wanted.recipient.person
    area = area_of(session, person) if person is not None else None
    if area is None or person is None:
        return None
    if wanted.subject == LIST:
        return CommunitiesView(tuple((row.id, row.name) for row in communities_in(session, area)))
    return _teaching(session, area, person, wanted)


def load_night(session: Session, wanted: Wanted) -> NightView:
    """What the fact says."""
    said = wanted.payload
    return NightView(
        number=said["number"],
        good=said["good"],
        labels=said["labels"],
        agreed_before=said["agreed_before"],
        agreed_after=said["agreed_after"],
        before=said["before"],
        after=said["after"],
        worse=tuple(said["worse"]),
    )


def load_note(session: Session, wanted: Wanted) -> LearningNoteView:
    """What the fact says."""
    said = wanted.payload
    return LearningNoteView(NoteKind(said["note"]), str(said.get("community", "")), tuple(said.get("words", ())))


def _teaching(session: Session, area: Area, person: str, wanted: Wanted) -> TeachingView | None:
    rows = communities_in(session, area)
    row = next((one for one in rows if one.id == wanted.subject), None)
    if row is None:
        return None
    tuning = session.get(Tuning, row.id)
    query = select(Draft).where(Draft.person_id == person, Draft.kind == DraftKind.WORD, Draft.subject == row.id)
    draft = session.exec(query).first()
    return TeachingView(
        id=row.id,
        name=row.name,
        page=wanted.page,
        talk=tuning.talk if tuning is not None else 0,
        disabled=frozenset(tuning.disabled) if tuning is not None else frozenset(),
        words=tuple(map(_line, words_of(session, row.id, WordState.APPROVED))),
        offered=tuple(map(_line, words_of(session, row.id, WordState.OFFERED))),
        writing=str(draft.payload.get("word", "")) if draft is not None else "",
        bad=bool(draft.payload.get("bad")) if draft is not None else False,
        several=len(rows) > 1,
    )


def _line(word: Word) -> WordLine:
    return WordLine(word.id, word.word, word.category, word.service)
