"""What staff write at their desk to whoever asked: a reply to a card, or the words that 答复 asked them for."""

from actions.alarms import show_again
from actions.desk import reply_matter
from actions.drafts import close_draft, take_draft
from actions.homes import Home, home_of
from actions.inquiries import OFFICE
from actions.needs import record_matter
from actions.outcomes import Done, NotYours, Outcome, TooLate
from actions.speaking import note
from actions.tx import Tx
from actions.unsure import close_row, meant
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.understanding import Kind, Understanding
from community.words import DraftKind, MatterState, Priority, QuestionState, Role
from storage.cards import card_at
from storage.history import human_at
from storage.people import can_reach, has_role, meet
from storage.tables import Matter, Person, Question, Utterance

ANSWER_KEPT = 1000
UNREACHED = "unreached"
"""What is said of an answer that belongs to no matter and that nobody could be given."""

Replied = Outcome | None


def reply_at_desk(tx: Tx, *, speaker: Speaker, place: str, chat: int, message: int, words: str) -> Replied:
    """Staff reply to a card at the desk: the answer to an inquiry, to whoever wants a person, or to a doubtful message.

    A reply to anything else may still be what they were asked for: see `write_at_desk`.
    """
    card = card_at(tx.session, chat, message)
    said = words.strip()
    if card is not None and card.slot is CardSlot.DOUBT and said:
        return _answer_doubt(tx, speaker, card.subject, place, said)
    matter = tx.session.get(Matter, card.subject) if card is not None and card.slot is CardSlot.DESK else None
    waits = matter is not None and matter.state is MatterState.OPEN and matter.kind is not Kind.NEED
    if matter is not None and said and (waits or human_at(tx.session, matter) is not None):
        return reply_matter(tx, speaker=speaker, matter=matter.id, words=said, place=place)
    return write_at_desk(tx, speaker=speaker, place=place, words=words)


def write_at_desk(tx: Tx, *, speaker: Speaker, place: str, words: str) -> Replied:
    """答复 was pressed at the desk, and here are the words."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft = take_draft(tx, person.id, place)
    if draft is None or draft.kind is not DraftKind.ANSWER or not words.strip():
        return None
    result = reply_matter(tx, speaker=speaker, matter=draft.subject, words=words.strip(), place=place)
    if not isinstance(result, Done):
        close_draft(tx, person.id, place)
    return result


def _answer_doubt(tx: Tx, speaker: Speaker, question: str, place: str, words: str) -> Replied:
    """The doubtful message was a question after all, and here is its answer.

    Danger stays a doubt until staff say what it is: the words alone go to whoever spoke, as they do where nobody knows
    where that person lives.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Question, question, with_for_update=True)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    asker, meaning = tx.session.get_one(Person, row.person_id), meant(row, Kind.INQUIRY)
    home = home_of(tx, asker, row.place_id)
    tx.record(row.id, "reply_doubt", person.id)
    if home is None or meaning.urgent or meaning.grave or row.understanding.get("wanted"):
        note(tx, NoteKind.REPLIED, asker.id, asker.id, text=words[:ANSWER_KEPT])
        what = "" if can_reach(tx.session, asker.id) else UNREACHED
        payload = {"note": NoteKind.PASSED_ON.value, "what": what}
        tx.say(Fact(FactKind.TOLD, person.id, Recipient(place=place), Priority.REPLY, quiet=True, payload=payload))
        return Done("")
    matter = _recorded(tx, row, asker, home, meaning)
    return reply_matter(tx, speaker=speaker, matter=matter, words=words, place=place)


def _recorded(tx: Tx, row: Question, asker: Person, home: Home, meaning: Understanding) -> str:
    """The matter that the doubtful message is from now on."""
    utterance = tx.session.get_one(Utterance, row.utterance_id)
    close_row(row, QuestionState.ANSWERED)
    if utterance.matter_id is None:
        ident, category = tx.new_id(), (row.options or [*OFFICE])[0]
        record_matter(tx, ident, asker, utterance, home, meaning, Kind.INQUIRY, category, meaning.delicate)
    show_again(tx, row)
    return str(utterance.matter_id)
