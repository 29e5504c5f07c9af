"""A number plate that follows: whose car it is that stands in the way, said as an afterthought."""

from sqlmodel import col, select

from actions.correcting import add_right
from actions.hearing import hear
from actions.listening import Said
from actions.needs import Joined
from actions.tx import Tx
from bot.nlp.threads import ANSWERED
from community.cars import of_a_car
from community.privacy import tells_plate
from community.understanding import Kind
from community.words import MatterState
from storage.people import person_of
from storage.tables import Matter, Person, Utterance


def add_plate(tx: Tx, said: Said) -> Joined | None:
    """`said` names a plate and wants nothing else: it goes with what its speaker just told of a car, if anything.

    Whoever comes reads it whole; on every card that others read it is hidden as everywhere.
    """
    heard, meaning = said.heard, said.meaning
    if meaning.kind is not Kind.CHATTER or meaning.grave or said.secondhand or not tells_plate(heard.text):
        return None
    person = person_of(tx.session, heard.speaker.user_id)
    matter = _of_a_car(tx, person, said) if person is not None else None
    if matter is None:
        return None
    _, utterance, new = hear(tx, heard)
    if new or utterance.matter_id is None:
        add_right(tx, matter, utterance, meaning)
    return Joined(matter.number)


def _of_a_car(tx: Tx, person: Person, said: Said) -> Matter | None:
    """The open matter of theirs about a car of which they spoke last, minutes ago."""
    since, until = said.heard.at - ANSWERED, said.heard.at
    query = (
        select(Matter, Utterance)
        .join(Utterance, col(Utterance.matter_id) == col(Matter.id))
        .where(Matter.person_id == person.id, Matter.state == MatterState.OPEN, Utterance.person_id == person.id)
        .where(col(Utterance.at).between(since, until))
    )
    rows = tx.session.exec(query.order_by(col(Utterance.at).desc(), col(Utterance.message_id).desc())).all()
    return next((matter for matter, told in rows if of_a_car(matter.summary + told.text)), None)
