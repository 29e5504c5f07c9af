"""Keeping what was heard: the speaker and the utterance."""

from datetime import timedelta

from sqlmodel import col, select

from actions.tx import Tx
from community.heard import Heard
from community.words import MatterState
from storage.people import meet
from storage.tables import Matter, Person, Place, Utterance

FRAGMENT = timedelta(seconds=120)
"""What the same person adds within this time belongs to the same matter."""

TEXT_KEPT = 4096


def hear(tx: Tx, heard: Heard) -> tuple[Person, Utterance, bool]:
    """The speaker, the kept utterance, and whether it is new (False: heard before, nothing to do twice)."""
    person = meet(tx.session, heard.speaker, new_id=tx.new_id, now=tx.now)
    known = utterance_at(tx, heard.chat_id, heard.message_id)
    if known is not None:
        return person, known, False
    if heard.place is not None:
        _settle(tx, person, heard.place)
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


def recent_matter(tx: Tx, person: str, place: str | None) -> Matter | None:
    """The open matter that `person` began in the same place within FRAGMENT."""
    query = (
        select(Matter)
        .where(
            Matter.person_id == person,
            Matter.state == MatterState.OPEN,
            Matter.place_id == place if place is not None else col(Matter.place_id).is_(None),
            Matter.made_at >= tx.now - FRAGMENT,
        )
        .order_by(col(Matter.made_at).desc())
    )
    return tx.session.exec(query).first()


def pictures_before(tx: Tx, utterance: Utterance) -> list[Utterance]:
    """The wordless messages that its speaker sent there within FRAGMENT before `utterance`, oldest first."""
    query = (
        select(Utterance)
        .where(
            Utterance.person_id == utterance.person_id,
            Utterance.chat_id == utterance.chat_id,
            col(Utterance.matter_id).is_(None),
            Utterance.text == "",
            Utterance.at >= utterance.at - FRAGMENT,
            Utterance.at <= utterance.at,
            Utterance.id != utterance.id,
        )
        .order_by(col(Utterance.at), col(Utterance.message_id))
    )
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
