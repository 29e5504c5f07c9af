"""What matter an update is about, for logs: staff and operators speak of matters by their numbers."""

from collections.abc import Mapping
from typing import Any

from bot.callbacks import BadPress, decode
from storage.cards import card_at
from storage.engine import Database, Session
from storage.numbers import number_of

_NO_ROW_HOLDS = 2**63


async def number_about(database: Database, body: Mapping[str, Any]) -> str | None:
    """The number of the matter whose button was pressed, or whose card was answered; None if it is about none."""
    query, said = body.get("callback_query"), body.get("message")
    if isinstance(query, dict):
        try:
            press = decode(str(query.get("data")))
        except BadPress:
            return None
        return await database.read(lambda session: number_of(session, press.id))
    card = _answered(said)
    return await database.read(lambda session: _shown(session, *card)) if card else None


def _answered(said: Any) -> tuple[int, int] | None:
    """Chat and number of the message that `said` answers; None if those are no numbers that a row can hold."""
    try:
        chat, message = int(said["chat"]["id"]), int(said["reply_to_message"]["message_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return (chat, message) if max(abs(chat), abs(message)) < _NO_ROW_HOLDS else None


def _shown(session: Session, chat: int, message: int) -> str | None:
    card = card_at(session, chat, message)
    return number_of(session, card.subject) if card else None
