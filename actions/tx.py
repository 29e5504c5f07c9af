"""The transaction that an action runs in, and `Do`, which runs it."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlmodel import Session

from community.clock import Clock
from community.facts import Fact
from storage import inbox, outbox
from storage.engine import Database
from storage.tables import History

P = ParamSpec("P")
R = TypeVar("R")

ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford：不含容易看错的字母
ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction: the session, the time it happens at (aware UTC), chance, and the inbox row that caused it."""

    session: Session
    now: datetime
    random: random.Random
    bot_id: int
    cause: int | None = None

    def new_id(self) -> str:
        """An opaque id that nobody can guess from another."""
        return "".join(self.random.choices(ID_LETTERS, k=ID_LENGTH))

    def say(self, *facts: Fact) -> None:
        """Put `facts` into the outbox; they are said if, and only if, this transaction commits."""
        for fact in facts:
            outbox.put(self.session, fact, bot_id=self.bot_id, now=self.now)

    def record(self, subject: str, what: str, person: str | None, **detail: Any) -> None:
        """Add a line to the append-only history of `subject`."""
        self.session.add(History(at=self.now, subject=subject, person_id=person, what=what, detail=detail))


@dataclass(frozen=True, slots=True)
class Do:
    """Runs actions: `await do(claim_order, order=…, person=…)`.

    The action's rows, the facts to be said and the end of the inbox row that caused it are committed in one
    transaction, or none of them is. `woken` is called after each commit, so that the courier looks at once.
    """

    database: Database
    clock: Clock
    random: random.Random
    bot_id: int
    woken: Callable[[], None]
    cause: int | None = None

    def because(self, cause: int) -> "Do":
        """The same, for work caused by inbox row `cause`."""
        return replace(self, cause=cause)

    async def __call__(self, action: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of `action`, committed."""

        def work(session: Session) -> R:
            tx = Tx(session, self.clock.now(), self.random, self.bot_id, self.cause)
            result = action(tx, *args, **kwargs)
            if self.cause is not None:
                inbox.finish(session, self.cause, _as_json(result))
            return result

        result = await self.database.write(work)
        self.woken()
        return result


def _as_json(result: object) -> dict[str, Any]:
    fields = asdict(result) if is_dataclass(result) and not isinstance(result, type) else {}
    plain = {name: value for name, value in fields.items() if isinstance(value, str | int | bool | None)}
    return {"is": type(result).__name__, **plain}
