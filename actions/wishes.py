"""What a resident wished for and nobody agreed to: whoever holds it is asked for a time before it, both sides hear when
it has passed, and staff see it among what is late.

A row that no longer fits the order as it stands does nothing.
"""

from datetime import datetime, timedelta

from actions.appointments import AFTER, is_awaited
from actions.dues import plan_due
from actions.speaking import note
from actions.tx import Tx
from actions.visits import time_said
from community.clock import SHANGHAI
from community.facts import NoteKind
from community.hours import after_quiet, is_quiet
from community.timing import PASSED, UNSET
from storage.history import last
from storage.tables import Matter, Order

AHEAD = timedelta(hours=2)
EVENING = 20
"""Hour of the day before at which somebody is asked about an early morning."""
AT_LEAST = timedelta(minutes=30)
"""Whoever has just claimed is given this long to say a time by themself."""
SOME_TIME = timedelta(hours=4)
"""A wish of which it is not known any more when it is over."""


def plan_wish(tx: Tx, matter: Matter, order: Order) -> None:
    """Keep in mind that nobody has agreed to the time that `matter` is wanted at."""
    at = matter.wanted_at
    over = _over(matter, at) if at is not None else None
    if at is None or over is None or over <= tx.now:
        return
    ask = max(_before(at), tx.now + AT_LEAST)
    if ask < at:
        plan_due(tx, UNSET, order.id, ask)
    plan_due(tx, PASSED, order.id, after_quiet(over + AFTER))


def ask_for_time(tx: Tx, *, order: str) -> bool:
    """It comes near and whoever holds it has said no time; False if it has passed by now."""
    row, matter = _unset(tx, order)
    if row is None or matter is None or row.claimer_id is None or matter.wanted_at is None:
        return True
    if matter.wanted_at <= tx.now:
        return False
    note(tx, NoteKind.VISIT_UNSET, row.id, row.claimer_id)
    return True


def tell_passed(tx: Tx, *, order: str) -> None:
    """It has passed, nobody has said a time or set out: both sides hear of it, as of an appointment."""
    row, matter = _unset(tx, order)
    if row is None or matter is None or row.claimer_id is None or matter.wanted_at is None:
        return
    if _over(matter, matter.wanted_at) + AFTER > tx.now:  # 又往后改了
        return
    tx.record(matter.id, "visit_late", None)
    note(tx, NoteKind.VISIT_LATE, row.id, row.claimer_id)
    note(tx, NoteKind.VISIT_LATE, row.id, matter.person_id)


def _unset(tx: Tx, order: str) -> tuple[Order, Matter] | tuple[None, None]:
    """The order and its matter, while its holder has agreed to no time since the last one that was wished for."""
    row = tx.session.get(Order, order)
    if row is None or not is_awaited(tx, row):
        return None, None
    matter = tx.session.get_one(Matter, row.matter_id)
    wished, agreed = last(tx.session, matter.id, "set_time"), last(tx.session, matter.id, "set_eta")
    newer = wished is not None and (agreed is None or (wished.id or 0) > (agreed.id or 0))
    return (row, matter) if newer or not (row.eta or row.eta_text) else (None, None)


def _over(matter: Matter, at: datetime) -> datetime:
    """When the wished time, which begins `at`, is over: a clock time at once, a day or a span at its end."""
    said = time_said(matter.time_text or "", matter.made_at)
    if said is None or said.start != at:
        return at + SOME_TIME
    return said.at or said.until or at + SOME_TIME


def _before(at: datetime) -> datetime:
    """Two hours before, or, if people sleep then, the evening before."""
    ask = at - AHEAD
    if not is_quiet(ask):
        return ask
    evening = (at.astimezone(SHANGHAI) - timedelta(days=1)).replace(hour=EVENING, minute=0, second=0, microsecond=0)
    return evening.astimezone(at.tzinfo)
