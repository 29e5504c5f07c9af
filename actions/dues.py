"""Things that are to happen at a time: planned, run exactly once, or given up. The row decides, not the timer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from actions.tx import Tx
from community.clock import SHANGHAI
from community.timing import DueItem
from community.words import DueState
from storage.dialect import Upsert
from storage.tables import Due

Job = Callable[[Tx, DueItem], bool]
"""What is done when the time comes. False: by its own rule it is too late for it, nothing was done."""


_PLAN = Upsert(
    Due,
    lambda due: due.on_conflict_do_update(
        index_elements=["kind", "subject", "local_date"],
        set_={"due_at": due.excluded.due_at, "state": DueState.WAITING, "ended_at": None},
        where=col(Due.due_at) < due.excluded.due_at,
    ),
)


def plan_due(tx: Tx, kind: str, subject: str, at: datetime) -> None:
    """Let `kind` happen to `subject` at `at` (aware UTC), once for that local day.

    Planning the same again changes nothing; planning it for later on the same day moves it there even if it ran.
    """
    plan_dues(tx, [(kind, subject, at)])


def plan_dues(tx: Tx, planned: Iterable[tuple[str, str, datetime]]) -> None:
    """Plan each (kind, subject, at) as `plan_due` does, by one statement for all."""
    dues = [
        {
            "id": tx.new_id(),
            "kind": kind,
            "subject": subject,
            "local_date": at.astimezone(SHANGHAI).date(),
            "due_at": at,
            "state": DueState.WAITING,
        }
        for kind, subject, at in planned
    ]
    if dues:
        _PLAN.run(tx.session, dues)


def replan_due(tx: Tx, kind: str, subject: str, at: datetime) -> None:
    """Let `kind` happen to `subject` at `at` and at no other time, however it was planned before."""
    waits = (col(Due.kind) == kind, col(Due.subject) == subject, col(Due.state) == DueState.WAITING)
    tx.session.execute(sa.delete(Due).where(*waits))
    plan_due(tx, kind, subject, at)


def is_planned(kind: str, subject: Mapped[str]) -> sa.Exists:
    """Whether `kind` waits to happen to what the column `subject` names."""
    return sa.exists().where(col(Due.kind) == kind, col(Due.subject) == subject, col(Due.state) == DueState.WAITING)


def drop_dues(tx: Tx, subject: str, *kinds: str) -> None:
    """Nothing (of `kinds`, if any are given) that still waits to happen to `subject` is to happen."""
    of_kinds = [col(Due.kind).in_(kinds)] if kinds else []
    waiting = (col(Due.subject) == subject, col(Due.state) == DueState.WAITING, *of_kinds)
    tx.session.execute(sa.delete(Due).where(*waiting))


def bring_forward(tx: Tx, *, longest: Mapping[str, timedelta], latest: datetime) -> None:
    """The clock, which said `latest`, was set back: what was planned by it comes after as long as it was to.

    longest: by kind, how long after what causes it a row is due at most; whatever is due sooner than that stays where
    it is, so to repeat this changes nothing. What is planned for a time of day keeps it.
    """
    for kind, wait in longest.items():
        planned = select(Due).where(
            Due.kind == kind,
            Due.state == DueState.WAITING,
            col(Due.due_at) > tx.now + wait,
            col(Due.due_at) <= latest + wait,
        )
        for row in tx.session.exec(planned).all():
            row.due_at -= latest - tx.now


def settle_due(tx: Tx, *, item: DueItem, job: Job) -> DueState | None:
    """Do what is due, in the transaction that ends its row; None if another process or run has ended it."""
    if not _end(tx, item, DueState.DONE):
        return None
    if job(tx, item):
        return DueState.DONE
    tx.session.execute(sa.update(Due).where(col(Due.id) == item.id).values(state=DueState.MISSED))
    return DueState.MISSED


def give_up_due(tx: Tx, *, item: DueItem, why: str) -> None:
    """End a row whose job fails again and again, so that the rest goes on; the history says why."""
    if _end(tx, item, DueState.MISSED):
        tx.record(item.subject, "give_up_due", None, kind=item.kind, why=why)


def _end(tx: Tx, item: DueItem, state: DueState) -> bool:
    """Whether this transaction is the one that ends the row: a compare-and-set."""
    statement = (
        sa.update(Due)
        .where(col(Due.id) == item.id, col(Due.state) == DueState.WAITING, col(Due.due_at) <= tx.now)
        .values(state=state, ended_at=tx.now)
        .returning(col(Due.id))
    )
    return tx.session.execute(statement).first() is not None
