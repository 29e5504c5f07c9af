"""What a handler could not do is written down here with its update; the lane then tries again or quarantines it."""

import structlog
from aiogram import Router
from aiogram.types import ErrorEvent

from bot.about import number_about
from storage.engine import Database

_log = structlog.get_logger(__name__)


def build() -> Router:
    """The router of errors."""
    router = Router(name="errors")
    router.errors.register(note_down)
    return router


async def note_down(event: ErrorEvent, database: Database) -> None:
    """Log which update failed, with nobody's words or number in it, and let the error go on."""
    update = event.update
    body = update.model_dump(
        include={"callback_query": {"data"}, "message": {"chat": {"id"}, "reply_to_message": {"message_id"}}}
    )
    _log.error(
        "update_failed",
        update_id=update.update_id,
        kind=update.event_type,
        matter=await number_about(database, body),
        error=type(event.exception).__name__,
    )
    raise event.exception
