"""Telling of the market on its cards: in the groups, to one who asks, to staff who plan it."""

from datetime import datetime, timedelta

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

OLDER = "older"
"""The page of a card below which a newer one about the same market stands in the chat: one place to press is enough."""

PLAN = "plan"
"""What follows the street's id in the subject of the staff's card with the next market days."""


def refresh_market(tx: Tx, market: str, *, fresh: bool = False) -> None:
    """Change every card of `market` that stands in a chat, at most once per PACE each.

    fresh: each group hears it once, on its newest card, and not at night.
    """
    _refresh(tx, _subjects(market), fresh=fresh)


def refresh_plan(tx: Tx, street: str) -> None:
    """Change the staff's cards with the next market days."""
    _refresh(tx, [f"{street}.{PLAN}"], fresh=False)


def retire_older(tx: Tx, newer: str, to: Recipient, after: datetime) -> None:
    """Take the buttons off the market's other cards that stand with `to`, once the card `newer` was sent at `after`."""
    market, _, _ = newer.rpartition(".")
    others = [subject for subject in _subjects(market) if subject != newer]
    query = select(Card.subject).where(
        Card.slot == CardSlot.MARKET, col(Card.subject).in_(others), Card.recipient == to.key
    )
    for subject in tx.session.exec(query).all():
        tx.say(
            Fact(
                FactKind.MARKET_CHANGED,
                subject,
                to,
                Priority.BOARD,
                key=f"market-older:{subject}:{newer}:{to.key}",
                not_before=after + PACE,
                page=OLDER,
                quiet=True,
            )
        )


def _subjects(market: str) -> list[str]:
    return [f"{market}.{variant}" for variant in VARIANTS]


def _refresh(tx: Tx, subjects: list[str], *, fresh: bool) -> None:
    query = select(Card).where(Card.slot == CardSlot.MARKET, col(Card.subject).in_(subjects))
    cards = tx.session.exec(query.order_by(col(Card.message_id))).all()
    newest = {card.recipient: card.id for card in cards}
    at = end_of_beat(tx.now, PACE)
    for card in cards:
        newest_here = newest[card.recipient] == card.id
        rings = fresh and newest_here  # 一个群只响一次
        tx.say(
            Fact(
                FactKind.MARKET_CHANGED,
                card.subject,
                Recipient.of(card.recipient),
                Priority.BOARD,
                key=f"market-card:{card.subject}:{card.recipient}:{int(at.timestamp())}:{rings}",
                not_before=after_quiet(at) if rings else at,
                fresh=rings,
                page="" if newest_here else OLDER,
                quiet=not rings,
            )
        )


def show_plan(tx: Tx, street: str, to: Recipient) -> None:
    """Show staff the next market days of `street`, below everything said before."""
    tx.say(Fact(FactKind.MARKET_CHANGED, f"{street}.{PLAN}", to, Priority.REPLY, fresh=True))


def show_market(tx: Tx, market: str, to: Recipient) -> None:
    """Show the market to one who asked, below everything said before."""
    subject = f"{market}.ask"
    tx.say(Fact(FactKind.MARKET_CHANGED, subject, to, Priority.REPLY, fresh=True, quiet=True))
    retire_older(tx, subject, to, tx.now)
