"""When the bot is unsure: it asks the speaker once, or leaves the doubt to staff in silence."""

from dataclasses import asdict, dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.dues import plan_due
from actions.hearing import hear
from actions.homes import Home, HomeUnknown, ask_home, home_of
from actions.labels import label
from actions.needs import HeardBefore, Joined, Registered, register_need
from actions.speaking import note
from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.routing import needs_door
from community.understanding import Band, Kind, Parsed, Scored, Slots, Understanding
from community.words import Priority, QuestionState, Role
from storage.cards import card_of
from storage.people import has_role, meet
from storage.places import staff_places
from storage.tables import Card, Person, Place, Question, Utterance

PATIENCE = timedelta(minutes=10)
"""How long a question waits for its answer before staff see it."""

CHOICES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """The speaker is asked back."""

    question: str


@dataclass(frozen=True, slots=True)
class NotYours:
    """The button belongs to somebody else."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """Answered already, or no longer there."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Agreed that it is not a need."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A person will look at it."""


def ask_back(tx: Tx, *, heard: Heard, meaning: Understanding) -> Asked | HeardBefore | HomeUnknown:
    """Ask the speaker which category is meant, with the likeliest three."""
    person, utterance, _ = hear(tx, heard)
    if utterance.matter_id is not None or _asked(tx, utterance):
        return HeardBefore()
    home = home_of(tx, person, heard.place)
    if home is None:
        return ask_home(tx, person, utterance)
    question = _open(tx, utterance, home, meaning, QuestionState.OPEN)
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
    row.state = QuestionState.ANSWERED
    meaning = _meant(row, _kind(row, category))
    label(tx, utterance, meaning.kind, category, person, "resident")
    asker = tx.session.get_one(Person, row.person_id)
    result = register_need(tx, heard=_again(utterance, asker), meaning=meaning, sensitive=sensitive, category=category)
    _adopt_card(tx, row, utterance)
    return result


def drop_question(tx: Tx, *, speaker: Speaker, question: str) -> Dropped | NotYours | TooLate:
    """The speaker says that it is not a need: the card goes, and the engine learns."""
    person, row = _mine(tx, speaker, question)
    if isinstance(row, NotYours | TooLate):
        return row
    row.state = QuestionState.NOT_A_NEED
    label(tx, tx.session.get_one(Utterance, row.utterance_id), Kind.CHATTER, None, person, "resident")
    _close_card(tx, row)
    return Dropped()


def hand_question(tx: Tx, *, speaker: Speaker, question: str) -> Handed | NotYours | TooLate:
    """The speaker wants a person: the desk gets it."""
    _, row = _mine(tx, speaker, question)
    if isinstance(row, NotYours | TooLate):
        return row
    _to_desk(tx, row)
    return Handed()


def expire_question(tx: Tx, *, question: str) -> None:
    """Nobody answered in time: the question leaves the group and the desk gets the doubt."""
    row = tx.session.get_one(Question, question)
    if row.state is QuestionState.OPEN:
        _to_desk(tx, row)


def raise_doubt(tx: Tx, *, heard: Heard, meaning: Understanding, loud: bool = False) -> None:
    """Nothing is said in the group; the desk sees the masked words and may say that it is a need."""
    person, utterance, _ = hear(tx, heard)
    home = home_of(tx, person, heard.place)
    if home is None and heard.place is None:
        ask_home(tx, person, utterance)
    elif home is not None and utterance.matter_id is None and not _asked(tx, utterance):
        row = _open(tx, utterance, home, meaning, QuestionState.HUMAN)
        _tell_doubt(tx, row, home.street, loud=loud)


def settle_doubt(
    tx: Tx, *, speaker: Speaker, question: str, category: str | None, sensitive: frozenset[str]
) -> Registered | Joined | HeardBefore | HomeUnknown | Dropped | NotYours | TooLate:
    """Staff say what a doubtful message is: `category` records it, None drops it."""
    row = tx.session.get(Question, question)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    utterance = tx.session.get_one(Utterance, row.utterance_id)
    row.state = QuestionState.ANSWERED if category else QuestionState.NOT_A_NEED
    label(tx, utterance, Kind.NEED if category else Kind.CHATTER, category, person, "desk")
    _refresh_doubt(tx, row)
    if category is None:
        return Dropped()
    asker = tx.session.get_one(Person, row.person_id)
    return register_need(
        tx, heard=_again(utterance, asker), meaning=_meant(row, Kind.NEED), sensitive=sensitive, category=category
    )


def show_doubt_page(tx: Tx, *, speaker: Speaker, question: str, page: str) -> NotYours | TooLate | None:
    """Turn the doubt's card to `page` (the category menu)."""
    row = tx.session.get(Question, question)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    _refresh_doubt(tx, row, page)
    return None


