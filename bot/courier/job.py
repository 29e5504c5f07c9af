"""Everything that one delivery needs, read in one go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.courier.render import slot_of
from community.facts import CardSlot, Recipient
from community.views import Wanted
from storage.cards import card_of
from storage.outbox import Batch
from storage.tables import Person, Place, Utterance


@dataclass(frozen=True, slots=True)
class Message:
    """A message in Telegram."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery. chat: None where we may not write; view: None where there is nothing to show.

    standing: the message that shows the card now, with the digest of what it shows. about: the utterance that a new
    message answers or that a reaction goes onto.
    """

    batch: Batch
    chat: int | None
    standing: Message | None
    standing_digest: str
    about: Message | None
    view: Any


def load_job(session: Session, batch: Batch, now: datetime) -> Job:
    """The job of `batch` as the rows are at this moment."""
    newest = batch.newest
    recipient = Recipient.of(newest.recipient)
    about = newest.subject if newest.slot is CardSlot.REACTION else _reply_to(batch)
    card = card_of(session, newest.slot, newest.subject, newest.recipient)
    slot = slot_of(newest.slot, newest.payload)
    wanted = Wanted(newest.subject, recipient, now, newest.page, newest.payload)
    return Job(
        batch=batch,
        chat=_chat(session, recipient),
        standing=Message(card.chat_id, card.message_id) if card else None,
        standing_digest=card.digest if card else "",
        about=_message(session, about) if about else None,
        view=slot.load(session, wanted) if slot else None,
    )


def _reply_to(batch: Batch) -> str | None:
    return next((row.reply_to for row in reversed(batch.rows) if row.reply_to), None)


def _chat(session: Session, recipient: Recipient) -> int | None:
    if recipient.person is not None:
        query = sa.select(col(Person.user_id)).where(
            col(Person.id) == recipient.person, col(Person.started).is_(True), col(Person.unreachable).is_(False)
        )
    else:
        query = sa.select(col(Place.chat_id)).where(col(Place.id) == recipient.place, col(Place.present).is_(True))
    return session.execute(query).scalar()


def _message(session: Session, utterance: str) -> Message | None:
    query = sa.select(col(Utterance.chat_id), col(Utterance.message_id)).where(col(Utterance.id) == utterance)
    row = session.execute(query).one_or_none()
    return Message(*row) if row else None
