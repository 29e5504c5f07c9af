"""Keeping what was heard: the speaker and the utterance; and finding again what was said before."""

import sqlalchemy as sa
from sqlmodel import col, select

from actions.tx import Tx
from bot.nlp.threads import ANSWERED, TOGETHER
from community.facts import CardSlot
from community.heard import Heard
from community.language import language_of
from community.words import MatterState
from storage.cards import card_at
from storage.people import meet
from storage.tables import Matter, Person, Place, Question, Utterance

TEXT_KEPT = 4096
ABOUT_A_MATTER = frozenset({CardSlot.MATTER, CardSlot.ALARM})


def hear(tx: Tx, heard: Heard) -> tuple[Person, Utterance, bool]:
    """The speaker, the kept utterance, and whether it is new (False: heard before, nothing to do twice)."""
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    known = utterance_at(tx, heard.chat_id, heard.message_id)
    if known is not None:
        return person, known, False
    if heard.place is not None:
        _settle(tx, person, heard.place)
    person.language = language_of(heard.text, heard.speaker.name) or person.language
    utterance = Utterance(
        id=tx.new_id(),
        place_id=heard.place,
        person_id=person.id,
        at=heard.at,
        chat_id=heard.chat_id,
        message_id=heard.message_id,
        text=heard.text[:TEXT_KEPT],
        media=[dict(item) for item in heard.media],
    )
    tx.session.add(utterance)
    tx.session.flush()
    return person, utterance, True


def utterance_at(tx: Tx, chat_id: int, message_id: int) -> Utterance | None:
    """The utterance kept for this message."""
    query = select(Utterance).where(Utterance.chat_id == chat_id, Utterance.message_id == message_id)
    return tx.session.exec(query).first()


def answered_matter(tx: Tx, heard: Heard) -> str | None:
    """The matter that `heard` answers: by a reply to words about it, or to its card."""
    if heard.reply_to is None:
        return None
    said = utterance_at(tx, heard.chat_id, heard.reply_to)
    if said is not None:
        return said.matter_id
    card = card_at(tx.session, heard.chat_id, heard.reply_to)
    return card.subject if card is not None and card.slot in ABOUT_A_MATTER else None


def answers_elsewhere(tx: Tx, heard: Heard) -> bool:
    """Whether `heard` answers words that the bot knows nothing of."""
    if heard.reply_to is None or answered_matter(tx, heard) is not None:
        return False
    known = utterance_at(tx, heard.chat_id, heard.reply_to) or card_at(tx.session, heard.chat_id, heard.reply_to)
    return known is None


def recent_matter(tx: Tx, person: str, place: str | None) -> Matter | None:
    """The open matter that `person` last spoke of in the same place, within TOGETHER."""
    spoke = (
        select(Utterance.id)
        .where(
            Utterance.matter_id == Matter.id,
            Utterance.person_id == person,
            Utterance.at >= tx.now - TOGETHER,
        )
        .exists()
    )
    query = (
        select(Matter)
        .where(
            Matter.person_id == person,
            Matter.state == MatterState.OPEN,
            Matter.place_id == place if place is not None else col(Matter.place_id).is_(None),
            sa.or_(col(Matter.made_at) >= tx.now - TOGETHER, spoke),
        )
        .order_by(col(Matter.made_at).desc())
    )
    return tx.session.exec(query).first()


def loose_pieces(tx: Tx, heard: Heard, person: str) -> list[Utterance]:
    """What the speaker said there shortly before that belongs to nothing yet, and, in a group, after the bot asked.

    In private every word is answered by itself: only pictures wait for words.
    """
    asked = select(Question.id).where(Question.utterance_id == Utterance.id).exists()
    query = (
        select(Utterance)
        .where(
            Utterance.person_id == person,
            Utterance.chat_id == heard.chat_id,
            col(Utterance.matter_id).is_(None),
            Utterance.at >= heard.at - TOGETHER,
            Utterance.message_id != heard.message_id,
            ~asked,
        )
        .order_by(col(Utterance.at), col(Utterance.message_id))
    )
    if heard.place is not None:
        query = query.where(Utterance.at <= heard.at + ANSWERED)
    else:
        query = query.where(Utterance.at <= heard.at, Utterance.text == "")
    return list(tx.session.exec(query))


def latest_matter(tx: Tx, person: str) -> Matter | None:
    """The newest open matter of `person`, wherever it was said."""
    query = (
        select(Matter)
        .where(Matter.person_id == person, Matter.state == MatterState.OPEN)
        .order_by(col(Matter.made_at).desc())
    )
    return tx.session.exec(query).first()


def _settle(tx: Tx, person: Person, place: str) -> None:
    row = tx.session.get_one(Place, place)
    if row.community_id is not None:
        person.community_id, person.grid_id = row.community_id, row.grid_id
