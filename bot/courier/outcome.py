"""What became of one call to Telegram, classified once.

PTB's BadRequest is a NetworkError: asking for the network first would send every refused message for ever.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.courier.limiter import seconds_of

NOT_MODIFIED = "message is not modified"
GONE = (
    "message to edit not found",
    "message to delete not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
NO_CHAT = ("chat not found", "user not found", "bot was kicked", "user is deactivated", "peer_id_invalid")
NO_VOICE = ("not enough rights to send", "have no rights to send", "chat_write_forbidden")
BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class What(StrEnum):
    """The ways a call can end."""

    DELIVERED = "delivered"
    LATER = "later"  # 没到，或现在不行
    UNREACHABLE = "unreachable"
    MOVED = "moved"
    REFUSED = "refused"
    UNKNOWN = "unknown"  # 发出去了，回执丢了，或服务端出错：可能已经办了
    GONE = "gone"  # 要改的那条不在了


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended. wait: what a 429 asks for; chat: where the group moved to; error: for the row, no URL in it.

    silenced: we are in the group and may not write.
    """

    what: What
    error: str | None = None
    wait: timedelta | None = None
    chat: int | None = None
    silenced: bool = False


def classify(error: TelegramError) -> Outcome:
    """The outcome that `error` means."""
    name = type(error).__name__
    if isinstance(error, RetryAfter):
        return Outcome(What.LATER, "429", wait=seconds_of(error))
    if isinstance(error, ChatMigrated):
        return Outcome(What.MOVED, "migrated", chat=error.new_chat_id)
    if isinstance(error, Forbidden):
        return Outcome(What.UNREACHABLE, _short(error))
    if isinstance(error, BadRequest):
        return _refused(error)
    if isinstance(error, InvalidToken | Conflict):
        return Outcome(What.LATER, name)
    if isinstance(error, NetworkError):
        return _network(error)
    return Outcome(What.UNKNOWN, name)


def _refused(error: BadRequest) -> Outcome:
    said = error.message.lower()
    if NOT_MODIFIED in said:
        return Outcome(What.DELIVERED)
    if any(words in said for words in GONE):
        return Outcome(What.GONE, _short(error))
    if any(words in said for words in NO_CHAT):
        return Outcome(What.UNREACHABLE, _short(error))
    return Outcome(What.REFUSED, _short(error), silenced=any(words in said for words in NO_VOICE))


def _network(error: NetworkError) -> Outcome:
    cause = error.__cause__
    if isinstance(cause, BEFORE_SENDING):
        return Outcome(What.LATER, type(cause).__name__)
    if isinstance(error, TimedOut) or isinstance(cause, httpx.HTTPError):
        return Outcome(What.UNKNOWN, type(cause).__name__ if cause else "TimedOut")
    return Outcome(What.UNKNOWN, _short(error))  # 5xx：网关没等到回话，后面可能已经发出去了


def _short(error: TelegramError) -> str:
    return error.message[:200]