def _open(tx: Tx, utterance: Utterance, home: Home, meaning: Understanding, state: QuestionState) -> Question:
    question = Question(
        id=tx.new_id(),
        utterance_id=utterance.id,
        place_id=utterance.place_id,
        person_id=utterance.person_id,
        community_id=home.community,
        kind=meaning.kind,
        options=[scored.code for scored in meaning.categories[:CHOICES]],
        state=state,
        understanding=_kept(meaning),
        made_at=tx.now,
    )
    tx.session.add(question)
    tx.session.flush()
    return question


def _asked(tx: Tx, utterance: Utterance) -> bool:
    return tx.session.exec(select(Question.id).where(Question.utterance_id == utterance.id)).first() is not None


def _mine(tx: Tx, speaker: Speaker, question: str) -> tuple[Person, Question] | tuple[Person, NotYours | TooLate]:
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Question, question)
    if row is None:
        return person, TooLate()
    if row.person_id != person.id and not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return person, NotYours()
    if row.state is not QuestionState.OPEN:
        return person, TooLate()
    return person, row


def _to_desk(tx: Tx, row: Question) -> None:
    row.state = QuestionState.HUMAN
    _close_card(tx, row)
    place = tx.session.get(Place, row.place_id) if row.place_id else None
    street = place.street_id if place else None
    if street is None:
        home = home_of(tx, tx.session.get_one(Person, row.person_id), row.place_id)
        street = home.street if home else ""
    _tell_doubt(tx, row, street)


def _tell_doubt(tx: Tx, row: Question, street: str, *, loud: bool = False) -> None:
    priority = Priority.EMERGENCY if loud else Priority.BOARD
    for place in staff_places(tx.session, row.community_id or "", street):
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient(place=place.id), priority, quiet=not loud))


def _refresh_doubt(tx: Tx, row: Question, page: str = "") -> None:
    cards = tx.session.execute(
        sa.select(col(Card.recipient)).where(col(Card.slot) == CardSlot.DOUBT, col(Card.subject) == row.id)
    )
    for (recipient,) in cards:
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient.of(recipient), Priority.REPLY, page=page))


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


def _again(utterance: Utterance, asker: Person) -> Heard:
    return Heard(
        speaker=Speaker(asker.user_id, asker.name),
        place=utterance.place_id,
        chat_id=utterance.chat_id,
        message_id=utterance.message_id,
        at=utterance.at,
        text=utterance.text,
        media=tuple(utterance.media),
    )


def _kind(row: Question, category: str) -> Kind:
    """What was meant. Who asks about what is done at the door (谁会修？) wants somebody to come."""
    asks_to_come = row.kind is Kind.INQUIRY and needs_door(category)
    return Kind.NEED if row.kind is Kind.CHATTER or asks_to_come else row.kind


def _kept(meaning: Understanding) -> dict[str, object]:
    return {
        "kind": meaning.kind.value,
        "categories": [asdict(scored) for scored in meaning.categories[:CHOICES]],
        "urgency": meaning.urgency,
        "slots": asdict(meaning.slots),
        "service": meaning.service,
        "summary": meaning.summary,
    }


def _meant(row: Question, kind: Kind) -> Understanding:
    kept = row.understanding
    return Understanding(
        kind=kind,
        band=Band.TAKE,
        categories=tuple(Scored(**scored) for scored in kept["categories"]),
        urgency=kept["urgency"],
        slots=Slots(**kept["slots"]),
        parsed=Parsed(),
        service=kept["service"],
        summary=kept["summary"],
        cues=(),
        several=1,
    )
