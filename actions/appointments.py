"""What was agreed is kept in mind: a word to whoever comes before it, and to both sides when it has passed in silence.

Planned anew whenever another time is agreed. A row that no longer fits the order as it stands does nothing.
"""

from datetime import datetime, timedelta

from actions.dues import drop_dues, plan_due
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.hours import after_quiet
from community.timing import PASSED, UNSET
from community.words import MatterState, OrderState
from storage.history import latest
from storage.tables import Matter, Order

SOON, LATE = "visit_soon", "visit_late"
AHEAD, AFTER = timedelta(minutes=10), timedelta(minutes=20)
LONG_AGO = timedelta(hours=2)
"""What was agreed longer ago than this the resident may have forgotten too."""


def plan_visit(tx: Tx, order: Order) -> None:
    """Keep in mind when the holder of `order` is to come."""
    drop_dues(tx, order.id, SOON, LATE, UNSET, PASSED)
    if order.eta is None:
        return
    if order.eta_text is None and _soon(order.eta) > tx.now:
        plan_due(tx, SOON, order.id, _soon(order.eta))
    plan_due(tx, LATE, order.id, _late(order.eta, order.eta_text))


def remind_soon(tx: Tx, *, order: str, at: datetime) -> bool:
    """Ten minutes to go; False if that time has passed by now."""
    row = tx.session.get(Order, order)
    if row is None or row.eta is None or row.claimer_id is None or _soon(row.eta) != at or not is_awaited(tx, row):
        return True
    if tx.now >= row.eta:
        return False
    note(tx, NoteKind.VISIT_SOON, row.id, row.claimer_id)
    matter = tx.session.get_one(Matter, row.matter_id)
    agreed = latest(tx.session, matter.id, "set_eta")
    if agreed is not None and agreed <= tx.now - LONG_AGO:
        note(tx, NoteKind.VISIT_SOON, row.id, matter.person_id)
    return True


def remind_late(tx: Tx, *, order: str, at: datetime) -> None:
    """The time has passed and nobody has set out: whoever comes is asked, whoever waits is told so."""
    row = tx.session.get(Order, order)
    if row is None or row.eta is None or row.claimer_id is None:
        return
    if _late(row.eta, row.eta_text) != at or not is_awaited(tx, row):
        return
    matter = tx.session.get_one(Matter, row.matter_id)
    tx.record(matter.id, "visit_late", None)
    note(tx, NoteKind.VISIT_LATE, row.id, row.claimer_id)
    note(tx, NoteKind.VISIT_LATE, row.id, matter.person_id)


def _soon(eta: datetime) -> datetime:
    return eta - AHEAD


def _late(eta: datetime, words: str | None) -> datetime:
    """A day or a span that is over at midnight wakes nobody."""
    return after_quiet(eta + AFTER) if words else eta + AFTER


def is_awaited(tx: Tx, order: Order) -> bool:
    """Whether somebody still waits for its holder to set out."""
    return order.state is OrderState.CLAIMED and tx.session.get_one(Matter, order.matter_id).state is MatterState.OPEN
