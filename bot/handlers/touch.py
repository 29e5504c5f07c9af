"""A press as the tables of `resident`, `partner` and `staff` receive it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from actions.tx import Do
from bot.callbacks import Press
from bot.nlp.guide import Guide
from bot.nlp.listener import Listener
from bot.texts import toasts
from bot.texts.toasts import Result, Toast
from community.clock import Clock
from community.heard import Speaker
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class Touch:
    """Who pressed what, and the means to act on it."""

    press: Press
    speaker: Speaker
    do: Do
    database: Database
    clock: Clock
    listener: Listener
    guide: Guide
    chat: int | None = None

    def answer(self, result: Result) -> Toast | None:
        """What they are told of `result`."""
        return toasts.answer(self.press.verb, result)


Act = Callable[[Touch], Awaitable[Toast | None]]
