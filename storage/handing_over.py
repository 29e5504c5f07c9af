"""One bot takes over from another, where several serve one database."""

import sqlalchemy as sa
from sqlmodel import Session, col

from community.facts import Recipient
from community.words import OutboxState
from storage.tables import Card, Outbox, Person, Utterance


def hand_over(session: Session, person: Person, bot_id: int, *, ghost: int) -> None:
    """From now on another bot, `bot_id`, speaks to `person`: it says what waits, and its cards are its own.

    In private each bot's messages count from 1: what was said to the one before keeps its words and leaves the chat for
    `ghost`, a number that is no chat's in Telegram, or a new message would be taken for an old one.
    """
    recipient = Recipient(person=person.id).key
    others = sa.and_(col(Outbox.recipient) == recipient, col(Outbox.bot_id) != bot_id)
    unsaid = col(Outbox.state).in_([OutboxState.WAITING, OutboxState.UNREACHABLE])
    session.execute(sa.update(Outbox).where(others, unsaid).values(bot_id=bot_id, leased_until=None))
    session.execute(sa.delete(Card).where(col(Card.recipient) == recipient))
    session.execute(sa.update(Utterance).where(col(Utterance.chat_id) == person.user_id).values(chat_id=ghost))
