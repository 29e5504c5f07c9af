"""What somebody says to the bot alone: everything is answered, and goes where it belongs."""

from dataclasses import replace

from actions.answering import FREE, answer_draft
from actions.at_work import of_work
from actions.between import AskedWhom, answer_when, ask_whether, between
from actions.bystanders import told_by_others
from actions.correcting import correct_in_private
from actions.doubts import raise_doubt
from actions.drafts import take_draft
from actions.further import Heeding, go_on
from actions.giving_up import give_up
from actions.hearing import hear, latest_matter
from actions.homes import HomeUnknown, ask_home, remind_home
from actions.listening import Doubted, Listened, Puzzled, Said, from_guide, listen
from actions.needs import Joined
from actions.not_yet import not_yet
from actions.outcomes import Done, Outcome
from actions.particulars import Kept, add_particulars
from actions.people import reachable
from actions.plates import add_plate
from actions.reporting import taken_for_it
from actions.ringing import pass_on
from actions.speaking import note
from actions.tx import Tx
from actions.unplaced import add_place
from actions.visits import another_time
from actions.voices import hand_voices, voices
from community.doors import is_talk, spelled_phone
from community.facts import NoteKind
from community.heard import Heard
from community.ringing import is_alarming
from community.understanding import Band, Kind
from community.words import DraftKind
from storage.people import meet
from storage.tables import Draft, Matter, Person

ABOUT_ONES_OWN = frozenset({DraftKind.DOOR, DraftKind.TIME})
"""What a resident is asked about a matter of theirs: it may be answered by wanting nobody any more."""

YIELDING = frozenset({DraftKind.DOOR, DraftKind.HOME})
"""What is asked for by the way: words for whoever comes, or waits, go there first."""


def listen_in_private(tx: Tx, *, said: Said, sensitive: frozenset[str]) -> Listened:
    """Somebody talks to the bot alone and waits for an answer.

    - while danger of theirs stands, whatever may be about it rings; a place put right goes into its matter
    - words for whoever comes to them, or waits for them, go there; 几点来 is answered from the card
    - then what they were asked to write, unless it is plainly a need of its own
    - then needs and questions as in a group; danger is heard whatever else it may be
    - a door, a phone or a photo belongs to their newest open matter
    - what nobody can make sense of is answered politely; a voice is heard by staff
    """
    if is_talk(said.meaning.slots.place):
        slots = said.meaning.slots._replace(place=None)
        said = replace(said, meaning=said.meaning._replace(slots=slots))
    heard, meaning = said.heard, said.meaning
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    reachable(tx, person)
    draft = take_draft(tx, person.id)
    danger = meaning.urgent or meaning.grave
    first = (
        of_danger(tx, person, said, draft)
        or (None if said.secondhand else correct_in_private(tx, person=person, words=heard.text, meaning=meaning))
        or _not_yet(tx, person, said, draft)
        or _of_a_visit(tx, person, said, draft)
        or _given_up(tx, person, said, draft)
        or add_plate(tx, said)
    )
    if first is not None:
        return first
    if voices(heard.media) and not heard.text and (draft is None or draft.kind is not DraftKind.REPORT):
        return _hear_voice(tx, person, said)
    if draft is not None:
        reply = answer_draft(tx, draft=draft, heard=heard, meaning=meaning)
        if (taken := reply or _of_a_visit(tx, person, said, None)) is not None:
            return taken
    if danger or (heard.text and meaning.kind is not Kind.CHATTER and meaning.band is not Band.SILENT):
        if not danger and (worked := of_work(tx, person, said, sensitive)) is not None:
            return worked
        return listen(tx, said=said, sensitive=sensitive)
    if heard.media or says_where(said):
        kept = keep_where(tx, said)
        if kept is not None:
            return kept
        if heard.media:
            return _wait_for_words(tx, person, heard)
    return _make_nothing(tx, person, said, draft, sensitive)


def _make_nothing(tx: Tx, person: Person, said: Said, draft: Draft | None, sensitive: frozenset[str]) -> Listened:
    """What nobody can make sense of: perhaps it tells where they live, or is for whoever comes to them."""
    heard, meaning = said.heard, said.meaning
    if draft is not None and draft.kind is DraftKind.HOME:
        if says_where(said):
            return _keep_place(tx, person, said)
        return ask_whether(tx, person, heard) or remind_home(tx, person)
    if meaning.kind is not Kind.CHATTER:
        raise_doubt(tx, heard=heard, meaning=meaning)
    if meaning.kind is Kind.CHATTER and (answered := from_guide(tx, said, sensitive, anyhow=True)) is not None:
        return answered
    if (asked := ask_whether(tx, person, heard)) is not None:
        return asked
    note(tx, NoteKind.NOT_UNDERSTOOD, person.id, person.id)
    return Puzzled()


