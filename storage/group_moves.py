"""The move when Telegram makes a group a supergroup: it has a new chat id, and its messages count from 1 again.

What was said and shown before keeps the old chat id, for a message of the new chat may carry a number that an old one
had. No message of the old chat can be edited or deleted any more, so the cards of what goes on are sent anew.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot, Fact, FactKind, Recipient
from community.words import AnnouncementState, MatterState, PlaceKind, Priority, QuestionState
from storage import outbox, places
from storage.tables import Announcement, Card, History, Matter, Place, Question

_MATTER = sa.select(col(Matter.id)).where(col(Matter.state) == MatterState.OPEN)
_QUESTION = sa.select(col(Question.id)).where(col(Question.state).in_([QuestionState.OPEN, QuestionState.HUMAN]))
_ANNOUNCEMENT = sa.select(col(Announcement.id)).where(
    col(Announcement.state).in_([AnnouncementState.DRAFT, AnnouncementState.SENDING])
)
GOES_ON: Mapping[CardSlot, tuple[FactKind, sa.Select[str]]] = {
    CardSlot.ALARM: (FactKind.ALARM_RAISED, _MATTER),
    CardSlot.MATTER: (FactKind.MATTER_CHANGED, _MATTER),
    CardSlot.DESK: (FactKind.DESK_CHANGED, _MATTER),
    CardSlot.QUESTION: (FactKind.QUESTION_ASKED, _QUESTION),
    CardSlot.DOUBT: (FactKind.DOUBT_RAISED, _QUESTION),
    CardSlot.PUBLISHING: (FactKind.PUBLISHING_CHANGED, _ANNOUNCEMENT),
}
"""Cards whose buttons are still needed, and of which subjects. What is never to go out twice is not among them."""


def move_group(session: Session, old: int, new: int, *, now: datetime) -> None:
    """Telegram gave a group another id: the place goes there, in one transaction.

    Both ids tell of it, and so may a message that could not be sent: whoever comes second finds it done.
    """
    known = session.exec(select(Place).where(Place.chat_id == old).with_for_update()).first()
    if known is None or old == new:
        return
    newcomer = places.place_in(session, new)
    if newcomer is not None and newcomer.kind is not PlaceKind.UNBOUND:
        known.present = False  # 工作人员已经把新群登记好了
        return
    if newcomer is not None:
        known.present, known.admin = newcomer.present, newcomer.admin
        session.delete(newcomer)
        session.flush()
    known.chat_id, known.former_chat = new, old
    session.add(History(at=now, subject=known.id, what="move_group", detail={"old": old, "new": new}))
    session.flush()
    outbox.put(session, *_anew(session, known), bot_id=known.bot_id, now=now)


def _anew(session: Session, place: Place) -> Iterator[Fact]:
    """The cards that stood in the former chat and whose subject goes on."""
    to = Recipient(place=place.id)
    open_ones = [
        sa.and_(col(Card.slot) == slot, col(Card.subject).in_(subjects)) for slot, (_, subjects) in GOES_ON.items()
    ]
    query = select(Card).where(Card.recipient == to.key, Card.chat_id == place.former_chat, sa.or_(*open_ones))
    for card in session.exec(query.order_by(col(Card.id))).all():
        key = f"moved:{place.chat_id}:{card.slot.value}:{card.subject}"
        kind, _ = GOES_ON[card.slot]
        yield Fact(kind, card.subject, to, Priority.BOARD, key=key, page=card.page, quiet=True)
