"""Who spoke of a matter lately: only their words need a look at what is open."""

from datetime import datetime

from bot.nlp.threads import ANSWERED, NAMED
from bot.nlp.tie_signs import looks_back
from community.clock import Clock

MOST = 20_000


class Talkers:
    """Remembered for as long as a message may belong to the one before; what is forgotten costs a fragment, no need."""

    def __init__(self) -> None:
        self._heard: dict[tuple[int, int], datetime] = {}  # who spoke last stands last

    def heard(self, chat: int, user: int, clock: Clock) -> None:
        """`user` has just said something in `chat` that mattered."""
        self._heard.pop((chat, user), None)
        self._heard[chat, user] = clock.now()
        if len(self._heard) > MOST:
            del self._heard[next(iter(self._heard))]

    def goes_on(self, chat: int, user: int, text: str, clock: Clock) -> bool:
        """Whether `text`, which `user` says in `chat` now, may go on with that: at once anything may, days later only
        what looks back."""
        at = self._heard.get((chat, user))
        if at is None:
            return False
        since = clock.now() - at
        return since <= ANSWERED or (since <= NAMED and looks_back(text))
