"""What was told by a message that stands nowhere as a card."""

from sqlmodel import Session, select

from community.facts import CardSlot, Recipient
from storage.tables import Outbox


def told_at(session: Session, person: str, message_id: int) -> str | None:
    """What the note was about that `person` was told by this message of their private chat."""
    query = select(Outbox.subject).where(
        Outbox.recipient == Recipient(person=person).key,
        Outbox.slot == CardSlot.NOTE,
        Outbox.message_id == message_id,
    )
    return session.exec(query).first()
