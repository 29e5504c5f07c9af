"""One street, a few matters, and everybody who may touch them: what a step does, and what must hold after it."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from actions.tx import Tx
from community.heard import Speaker
from community.transitions import HELD, ORDER_STEPS
from community.words import MatterState, OrderState, PushState
from storage.engine import Database
from storage.tables import History, Matter, Order, Person, Push
from tests.street import STRANGER, THURSDAY

CHANGES = {"Done", "Taken"}
"""Answers after which something may stand otherwise than before; after any other nothing does."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a matter stands in the rows. holder: a user id. ended: it has a time of its end. lines: of its history."""

    matter: str
    number: str
    owner: Speaker
    state: MatterState
    order: str
    step: OrderState
    holder: int | None
    ended: bool
    lines: int

    @property
    def how(self) -> tuple[object, ...]:
        """What a refusal leaves as it was."""
        return self.state, self.step, self.holder, self.ended


class Life(RuleBasedStateMachine):
    """The street of one run. `database` and `steps` are given by the gate."""

    database: Database
    steps: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(self.database.engine, expire_on_commit=False)
        self.session.begin()
        self.chance = random.Random(11)  # not that of the street, which has given out ids already
        self.now = THURSDAY
        self.stands: list[Stand] = self._look()

    def teardown(self) -> None:
        """Nothing of it stays."""
        self.session.rollback()
        self.session.close()

    def act(self, action: Callable[..., Any], **given: Any) -> str:
        """Do it as a transaction of its own would be done; the name of the answer."""
        result = action(Tx(self.session, self.now, self.chance, bot_id=1), **given)
        self.session.flush()
        self.session.expunge_all()
        answer = type(result).__name__
        self.steps[answer] += 1
        self.stands = self._look()
        return answer

    def tries(self, which: int, action: Callable[..., Any], right: Callable[[Stand], set[str]], **given: Any) -> None:
        """Do `action` to a matter, or with on_order=True to its order; the answer must be `right` for how it stood."""
        if not self.stands:
            return
        place = which % len(self.stands)
        before = self.stands[place]
        expected = right(before)
        about = {"order": before.order} if given.pop("on_order", False) else {"matter": before.matter}
        answer = self.act(action, **about, **given)
        after = self.stands[place]
        assert answer in expected, f"{action.__name__}: {answer}, not {expected}, for {before}"
        assert answer in CHANGES or after.how == before.how, f"{action.__name__}: {answer}, but {before} is {after}"
        assert after.step is before.step or after.step in ORDER_STEPS[before.step], f"{before} to {after}"
        moved = (after.state, after.step) != (before.state, before.step)
        assert after.lines >= before.lines + int(moved), f"{action.__name__} left no line in the history"

    def chosen(self, which: int) -> Stand | None:
        """A matter, if there is any."""
        return self.stands[which % len(self.stands)] if self.stands else None

    def push(self, stand: Stand, who: Speaker) -> PushState | None:
        """What this person's push says."""
        rows = self.session.connection()
        found: PushState | None = rows.execute(_PUSH, {"order": stand.order, "user": who.user_id}).scalar()
        return found

    def resident(self, which: int, *, own: bool) -> Speaker:
        """Whoever asked, or a stranger."""
        stand = self.chosen(which)
        return stand.owner if own and stand else STRANGER

    @invariant()
    def the_rows_agree(self) -> None:
        """Whatever was done."""
        for stand in self.stands:
            live = stand.state is MatterState.OPEN
            assert stand.ended is not live, stand
            assert live is (stand.step is not OrderState.CLOSED), stand
            assert stand.holder is not None or stand.step not in {*HELD, OrderState.DONE}, stand
            assert stand.holder is None or stand.step is not OrderState.OPEN, stand

    def _look(self) -> list[Stand]:
        """How everything stands; read past the session's objects, for it is done after every step."""
        found = []
        for *stand, user, name, ended, wins in self.session.connection().execute(_STANDS):
            assert wins <= 1, "two have won the same order"
            matter, number, state, order, step, holder, lines = stand
            ended_at = ended is not None
            found.append(Stand(matter, number, Speaker(user, name), state, order, step, holder, ended_at, lines))
        return found


def _stands() -> sa.Select[Any]:
    holder = aliased(Person)
    lines = sa.select(sa.func.count()).where(col(History.subject) == col(Matter.id)).scalar_subquery()
    won = col(Push.order_id) == col(Order.id), col(Push.state) == PushState.WON
    wins = sa.select(sa.func.count()).where(*won).scalar_subquery()
    columns: list[Any] = [
        Matter.id, Matter.number, Matter.state, Order.id, Order.state, holder.user_id, lines,
        Person.user_id, Person.name, Matter.ended_at, wins,
    ]  # fmt: skip
    return (
        sa.select(*columns)
        .join(Person, col(Person.id) == col(Matter.person_id))
        .join(Order, col(Order.matter_id) == col(Matter.id))
        .outerjoin(holder, col(holder.id) == col(Order.claimer_id))
        .order_by(col(Matter.number))
    )


_STANDS = _stands()
_PUSH = (
    sa.select(col(Push.state))
    .join(Person, col(Person.id) == col(Push.person_id))
    .where(col(Push.order_id) == sa.bindparam("order"), col(Person.user_id) == sa.bindparam("user"))
)
