"""What the two interfaces answer when they refuse: Telegram's English to the bot, a Chinese sentence to people."""

from typing import Any

from sandbox.words import word


class BotApiError(Exception):
    """A refused Bot API call: HTTP status `code`, Telegram's `description`, optional ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON answer as Telegram shapes it."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str, **parameters: int) -> BotApiError:
    """A 400 with Telegram's prefix."""
    return BotApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> BotApiError:
    """A 403 with Telegram's prefix."""
    return BotApiError(403, f"Forbidden: {reason}")


class ControlError(Exception):
    """A refused control call: HTTP status and the sentence of that key in words.toml."""

    def __init__(self, status: int, key: str, **facts: object) -> None:
        self.status = status
        self.sentence = word(key, **facts)
        super().__init__(self.sentence)
