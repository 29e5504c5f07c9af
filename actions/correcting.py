"""A place that was told wrongly is put right by its parts; where only its speaker knows which, they are asked once."""

from collections.abc import Sequence

from actions.adding import add_words, known_place, put_place_right, tell_added
from actions.details import lacking
from actions.drafts import take_draft
from actions.hearing import latest_matter
from actions.outcomes import Done, NotYours, Outcome, TooLate
from actions.particulars import Kept
from actions.ringing import pass_on
from actions.speaking import note
from actions.tx import Tx
from bot.nlp.correcting import only_at, put_right, right_parts
from community.door_parts import Parts, mended, parts_in
from community.facts import NoteKind
from community.heard import Speaker
from community.ringing import is_alarming
from community.understanding import Understanding
from community.words import DraftKind, MatterState
from storage.history import last
from storage.people import can_reach, meet
from storage.tables import Matter, Person, Utterance


def corrects(tx: Tx, matter: Matter, words: str) -> bool:
    """Whether `words` of the one who asked put the place of `matter` right, or try to."""
    return bool(right_parts(known_place(tx, matter), words))


def add_right(
    tx: Tx,
    matter: Matter,
    utterance: Utterance,
    meaning: Understanding,
    *,
    meant: Understanding | None = None,
    over: bool = False,
) -> None:
    """Add a further message of the one who asked, which may put right what they said. meant: the part that says what
    is right, where it says that something was wrong. over: see `add_words`."""
    known = known_place(tx, matter)
    told = right_parts(known, utterance.text)
    right = put_right(known, utterance.text, meant or meaning) if meant is not None or len(told) == 1 else None
    add_words(tx, matter, utterance, meaning, corrected=right, over=over)
    if len(told) > 1:
        ask_which(tx, matter, told)


def ask_which(tx: Tx, matter: Matter, parts: Sequence[Parts]) -> None:
    """A number may be this part or that: who said it is asked in private, and until then nothing is changed."""
    if can_reach(tx.session, matter.person_id):
        tx.record(matter.id, "ask_place", matter.person_id)
        note(tx, NoteKind.ASK_PLACE, matter.id, matter.person_id, choices=[told.said for told in parts])


def pick_place(tx: Tx, *, speaker: Speaker, matter: str, part: str) -> Outcome:
    """`part`, 6号楼, is what was told wrongly; a question that was answered, by a press or in words, is over."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None or row.person_id != person.id:
        return NotYours()
    asked, done = last(tx.session, matter, "ask_place"), last(tx.session, matter, "put_place_right")
    known, told = known_place(tx, row), parts_in(part)
    over = asked is None or (done is not None and (done.id or 0) > (asked.id or 0))
    if over or row.state is not MatterState.OPEN or known is None or not any(told):
        return TooLate()
    _put_right(tx, row, mended(known, told))
    return Done(row.number)


def correct_in_private(tx: Tx, *, person: Person, words: str, meaning: Understanding) -> Kept | None:
    """What the speaker puts right of the place of their newest matter; None if the words are something else."""
    draft, row = take_draft(tx, person.id), latest_matter(tx, person.id)
    asked = draft is not None and (draft.kind is not DraftKind.DOOR or row is None or lacking(tx, row)[0])
    if row is None or asked or meaning.urgent or meaning.grave:
        return None
    known = known_place(tx, row)
    told = right_parts(known, words)
    if known is None or not told:
        return None
    if len(told) > 1:
        ask_which(tx, row, told)
    else:
        _put_right(tx, row, mended(known, told[0]))
        note(tx, NoteKind.KEPT, row.id, person.id, what="details")
    return Kept(row.number)


def _put_right(tx: Tx, matter: Matter, place: str) -> None:
    put_place_right(tx, matter, only_at(place), own=True)
    if is_alarming(matter.urgency, matter.grave):
        pass_on(tx, matter)
    tell_added(tx, matter, place, corrected=True)
