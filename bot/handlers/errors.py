"""What a handler could not do is written down here with its update; the lane then tries again or quarantines it."""

import structlog
from aiogram import Router
from aiogram.types import ErrorEvent

_log = structlog.get_logger(__name__)


def build() -> Router:
    """The router of errors."""
    router = Router(name="errors")
    router.errors.register(note_down)
    return router


async def note_down(event: ErrorEvent) -> None:
    """Log which update failed, with nobody's words or number in it, and let the error go on."""
    update = event.update
    _log.error(
        "update_failed",
        update_id=update.update_id,
        kind=update.event_type,
        error=type(event.exception).__name__,
    )
    raise event.exception
