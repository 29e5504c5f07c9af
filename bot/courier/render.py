"""From a slot to what a chat shows: which loader and which text belong together, and the digest of the result."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.texts.asking import alarm_card, question_card
from bot.texts.card import Card, Wording
from bot.texts.desk import desk_card, doubt_card
from bot.texts.matters import matter_card
from bot.texts.notes import note_card
from bot.texts.orders import order_card
from community.facts import CardSlot, FactKind
from community.views import Wanted
from storage.views import asking, desk, matter, note, order


@dataclass(frozen=True, slots=True)
class Slot:
    """How a card is made. load: None where there is nothing to show to that recipient."""

    load: Callable[[Session, Wanted], Any]
    render: Callable[[Any, Wording], Card]


SLOTS: Mapping[CardSlot, Slot] = {
    CardSlot.MATTER: Slot(matter.load, matter_card),
    CardSlot.ORDER: Slot(order.load, order_card),
    CardSlot.DESK: Slot(desk.load, desk_card),
    CardSlot.QUESTION: Slot(asking.load_question, question_card),
    CardSlot.DOUBT: Slot(asking.load_doubt, doubt_card),
    CardSlot.ALARM: Slot(asking.load_alarm, alarm_card),
    CardSlot.NOTE: Slot(note.load, note_card),
}

DELETING = frozenset({FactKind.ANNOUNCEMENT_RECALLED})
"""Facts that take the card's message away."""

NEVER_TWICE = frozenset({CardSlot.ANNOUNCEMENT, CardSlot.MARKET})
"""Cards whose new message is not repeated when the answer to sending it was lost."""


def digest(card: Card) -> str:
    """What the message shows, as a short hash: an unchanged card costs no call."""
    return hashlib.sha256(repr((card.html, card.rows)).encode()).hexdigest()[:32]
