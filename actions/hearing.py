"""Keeping what was heard: the speaker and the utterance; and finding again what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import sqlalchemy as sa
from sqlmodel import col, select

from actions.tx import Tx
from bot.nlp.threads import ANSWERED, TOGETHER
from community.facts import CardSlot
from community.heard import Heard
from community.language import language_of
from community.words import MatterState
from storage.cards import card_at
from storage.people import greet, person_of
from storage.places import hold
from storage.rows import insert_rows
from storage.tables import Community, Matter, Person, Place, Question, Utterance

TEXT_KEPT = 4096
ABOUT_A_MATTER = frozenset({CardSlot.MATTER, CardSlot.ALARM})


class Dated(Protocol):
    """Something that was said at a time."""

    @property
    def at(self) -> datetime:
        """Aware UTC."""
        ...


Piece = TypeVar("Piece", bound=Dated)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who says something, and what was kept of it. met: just now, so they have said nothing before."""

    person: Person
    kept: Utterance | None
    met: bool


def hear(tx: Tx, heard: Heard) -> tuple[Person, Utterance, bool]:
    """The speaker, the kept utterance, and whether it is new (False: heard before, nothing to do twice)."""
    said = spoken(tx, heard)
    return said.person, said.kept or keep_words(tx, said.person, heard), said.kept is None


_AT = select(Utterance).where(
    Utterance.chat_id == sa.bindparam("chat"), Utterance.message_id == sa.bindparam("message")
)
_IN_GROUP = (
    select(Place, Community, Person, Utterance)
    .outerjoin(Community, col(Community.id) == col(Place.community_id))
    .outerjoin(Person, col(Person.user_id) == sa.bindparam("user"))
    .outerjoin(
        Utterance,
        sa.and_(col(Utterance.chat_id) == sa.bindparam("chat"), col(Utterance.message_id) == sa.bindparam("message")),
    )
    .where(Place.id == sa.bindparam("place"))
)


def spoken(tx: Tx, heard: Heard) -> Spoken:
    """The speaker of `heard`, and whether it was kept before: asked at once, for every message that matters."""
    group, known, kept = None, None, None
    if heard.place is None:
        known, kept = person_of(tx.session, heard.speaker.user_id), utterance_at(tx, heard.chat_id, heard.message_id)
    else:
        given = {
            "chat": heard.chat_id,
            "message": heard.message_id,
            "user": heard.speaker.user_id,
            "place": heard.place,
        }
        place, community, known, kept = tx.session.exec(_IN_GROUP, params=given).one()
        group = hold(tx.session, place, community)
    person = greet(
        tx.session, known, heard.speaker, new_id=tx.new_id, now=tx.now, group=group if kept is None else None
    )
    language = language_of(heard.text, heard.speaker.name)
    if kept is None and language not in (None, person.language):
        person.language = language
    return Spoken(person, kept, known is None)


def keep_words(tx: Tx, person: Person, heard: Heard, *, matter: str | None = None) -> Utterance:
    """Keep what `person` said. matter: the one that it begins."""
    utterance = Utterance(
        id=tx.new_id(),
        place_id=heard.place,
        person_id=person.id,
        at=heard.at,
        chat_id=heard.chat_id,
        message_id=heard.message_id,
        text=heard.text[:TEXT_KEPT],
        media=[dict(item) for item in heard.media],
        matter_id=matter,
    )
    insert_rows(tx.session, utterance)
    return utterance


def utterance_at(tx: Tx, chat_id: int, message_id: int) -> Utterance | None:
    """The utterance kept for this message."""
    return tx.session.exec(_AT, params={"chat": chat_id, "message": message_id}).first()


def answered_matter(tx: Tx, heard: Heard) -> str | None:
    """The matter that `heard` answers: by a reply to words about it, or to its card."""
    if heard.reply_to is None:
        return None
    said = utterance_at(tx, heard.chat_id, heard.reply_to)
    if said is not None:
        return said.matter_id
    card = card_at(tx.session, heard.chat_id, heard.reply_to)
    return card.subject if card is not None and card.slot in ABOUT_A_MATTER else None


_SPOKE = select(Utterance.id).where(
    Utterance.matter_id == Matter.id,
    Utterance.person_id == sa.bindparam("person"),
    Utterance.at >= sa.bindparam("since"),
)
_RECENT = (
    select(Matter)
    .where(
        Matter.person_id == sa.bindparam("person"),
        Matter.state == MatterState.OPEN,
        col(Matter.place_id).is_not_distinct_from(sa.bindparam("place")),
        sa.or_(col(Matter.made_at).between(sa.bindparam("since"), sa.bindparam("until")), _SPOKE.exists()),
    )
    .order_by(col(Matter.made_at).desc())
)


def recent_matter(tx: Tx, person: str, heard: Heard) -> Matter | None:
    """The open matter that `person` last spoke of in the same place, within TOGETHER of when `heard` was said: after an
    outage that is not now, and what was made now was said long ago."""
    given = {"person": person, "place": heard.place, "since": heard.at - TOGETHER, "until": heard.at + TOGETHER}
    return tx.session.exec(_RECENT, params=given).first()


_LOOSE = (
    select(Utterance)
    .where(
        Utterance.person_id == sa.bindparam("person"),
        Utterance.chat_id == sa.bindparam("chat"),
        col(Utterance.matter_id).is_(None),
        Utterance.at >= sa.bindparam("since"),
        Utterance.at <= sa.bindparam("until"),
        Utterance.message_id != sa.bindparam("message"),
        ~select(Question.id).where(Question.utterance_id == Utterance.id).exists(),
    )
    .order_by(col(Utterance.at), col(Utterance.message_id))
)
_LOOSE_PICTURES = _LOOSE.where(Utterance.text == "")


def loose_pieces(tx: Tx, heard: Heard, person: str) -> list[Utterance]:
    """What the speaker said there shortly before that belongs to nothing yet, and, in a group, after the bot asked.

    In private every word is answered by itself: only pictures wait for words.
    """
    found = said_loosely(tx, heard, person)
    return [*unbroken(found, heard.at), *(one for one in found if one.at > heard.at)]


def said_loosely(tx: Tx, heard: Heard, person: str) -> list[Utterance]:
    """The same, however long the silence between."""
    given = {
        "person": person,
        "chat": heard.chat_id,
        "message": heard.message_id,
        "since": heard.at - ANSWERED,
        "until": heard.at + ANSWERED if heard.place is not None else heard.at,
    }
    return list(tx.session.exec(_LOOSE if heard.place is not None else _LOOSE_PICTURES, params=given))


def unbroken(pieces: Sequence[Piece], at: datetime) -> list[Piece]:
    """Those that were said before `at`, each shortly before the next, oldest first."""
    kept: list[Piece] = []
    for piece in reversed([piece for piece in pieces if piece.at <= at]):
        if at - piece.at > TOGETHER:
            break
        kept.insert(0, piece)
        at = piece.at
    return kept


def latest_matter(tx: Tx, person: str) -> Matter | None:
    """The newest open matter of `person`, wherever it was said."""
    query = (
        select(Matter)
        .where(Matter.person_id == person, Matter.state == MatterState.OPEN)
        .order_by(col(Matter.made_at).desc())
    )
    return tx.session.exec(query).first()
