"""From a slot to what a chat shows: which loader and which text belong together, and the digest of the result."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.texts.announcements import announcement_card, publishing_card
from bot.texts.asking import alarm_card, question_card
from bot.texts.card import Card, Wording
from bot.texts.desk import desk_card
from bot.texts.doubts import doubt_card
from bot.texts.guide import guide_card, guide_note
from bot.texts.learning import night_note
from bot.texts.letters import letters_card
from bot.texts.market import market_card
from bot.texts.matters import matter_card
from bot.texts.mydata import mydata_card
from bot.texts.notes import note_card
from bot.texts.notes_visits import visits_note
from bot.texts.notices import notice_card
from bot.texts.orders import order_card
from bot.texts.setup import setup_card
from bot.texts.sheets import sheet_card
from bot.texts.teaching import learning_note, teaching_card
from community.facts import CardSlot, FactKind, NoteKind
from storage.delivering import OF
from storage.letters import load_letters
from storage.views import (
    Loader,
    announcements,
    asking,
    desk,
    guide,
    learning,
    market,
    matter,
    mydata,
    note,
    notices,
    order,
    setup,
    sheets,
    visits,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """How a card is made. load: None where there is nothing to show to that recipient."""

    load: Loader
    render: Callable[[Any, Wording], Card]


SLOTS: Mapping[CardSlot, Slot] = {
    CardSlot.MATTER: Slot(matter.load, matter_card),
    CardSlot.ORDER: Slot(order.load, order_card),
    CardSlot.DESK: Slot(desk.load, desk_card),
    CardSlot.QUESTION: Slot(asking.load_question, question_card),
    CardSlot.DOUBT: Slot(asking.load_doubt, doubt_card),
    CardSlot.ALARM: Slot(asking.load_alarm, alarm_card),
    CardSlot.ANNOUNCEMENT: Slot(announcements.load_announcement, announcement_card),
    CardSlot.PUBLISHING: Slot(announcements.load_publishing, publishing_card),
    CardSlot.MARKET: Slot(market.load_market, market_card),
    CardSlot.SETUP: Slot(setup.load, setup_card),
    CardSlot.GUIDE: Slot(guide.load, guide_card),
    CardSlot.LEARNING: Slot(learning.load, teaching_card),
    CardSlot.NOTE: Slot(note.load, note_card),
}

NOTES: Mapping[NoteKind, Slot] = {
    **dict.fromkeys(notices.NOTICES, Slot(notices.load_notice, notice_card)),
    **dict.fromkeys(visits.NOTES, Slot(visits.load, visits_note)),
    **dict.fromkeys(guide.NOTES, Slot(guide.load_note, guide_note)),
    **dict.fromkeys(learning.NIGHT, Slot(learning.load_night, night_note)),
    NoteKind.LETTERS: Slot(load_letters, letters_card),
    **dict.fromkeys(sheets.NOTES, Slot(sheets.load_sheet, sheet_card)),
    **dict.fromkeys(mydata.NOTES, Slot(mydata.load, mydata_card)),
    **dict.fromkeys(learning.NOTES, Slot(learning.load_note, learning_note)),
}
"""Notes that are made otherwise than the rest of the slot NOTE."""

DELETING = frozenset({FactKind.ANNOUNCEMENT_RECALLED})
"""Facts that take the card's message away."""

NEVER_TWICE = frozenset({CardSlot.ANNOUNCEMENT, CardSlot.MARKET})
"""Cards whose new message is not repeated when the answer to sending it was lost."""


def slot_of(slot: CardSlot, payload: Mapping[str, Any]) -> Slot | None:
    """How to make the card that a fact of `slot` with `payload` asks for; None if there is none to make."""
    slot = CardSlot(payload.get(OF, slot))
    own = NOTES.get(NoteKind(payload["note"])) if slot is CardSlot.NOTE else None
    return own or SLOTS.get(slot)


def digest(card: Card) -> str:
    """What the message shows, as a short hash: an unchanged card costs no call."""
    return hashlib.sha256(repr((card.html, card.rows)).encode()).hexdigest()[:32]
