"""The transaction that an action runs in, and `Do`, which runs it."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlmodel import Session

from community.clock import Clock
from community.facts import Fact
from storage import inbox, outbox
from storage.engine import CommitUnknown, Database
from storage.numbers import number_at_hand
from storage.rows import insert_values
from storage.tables import History

log = structlog.get_logger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

ID_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford：不含容易看错的字母
ID_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction: the session, the time it happens at (aware UTC), chance, and the inbox row that caused it.

    noted: for the log, what was recorded and the number of the matter that it was about. gathered: what is to be said
    together.
    """

    session: Session
    now: datetime
    random: random.Random
    bot_id: int
    cause: int | None = None
    noted: list[tuple[str, str | None]] = field(default_factory=list)
    gathered: list[list[Fact]] = field(default_factory=list)

    def new_id(self) -> str:
        """An opaque id that nobody can guess from another."""
        return "".join(self.random.choices(ID_LETTERS, k=ID_LENGTH))

    def ghost(self) -> int:
        """A number that is nobody's in Telegram, and no chat's."""
        return -1 - self.random.getrandbits(62)

    def say(self, *facts: Fact) -> None:
        """Put `facts` into the outbox; they are said if, and only if, this transaction commits."""
        if self.gathered:
            self.gathered[-1].extend(facts)
        else:
            outbox.put(self.session, *facts, bot_id=self.bot_id, now=self.now)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is said within is put into the outbox at the end, all by one statement."""
        self.gathered.append([])
        try:
            yield
        finally:
            said = self.gathered.pop()
        self.say(*said)

    def record(self, subject: str, what: str, person: str | None, **detail: Any) -> None:
        """Add a line to the append-only history of `subject`."""
        line = {"at": self.now, "subject": subject, "person_id": person, "what": what, "detail": detail}
        insert_values(self.session, History, [line])
        self.noted.append((what, number_at_hand(self.session, subject)))


class NotAllowed(Exception):
    """Raised by a guard: nothing is done. `gone`: it is not where it belongs, so it must be an old or a forged one."""

    def __init__(self, *, gone: bool = False) -> None:
        super().__init__()
        self.gone = gone


Guard = Callable[[Tx], None]
"""Looks before anything is done, in the same transaction. Raises NotAllowed."""


class EndedBefore(Exception):
    """The update that caused an action was handled before, by a process that had lost its lease. Nothing was done."""


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
    guard: Guard | None = None
    again: bool = False

    def because(self, cause: int) -> "Do":
        """The same, for work caused by inbox row `cause`."""
        return replace(self, cause=cause)

    def guarded(self, guard: Guard) -> "Do":
        """The same, but `guard` looks first. Calls may raise NotAllowed."""
        return replace(self, guard=guard)

    def repeatable(self) -> "Do":
        """The same, for actions that do nothing the second time: done again if nobody knows whether they were done."""
        return replace(self, again=True)

    async def __call__(self, action: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of `action`, committed. Raises EndedBefore if another process has handled its cause meanwhile.

        Raises CommitUnknown if nobody knows whether it was done, and neither its cause tells nor is it repeatable.
        """
        results: list[tuple[R, Tx]] = []

        def work(session: Session) -> None:
            tx = Tx(session, self.clock.now(), self.random, self.bot_id, self.cause)
            if self.guard is not None:
                self.guard(tx)
            result = action(tx, *args, **kwargs)
            if self.cause is not None and not inbox.finish(session, self.cause, _as_json(result)):
                raise EndedBefore(self.cause)
            results.append((result, tx))

        try:
            await self.database.write(work, again=self.again)
        except CommitUnknown:
            if self.cause is None or not await self._has_ended(self.cause):
                raise
        self.woken()
        result, tx = results[-1]
        for what, number in tx.noted:
            log.info("did", what=what, matter=number, row=self.cause)
        return result

    async def _has_ended(self, cause: int) -> bool:
        """Whether the commit of which nobody knew was done: it ended the row that caused it."""
        return await self.database.write(lambda session: inbox.has_ended(session, cause), again=True)


def _as_json(result: object) -> dict[str, Any]:
    fields = asdict(result) if is_dataclass(result) and not isinstance(result, type) else {}
    plain = {name: value for name, value in fields.items() if isinstance(value, str | int | bool | None)}
    return {"is": type(result).__name__, **plain}
