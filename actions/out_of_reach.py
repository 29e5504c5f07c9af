"""Whoever holds an order can't reach the resident, who has no private talk with the bot and left no phone."""

from datetime import timedelta

from actions.dues import plan_due
from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.hours import after_quiet
from community.transitions import HELD
from community.words import Priority
from storage.people import can_reach
from storage.places import staff_places
from storage.tables import Matter, Order, Particulars

OUT_OF_REACH = "out_of_reach"
"""The kind of due row that says so."""
WAITED = timedelta(hours=1)


def wait_for_resident(tx: Tx, matter: Matter, order: Order) -> None:
    """Nobody can ask the resident for what is lacking: after a while staff are to know."""
    if not can_reach(tx.session, matter.person_id):
        plan_due(tx, OUT_OF_REACH, order.id, after_quiet(tx.now + WAITED))


def tell_out_of_reach(tx: Tx, *, order: str) -> None:
    """Still so: the desk, who may know the resident, and the holder, who may give it back."""
    row = tx.session.get_one(Order, order)
    matter = tx.session.get_one(Matter, row.matter_id)
    kept = tx.session.get(Particulars, matter.id)
    if row.state not in HELD or row.claimer_id is None or row.claimed_at is None or tx.now < row.claimed_at + WAITED:
        return
    if can_reach(tx.session, matter.person_id) or (kept is not None and kept.phone):
        return
    tx.record(matter.id, "tell_out_of_reach", None)
    payload = {"note": NoteKind.OUT_OF_REACH.value}
    for desk in staff_places(tx.session, matter.community_id, matter.street_id):
        tx.say(Fact(FactKind.TOLD, row.id, Recipient(place=desk.id), Priority.ORDER, payload=payload))
    note(tx, NoteKind.OUT_OF_REACH, row.id, row.claimer_id)
