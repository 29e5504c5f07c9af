"""Presses of inline buttons that wait for the bot's answer."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
ANSWER_SECONDS = 15


@dataclass
class Query:
    """A press: `at` in the world's seconds; `answer` is done with what the presser is shown."""

    id: str
    user: int
    chat: int
    message_id: int
    at: float
    answer: asyncio.Future[Json | None] = field(repr=False)

    def settle(self, answer: Json | None) -> None:
        """Gives the presser's phone its answer, once."""
        if not self.answer.done():
            self.answer.set_result(answer)


class Queries:
    """Open and recent presses by id."""

    def __init__(self) -> None:
        self._all: dict[str, Query] = {}

    def add(self, query: Query) -> None:
        """Remembers a press."""
        self._all[query.id] = query

    def get(self, query_id: str) -> Query | None:
        """A press by id, answered or not."""
        return self._all.get(query_id)

    def expire(self, now: float) -> None:
        """Gives up on presses older than 15 s and forgets them."""
        for query in [query for query in self._all.values() if now - query.at > ANSWER_SECONDS]:
            query.settle(None)
            del self._all[query.id]

    def give_up(self) -> None:
        """Lets every presser go without an answer, because the server is about to stop."""
        for query in self._all.values():
            query.settle(None)
