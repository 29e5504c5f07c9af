"""Two matters that are one: by staff, or by themselves where nothing else is possible."""

from sqlmodel import select

from actions.households import keep_household, recount
from actions.offering import open_order
from actions.outcomes import Done, NotYours, Outcome, TooLate
from actions.ringing import ring_staff
from actions.speaking import tell_desk, tell_everyone, tell_resident
from actions.taking_back import close_order
from actions.tx import Tx
from community.heard import Speaker
from community.ringing import is_alarming
from community.understanding import Kind
from community.words import MatterState
from storage.duplicates import twin_of
from storage.people import meet
from storage.tables import Household, Matter, Order


def merge_twin(tx: Tx, matter: Matter) -> bool:
    """Merge a new matter with a neighbour's that is certainly the same thing; whether there was one."""
    other = twin_of(tx.session, matter)
    if other is None:
        return False
    merge_into(tx, matter, other, by=None)
    return True


def merge_into(tx: Tx, matter: Matter, other: Matter, *, by: str | None) -> None:
    """`matter` goes on as a part of `other`: its households count there, its order closes, its card follows."""
    matter.state, matter.merged_into, matter.ended_at = MatterState.MERGED, other.id, tx.now
    for before in tx.session.exec(select(Matter).where(Matter.merged_into == matter.id)).all():
        before.merged_into = other.id
    if matter.person_id != other.person_id:
        keep_household(tx, other.id, matter.person_id, matter.spot)
    for one in tx.session.exec(select(Household).where(Household.matter_id == matter.id)).all():
        keep_household(tx, other.id, one.person_id, one.spot)
    tx.session.flush()
    recount(tx, other)
    tx.record(matter.id, "merge_matter", by, into=other.number)
    tx.record(other.id, "merge_matter", by, merged=matter.number)
    closed = close_order(tx, matter)
    order = tx.session.exec(select(Order).where(Order.matter_id == other.id)).first()
    tell_everyone(tx, matter, closed)
    tell_everyone(tx, other, order)


def go_alone(tx: Tx, *, speaker: Speaker, matter: str) -> Outcome:
    """还没好: the matter that mine was merged with has ended without me; mine goes on by itself."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None or row.person_id != person.id:
        return NotYours()
    other = tx.session.get(Matter, row.merged_into) if row.merged_into else None
    if row.state is not MatterState.MERGED or other is None or other.state is MatterState.OPEN:
        return TooLate()
    row.state, row.merged_into, row.ended_at = MatterState.OPEN, None, None
    tx.record(matter, "go_alone", person.id, left=other.number)
    if row.kind is Kind.NEED:
        open_order(tx, row)
    tell_resident(tx, row)
    tell_desk(tx, row, fresh=True)
    if is_alarming(row.urgency, row.grave):
        ring_staff(tx, row, warned=True)
    return Done(row.number)