def of_danger(tx: Tx, person: Person, said: Said, draft: Draft | None) -> Joined | Heeding | None:
    """What is said while danger stands, of the speaker's own or of somebody who is missing. Forwards are not their
    word, voices are heard by staff."""
    if said.secondhand or voices(said.heard.media):
        return None
    own = go_on(tx, person, said.heard, said.meaning, draft, over=said.withdraws)
    return own or (told_by_others(tx, said.heard, person.id, said.meaning) if draft is None else None)


def _not_yet(tx: Tx, person: Person, said: Said, draft: Draft | None) -> Done | None:
    """What a neighbour was told is done is not, unless they were asked for words of their own."""
    if said.secondhand or (draft is not None and draft.kind in FREE):
        return None
    return not_yet(tx, person.id, said.heard, said.meaning)


def _of_a_visit(tx: Tx, person: Person, said: Said, draft: Draft | None) -> Outcome | AskedWhom | None:
    """What is for whoever comes, or waits. It goes before what was asked for only by the way; while a report is waited
    for, a time alone does."""
    heard, meaning = said.heard, said.meaning
    if said.secondhand or (draft is not None and draft.kind in FREE):
        return None
    told = answer_when(tx, person, heard, meaning)
    if told is not None or (draft is not None and draft.kind not in YIELDING | {DraftKind.REPORT}):
        return told
    reporting = draft is not None and draft.kind is DraftKind.REPORT
    if reporting and taken_for_it(heard.text) is not None:
        return None
    return between(tx, person, heard, meaning, only_times=reporting)


def _given_up(tx: Tx, person: Person, said: Said, draft: Draft | None) -> Done | None:
    """It sounds as if nobody were wanted any more, and no other time is wanted in place of it."""
    meaning = said.meaning
    clear = meaning.kind is Kind.NEED and meaning.band is Band.TAKE
    more = meaning.urgent or meaning.grave or clear or meaning.slots.place or meaning.slots.phone
    if not said.withdraws or more or (draft is not None and draft.kind not in ABOUT_ONES_OWN):
        return None
    if draft is not None and draft.kind is DraftKind.TIME and another_time(said.heard.text, tx.now):
        return None
    return give_up(tx, person, said.heard.text, draft)


def _wait_for_words(tx: Tx, person: Person, heard: Heard) -> Puzzled:
    """A picture, a place or a phone before any matter is kept for the words that follow, and answered."""
    hear(tx, heard)
    own = [item for item in heard.media if item["type"] == "contact" and item.get("user_id") == heard.speaker.user_id]
    person.phone = str(own[0]["phone"]) if own and own[0].get("phone") else person.phone
    note(tx, NoteKind.SAY_WHAT, person.id, person.id)
    return Puzzled()


def _hear_voice(tx: Tx, person: Person, said: Said) -> Kept | Doubted:
    """A voice is heard by staff, with the matter that it is said about: the one asked about, else the newest."""
    draft = take_draft(tx, person.id)
    asked = draft.subject if draft is not None and draft.kind in ABOUT_ONES_OWN else None
    matter = tx.session.get(Matter, asked) if asked else latest_matter(tx, person.id)
    if matter is None:
        raise_doubt(tx, heard=said.heard, meaning=said.meaning)
        note(tx, NoteKind.VOICE_HEARD, person.id, person.id)
        return Doubted()
    _, utterance, new = hear(tx, said.heard)
    utterance.matter_id = matter.id
    if new:
        tx.record(matter.id, "hear_voice", person.id)
        hand_voices(tx, matter, said.heard.media)
        note(tx, NoteKind.VOICE_HEARD, matter.id, person.id)
        if is_alarming(matter.urgency, matter.grave):
            pass_on(tx, matter)
    return Kept(matter.number)


def says_where(said: Said) -> bool:
    """Whether it tells a place or a phone."""
    slots = said.meaning.slots
    return bool(slots.place or slots.phone or spelled_phone(said.heard.text))


def _keep_place(tx: Tx, person: Person, said: Said) -> HomeUnknown:
    """Where they are, told before their community is: kept with what they said before, and shown to whom it rang."""
    _, utterance, _ = hear(tx, said.heard)
    add_place(tx, person, said.meaning.slots)
    return ask_home(tx, person, utterance)


def keep_where(tx: Tx, said: Said, *, told: bool = True) -> Kept | None:
    """Door, phone and pictures for what waits for them. told: whoever said so is thanked."""
    heard, meaning = said.heard, said.meaning
    kept = add_particulars(tx, heard=heard, meaning=meaning, matter=None, door=meaning.slots.place, told=told)
    return kept if isinstance(kept, Kept) else None
