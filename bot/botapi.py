"""Plain calls of Telegram's Bot API: JSON in, JSON out, with the failures told apart. No library's types."""

import ssl
from typing import Any

import httpx


class ApiFailure(Exception):
    """A call that brought no result."""


class Unauthorized(ApiFailure):
    """Telegram does not know the token."""


class Conflict(ApiFailure):
    """Another program takes the updates of this bot."""


class Flooded(ApiFailure):
    """Too many calls."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds}")
        self.seconds = seconds


class Unreachable(ApiFailure):
    """No answer, or an answer from a server in trouble."""


class Untrusted(Unreachable):
    """Whoever answers has no certificate that this machine trusts; holds why."""


class Refused(ApiFailure):
    """Telegram says that the call is wrong."""


class Moved(Refused):
    """The group has become a supergroup; holds its new chat id."""

    def __init__(self, chat: int) -> None:
        super().__init__("the group has another id")
        self.chat = chat


class BotApi:
    """The Bot API at `base` as the bot with `token`."""

    def __init__(self, http: httpx.AsyncClient, base: str, token: str) -> None:
        self._http = http
        self._root = f"{base}/bot{token}"

    async def call(self, method: str, *, wait: float = 0.0, **params: Any) -> Any:
        """The result of `method`, which may hold its answer back for `wait` seconds. Raises an ApiFailure."""
        try:
            answer = await self._http.post(f"{self._root}/{method}", json=params, timeout=httpx.Timeout(10 + wait))
            body = answer.json()
            code = 200 if body["ok"] else int(body["error_code"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            flaw = _flaw(error)
            if flaw is not None:
                raise Untrusted(flaw) from None
            raise Unreachable(type(error).__name__) from None  # the error's text may hold the token
        if code == 200:
            return body["result"]
        raise _failure(code, body)


def _flaw(error: BaseException | None) -> str | None:
    """What is wrong with the certificate, if it is for that."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_message
        error = error.__cause__ or error.__context__
    return None


def _failure(code: int, body: dict[str, Any]) -> ApiFailure:
    said = f"{code} {body.get('description', '')}"
    if code in (401, 404):
        return Unauthorized(said)
    if code == 409:
        return Conflict(said)
    if code == 429:
        return Flooded(float(body.get("parameters", {}).get("retry_after", 1)))
    moved = body.get("parameters", {}).get("migrate_to_chat_id")
    if moved is not None:
        return Moved(int(moved))
    return Unreachable(said) if code >= 500 else Refused(said)
