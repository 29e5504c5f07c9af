"""When the bot is unsure it asks the speaker once."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from actions.doubts import tell_doubt
from actions.dues import plan_due
from actions.hearing import hear, utterance_at
from actions.homes import HomeUnknown, home_of
from actions.labels import label
from actions.needs import HeardBefore, Joined, Registered, attach, register_need
from actions.speaking import note
from actions.tx import Tx
from actions.unplaced import ask_where
from actions.unsaying import take_aside
from actions.unsure import Dropped, NotYours, TooLate, close_row, meant, open_row, said_again, was_asked
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.routing import needs_door
from community.understanding import Kind, Understanding
from community.words import QuestionState, Role
from storage.cards import card_of
from storage.people import has_role, meet
from storage.tables import Card, Matter, Person, Place, Question, Utterance

PATIENCE = timedelta(minutes=10)
"""How long a question waits for its answer before staff see it."""
DANGER = "safety"
"""The category that is danger: who is asked back about it and wants a person does not wait."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The speaker is asked back."""

    question: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A person will look at it."""


def ask_back(tx: Tx, *, heard: Heard, meaning: Understanding) -> Asked | HeardBefore | HomeUnknown:
    """Ask the speaker which category is meant, with the likeliest three."""
    person, utterance, _ = hear(tx, heard)
    if utterance.matter_id is not None or was_asked(tx, utterance):
        return HeardBefore()
    home = home_of(tx, person, heard.place)
    if home is None:
        return ask_where(tx, person, utterance, meaning)
    question = open_row(tx, utterance, home, meaning, QuestionState.OPEN)
    recipient = Recipient(place=heard.place) if heard.place else Recipient(person=person.id)
    if heard.place:
        tx.say(Fact(FactKind.ASKING_MARKED, utterance.id, recipient))
    tx.say(Fact(FactKind.QUESTION_ASKED, question.id, recipient, reply_to=utterance.id, quiet=True))
    plan_due(tx, "question", question.id, tx.now + PATIENCE)
    return Asked(question.id)


def answer_question(
    tx: Tx, *, speaker: Speaker, question: str, category: str, sensitive: frozenset[str]
) -> Registered | Joined | HeardBefore | HomeUnknown | NotYours | TooLate:
    """The speaker (or staff) says what it is: it is recorded, and the question's card becomes the matter's."""
    person, row = _mine(tx, speaker, question)
    if isinstance(row, NotYours | TooLate):
        return row
    utterance = tx.session.get_one(Utterance, row.utterance_id)
    meaning = meant(row, _kind(row, category))
    close_row(row, QuestionState.ANSWERED)
    label(tx, utterance, meaning.kind, category, person, _source(row, person))
    asker = tx.session.get_one(Person, row.person_id)
    result = register_need(
        tx, heard=said_again(utterance, asker), meaning=meaning, sensitive=sensitive, category=category
    )
    _adopt_card(tx, row, utterance)
    return result


def answer_in_words(
    tx: Tx, *, row: Question, heard: Heard, meaning: Understanding, sensitive: frozenset[str]
) -> Registered | Joined | HeardBefore | HomeUnknown:
    """The speaker says it again, and clearly: recorded with what was asked about, whose card goes on as its card."""
    utterance = tx.session.get_one(Utterance, row.utterance_id)
    close_row(row, QuestionState.ANSWERED)
    result = register_need(tx, heard=heard, meaning=meaning, sensitive=sensitive, apart=True)
    again = utterance_at(tx, heard.chat_id, heard.message_id)
    if again is not None and again.matter_id is not None:
        attach(tx, tx.session.get_one(Matter, again.matter_id), utterance)
    _adopt_card(tx, row, utterance)
    return result


def drop_question(tx: Tx, *, speaker: Speaker, question: str) -> Dropped | Handed | NotYours | TooLate:
    """The speaker says that it is not a need: the card goes, and the engine learns. Grave words staff see even so."""
    person, row = _mine(tx, speaker, question)
    if isinstance(row, NotYours | TooLate):
        return row
    meaning = meant(row, row.kind)
    if meaning.grave and row.person_id == person.id:
        take_aside(tx, tx.session.get_one(Utterance, row.utterance_id), meaning)
        _to_desk(tx, row, loud=True)
        return Handed()
    close_row(row, QuestionState.NOT_A_NEED)
    label(tx, tx.session.get_one(Utterance, row.utterance_id), Kind.CHATTER, None, person, _source(row, person))
    _close_card(tx, row)
    return Dropped()


def hand_question(tx: Tx, *, speaker: Speaker, question: str) -> Handed | NotYours | TooLate:
    """The speaker wants a person: the desk gets it, loudly where it may be danger, and they hear whom to ring."""
    _, row = _mine(tx, speaker, question)
    if isinstance(row, NotYours | TooLate):
        return row
    danger = DANGER in row.options
    if danger:
        row.understanding = {**row.understanding, "called": True}
        said = tx.session.get_one(Utterance, row.utterance_id).text
        note(tx, NoteKind.EMERGENCY, row.person_id, row.person_id, text=said)
    _to_desk(tx, row, loud=danger)
    return Handed()


def expire_question(tx: Tx, *, question: str) -> None:
    """Nobody answered in time: the question leaves the group and the desk gets the doubt."""
    row = tx.session.get_one(Question, question, with_for_update=True)
    if row.state is QuestionState.OPEN:
        _to_desk(tx, row)


def _mine(tx: Tx, speaker: Speaker, question: str) -> tuple[Person, Question] | tuple[Person, NotYours | TooLate]:
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Question, question, with_for_update=True)  # of several who tap at once one settles it
    if row is None:
        return person, TooLate()
    if row.person_id != person.id and not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return person, NotYours()
    if row.state is not QuestionState.OPEN:
        return person, TooLate()
    return person, row


def settle_by_edit(tx: Tx, row: Question, utterance: Utterance) -> None:
    """What was asked about has been written anew and tells of danger: it is recorded by now, or else goes to staff."""
    if utterance.matter_id is None:
        _to_desk(tx, row, loud=True)
        return
    close_row(row, QuestionState.ANSWERED)
    _adopt_card(tx, row, utterance)


def _to_desk(tx: Tx, row: Question, *, loud: bool = False) -> None:
    row.state = QuestionState.HUMAN
    _close_card(tx, row)
    place = tx.session.get(Place, row.place_id) if row.place_id else None
    street = place.street_id if place else None
    if street is None:
        home = home_of(tx, tx.session.get_one(Person, row.person_id), row.place_id)
        street = home.street if home else ""
    tell_doubt(tx, row, street, loud=loud)


def _close_card(tx: Tx, row: Question) -> None:
    recipient = Recipient(place=row.place_id) if row.place_id else Recipient(person=row.person_id)
    tx.say(Fact(FactKind.QUESTION_ASKED, row.id, recipient))
    if row.place_id is None and row.state is QuestionState.NOT_A_NEED:
        note(tx, NoteKind.NOT_A_NEED, row.person_id, row.person_id)


def _adopt_card(tx: Tx, row: Question, utterance: Utterance) -> None:
    """The question's message goes on as the matter's card; where that stands already, the question's goes."""
    recipient = f"g:{row.place_id}" if row.place_id else f"p:{row.person_id}"
    matter = utterance.matter_id
    if matter is None or card_of(tx.session, CardSlot.MATTER, matter, recipient) is not None:
        _close_card(tx, row)
        return
    tx.session.execute(
        sa.update(Card)
        .where(col(Card.slot) == CardSlot.QUESTION, col(Card.subject) == row.id, col(Card.recipient) == recipient)
        .values(slot=CardSlot.MATTER, subject=matter, digest="")
    )


def _source(row: Question, person: Person) -> str:
    """Whose word it is: that of the one who was asked, or of staff."""
    return "resident" if row.person_id == person.id else "desk"


def _kind(row: Question, category: str) -> Kind:
    """What was meant. Who asks about what is done at the door (谁会修？) wants somebody to come."""
    asks_to_come = row.kind is Kind.INQUIRY and needs_door(category)
    return Kind.NEED if row.kind is Kind.CHATTER or asks_to_come else row.kind
