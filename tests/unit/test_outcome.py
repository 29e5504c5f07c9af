"""Each way a call can fail, classified once."""

from datetime import timedelta

import httpx
import pytest
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

from bot.courier.outcome import What, classify


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (BadRequest("Bad Request: message is not modified: specified new message content"), What.DELIVERED),
        (BadRequest("Bad Request: message to edit not found"), What.GONE),
        (BadRequest("Bad Request: message can't be edited"), What.GONE),
        (BadRequest("Bad Request: chat not found"), What.UNREACHABLE),
        (BadRequest("Bad Request: can't parse entities"), What.REFUSED),
        (Forbidden("Forbidden: bot was blocked by the user"), What.UNREACHABLE),
        (ChatMigrated(-100123), What.MOVED),
        (RetryAfter(timedelta(seconds=3)), What.LATER),
        (InvalidToken(), What.LATER),
        (Conflict("Conflict"), What.LATER),
        (NetworkError("Bad Gateway"), What.UNKNOWN),
        (NetworkError("Internal Server Error"), What.UNKNOWN),
        (caused(NetworkError("<html>502</html>"), TelegramError("Invalid server response")), What.UNKNOWN),
        (caused(NetworkError("x"), httpx.ConnectError("refused")), What.LATER),
        (caused(TimedOut(), httpx.ConnectTimeout("slow")), What.LATER),
        (caused(TimedOut(), httpx.PoolTimeout("busy")), What.LATER),
        (caused(TimedOut(), httpx.ReadTimeout("lost")), What.UNKNOWN),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("cut off")), What.UNKNOWN),
        (TimedOut(), What.UNKNOWN),
        (TelegramError("Invalid server response"), What.UNKNOWN),
    ],
)
def test_outcomes(error: TelegramError, what: What) -> None:
    assert classify(error).what is what


def test_what_the_outcome_carries() -> None:
    assert classify(RetryAfter(timedelta(seconds=3))).wait == timedelta(seconds=3)
    assert classify(ChatMigrated(-100123)).chat == -100123


@pytest.mark.parametrize("said", ["not enough rights to send text messages to the chat", "CHAT_WRITE_FORBIDDEN"])
def test_a_group_in_which_we_may_not_write_is_known(said: str) -> None:
    assert classify(BadRequest(f"Bad Request: {said}")).silenced
    assert not classify(BadRequest("Bad Request: can't parse entities")).silenced


def test_no_error_carries_a_url() -> None:
    error = caused(
        NetworkError("httpx.ReadError: https://api.telegram.org/bot1:secret/sendMessage"), httpx.ReadError("")
    )
    assert "secret" not in (classify(error).error or "")
