"""A group becomes a staff desk, or is one no more: what staff saw goes away with it, what is open comes to it."""

from collections.abc import Mapping

from sqlmodel import col, select

from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, Recipient
from community.words import MatterState, PlaceKind, Priority, QuestionState
from storage.delivering import AWAY
from storage.places import staff_places
from storage.tables import Card, Community, Matter, Place, Question

OF_DESK: Mapping[CardSlot, FactKind] = {
    CardSlot.DESK: FactKind.DESK_CHANGED,
    CardSlot.DOUBT: FactKind.DOUBT_RAISED,
    CardSlot.ALARM: FactKind.ALARM_RAISED,
    CardSlot.PUBLISHING: FactKind.PUBLISHING_CHANGED,
    CardSlot.MARKET: FactKind.MARKET_CHANGED,
}
"""The cards that stand at a desk, and the facts that change them."""

CAUGHT_UP = 30
"""So many open matters, the newest, are brought to a desk that was not there when they came."""


def clear_desk(tx: Tx, place: Place) -> None:
    """`place` is a desk no more: whoever sits there is not to read, or to press, what was for staff."""
    to = Recipient(place=place.id)
    query = select(Card).where(Card.recipient == to.key, col(Card.slot).in_(OF_DESK), Card.chat_id == place.chat_id)
    for card in tx.session.exec(query.order_by(col(Card.id))).all():
        tx.say(Fact(OF_DESK[card.slot], card.subject, to, Priority.BOARD, quiet=True, payload={AWAY: True}))


def catch_up(tx: Tx, place: Place, *, cleared: bool = False) -> None:
    """`place` is a desk, perhaps again: what came while it was none, and is still open, is shown there.

    cleared: `clear_desk` has just taken away what stood there, so that nothing is shown yet.
    """
    if place.kind is not PlaceKind.STAFF or place.street_id is None:
        return
    communities = [
        ident
        for ident in tx.session.exec(select(Community.id).where(Community.street_id == place.street_id))
        if any(desk.id == place.id for desk in staff_places(tx.session, ident, place.street_id))
    ]
    matters = select(Matter.id).where(Matter.state == MatterState.OPEN, col(Matter.community_id).in_(communities))
    doubts = select(Question.id).where(
        Question.state == QuestionState.HUMAN, col(Question.community_id).in_(communities)
    )
    newest = tx.session.exec(matters.order_by(col(Matter.made_at).desc(), col(Matter.number).desc()).limit(CAUGHT_UP))
    asked = tx.session.exec(doubts.order_by(col(Question.made_at).desc()).limit(CAUGHT_UP))
    to = Recipient(place=place.id)
    shown = set(tx.session.exec(select(Card.subject).where(Card.recipient == to.key, Card.chat_id == place.chat_id)))
    for kind, found in ((FactKind.DESK_CHANGED, newest), (FactKind.DOUBT_RAISED, asked)):
        for subject in reversed(found.all()):
            if cleared or subject not in shown:
                tx.say(Fact(kind, subject, to, Priority.BOARD, quiet=True))
