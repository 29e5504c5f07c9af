"""Messages that staff look at in silence: perhaps a need, perhaps nothing."""

import sqlalchemy as sa
from sqlmodel import col

from actions.hearing import hear
from actions.homes import HomeUnknown, ask_home, home_of
from actions.labels import label
from actions.needs import HeardBefore, Joined, Registered, register_need
from actions.tx import Tx
from actions.unsure import Dropped, NotYours, TooLate, meant, open_row, said_again, was_asked
from community.facts import CardSlot, Fact, FactKind, Recipient
from community.heard import Heard, Speaker
from community.understanding import Kind, Understanding
from community.words import Priority, QuestionState, Role
from storage.people import has_role, meet
from storage.places import staff_places
from storage.tables import Card, Person, Question, Utterance


def raise_doubt(tx: Tx, *, heard: Heard, meaning: Understanding, loud: bool = False) -> Utterance:
    """Nothing is said in the group; the desk sees the masked words and may say that it is a need. What was kept."""
    person, utterance, _ = hear(tx, heard)
    home = home_of(tx, person, heard.place)
    if home is None and heard.place is None:
        ask_home(tx, person, utterance)
    elif home is not None and utterance.matter_id is None and not was_asked(tx, utterance):
        row = open_row(tx, utterance, home, meaning, QuestionState.HUMAN)
        tell_doubt(tx, row, home.street, loud=loud)
    return utterance


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
        tx, heard=said_again(utterance, asker), meaning=meant(row, Kind.NEED), sensitive=sensitive, category=category
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


def tell_doubt(tx: Tx, row: Question, street: str, *, loud: bool = False) -> None:
    """Lay the doubt before the staff of its community; `loud` wakes them."""
    priority = Priority.EMERGENCY if loud else Priority.BOARD
    for place in staff_places(tx.session, row.community_id or "", street):
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient(place=place.id), priority, quiet=not loud))


def _refresh_doubt(tx: Tx, row: Question, page: str = "") -> None:
    cards = tx.session.execute(
        sa.select(col(Card.recipient)).where(col(Card.slot) == CardSlot.DOUBT, col(Card.subject) == row.id)
    )
    for (recipient,) in cards:
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient.of(recipient), Priority.REPLY, page=page))
