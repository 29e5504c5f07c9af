"""One bot takes over from another, where several serve one database."""

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import OutboxState
from storage.tables import Card, Outbox


def hand_over(session: Session, recipient: str, bot_id: int) -> None:
    """From now on another bot, `bot_id`, speaks to `recipient`: it says what waits, and its cards are its own."""
    others = sa.and_(col(Outbox.recipient) == recipient, col(Outbox.bot_id) != bot_id)
    unsaid = col(Outbox.state).in_([OutboxState.WAITING, OutboxState.UNREACHABLE])
    session.execute(sa.update(Outbox).where(others, unsaid).values(bot_id=bot_id, leased_until=None))
    session.execute(sa.delete(Card).where(col(Card.recipient) == recipient))
