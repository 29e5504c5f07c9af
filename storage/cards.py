"""Which message shows which card."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot
from storage.dialect import insert
from storage.tables import Card

_CARD = select(Card).where(
    Card.slot == sa.bindparam("slot"),
    Card.subject == sa.bindparam("subject"),
    Card.recipient == sa.bindparam("recipient"),
)  # made once, as it is asked for before every message


def card_of(session: Session, slot: CardSlot, subject: str, recipient: str) -> Card | None:
    """The card about `subject` that stands with `recipient` (`Recipient.key`)."""
    return session.exec(_CARD, params={"slot": slot, "subject": subject, "recipient": recipient}).first()


def card_at(session: Session, chat_id: int, message_id: int) -> Card | None:
    """The card that this message shows, e.g. the one somebody replies to."""
    return session.exec(select(Card).where(Card.chat_id == chat_id, Card.message_id == message_id)).first()


def keep(
    session: Session,
    slot: CardSlot,
    subject: str,
    recipient: str,
    *,
    chat_id: int,
    message_id: int,
    page: str,
    digest: str,
    now: datetime,
) -> None:
    """Remember that this message shows the card now."""
    values = {"chat_id": chat_id, "message_id": message_id, "page": page, "digest": digest, "sent_at": now}
    session.execute(
        insert(session, Card)
        .values(slot=slot, subject=subject, recipient=recipient, **values)
        .on_conflict_do_update(index_elements=["slot", "subject", "recipient"], set_=values)
    )


def forget(session: Session, slot: CardSlot, subject: str, recipient: str) -> None:
    """The card's message is gone."""
    session.execute(
        sa.delete(Card).where(col(Card.slot) == slot, col(Card.subject) == subject, col(Card.recipient) == recipient)
    )
