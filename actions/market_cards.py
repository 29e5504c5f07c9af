"""Telling of the market on its cards: in the groups, to one who asks, to staff who plan it."""

from datetime import timedelta

from sqlmodel import col, select

from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, Recipient
from community.hours import after_quiet
from community.pace import end_of_beat
from community.words import Priority
from storage.tables import Card

PACE = timedelta(seconds=5)
"""A card that many people change at once is edited once in this time."""

VARIANTS = ("3", "1", "0", "ask")
"""What follows the market's id in the subject of a card: days before, or asked for with /market."""

PLAN = "plan"
"""What follows the street's id in the subject of the staff's card with the next market days."""


def refresh_market(tx: Tx, market: str, *, fresh: bool = False) -> None:
    """Change every card of `market` that stands in a chat, at most once per PACE each.

    fresh: each group hears it once, on its newest card, and not at night.
    """
    _refresh(tx, [f"{market}.{variant}" for variant in VARIANTS], fresh=fresh)


def refresh_plan(tx: Tx, street: str) -> None:
    """Change the staff's cards with the next market days."""
    _refresh(tx, [f"{street}.{PLAN}"], fresh=False)


def _refresh(tx: Tx, subjects: list[str], *, fresh: bool) -> None:
    query = select(Card).where(Card.slot == CardSlot.MARKET, col(Card.subject).in_(subjects))
    cards = tx.session.exec(query.order_by(col(Card.sent_at), col(Card.id))).all()
    newest = {card.recipient: card.id for card in cards}
    at = end_of_beat(tx.now, PACE)
    for card in cards:
        rings = fresh and newest[card.recipient] == card.id  # 一个群只响一次
        tx.say(
            Fact(
                FactKind.MARKET_CHANGED,
                card.subject,
                Recipient.of(card.recipient),
                Priority.BOARD,
                key=f"market-card:{card.subject}:{card.recipient}:{int(at.timestamp())}:{rings}",
                not_before=after_quiet(at) if rings else at,
                fresh=rings,
                quiet=not rings,
            )
        )


def show_plan(tx: Tx, street: str, to: Recipient) -> None:
    """Show staff the next market days of `street`, below everything said before."""
    tx.say(Fact(FactKind.MARKET_CHANGED, f"{street}.{PLAN}", to, Priority.REPLY, fresh=True))


def show_market(tx: Tx, market: str, to: Recipient) -> None:
    """Show the market to one who asked, below everything said before."""
    tx.say(Fact(FactKind.MARKET_CHANGED, f"{market}.ask", to, Priority.REPLY, fresh=True, quiet=True))
