"""Who spoke of a matter a moment ago: only their short words need a look at what is open."""

from datetime import datetime

from bot.nlp.threads import ANSWERED
from community.clock import Clock

MOST = 2000


class Talkers:
    """Remembered for as long as a message may belong to the one before; what is forgotten costs a fragment, no need."""

    def __init__(self) -> None:
        self._until: dict[tuple[int, int], datetime] = {}

    def heard(self, chat: int, user: int, clock: Clock) -> None:
        """`user` has just said something in `chat` that mattered."""
        now = clock.now()
        if len(self._until) > MOST:
            self._until = {key: until for key, until in self._until.items() if until > now}
        self._until[chat, user] = now + ANSWERED

    def goes_on(self, chat: int, user: int, clock: Clock) -> bool:
        """Whether what `user` says in `chat` now may go on with that."""
        until = self._until.get((chat, user))
        return until is not None and until > clock.now()
