"""Deleting what is kept about a person: ids, times and states stay, a tombstone says when and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from actions.speaking import note, tell_everyone
from actions.taking_back import close_order
from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.transitions import HELD
from community.words import MatterState, Priority, PushState
from storage import forgetting as rows
from storage.forgetting import forget_in_guide, forget_work_of
from storage.naming import made_public
from storage.retention import forget_details_by, forget_letters_to, forget_particulars_of, forget_words_of
from storage.tables import Card, Matter, Order, Person, Push, Question, Tombstone

CHANGED = {
    CardSlot.DESK: FactKind.DESK_CHANGED,
    CardSlot.ORDER: FactKind.ORDER_CHANGED,
    CardSlot.MATTER: FactKind.MATTER_CHANGED,
    CardSlot.ALARM: FactKind.ALARM_RAISED,
    CardSlot.DOUBT: FactKind.DOUBT_RAISED,
}
"""The cards on which words or numbers of the person may stand, and what changes them."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """It is deleted. matters: how many go on or are kept without a name."""

    matters: int


def forget_person(tx: Tx, person: Person, *, by: str, keep_open: bool) -> Forgotten:
    """Delete everything of `person`. keep_open: what is not done yet goes on without them, else it is withdrawn."""
    matters = list(tx.session.exec(select(Matter).where(Matter.person_id == person.id).order_by(Matter.id)))
    unfinished = [matter for matter in matters if matter.state is MatterState.OPEN]
    for matter in unfinished:
        _part(tx, matter, by, keep=keep_open)
    kept = {matter.id for matter in unfinished} if keep_open else set()
    orders = list(tx.session.exec(select(Order.id).where(col(Order.matter_id).in_([one.id for one in matters]))))
    doubts = list(tx.session.exec(select(Question.id).where(Question.person_id == person.id)))
    subjects = [*(matter.id for matter in matters), *orders, *doubts]
    worked = forget_work_of(tx.session, person.id, tx.now)
    forget_in_guide(tx.session, matters)
    for matter in matters:
        if matter.id in kept and matter.answer:
            matter.answer = made_public(tx.session, matter, matter.answer)
    tx.session.flush()
    forget_words_of(tx.session, [matter.id for matter in matters if matter.id not in kept])
    forget_particulars_of(tx.session, sorted(kept))
    forget_letters_to(tx.session, [f"p:{person.id}"], [*subjects, person.id], tx.now)
    forget_details_by(tx.session, person.id)
    rows.forget_said(tx.session, person.id)
    rows.forget_roles(tx.session, person.id)
    for push in tx.session.exec(select(Push).where(Push.person_id == person.id, Push.state == PushState.OFFERED)).all():
        push.state = PushState.LOST
    _show(tx, person.id, [*subjects, *worked, *_gone_into(tx, matters)])
    tx.session.add(Tombstone(at=tx.now, subject=person.id, by=by, detail={"matters": len(matters), "open": len(kept)}))
    tx.record(person.id, "forget_person", by)
    rows.forget_self(tx.session, person.id, ghost=tx.ghost(), cause=tx.cause)
    return Forgotten(len(matters))


def _gone_into(tx: Tx, matters: Sequence[Matter]) -> list[str]:
    """The matters that theirs are parts of, and their orders: whose cards show a neighbour's door."""
    mains = sorted({one.merged_into for one in matters if one.merged_into})
    return [*mains, *tx.session.exec(select(Order.id).where(col(Order.matter_id).in_(mains)))]


def _part(tx: Tx, matter: Matter, by: str, *, keep: bool) -> None:
    """An open matter ends with its asker, or goes on without them; whoever holds it is told."""
    if not keep:
        matter.state, matter.ended_at = MatterState.WITHDRAWN, tx.now
        tx.record(matter.id, "withdraw_matter", by)
        tell_everyone(tx, matter, close_order(tx, matter))
        return
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if order is not None and order.state in HELD and order.claimer_id is not None:
        note(tx, NoteKind.LOST_RESIDENT, order.id, order.claimer_id, what="forgotten")


def _show(tx: Tx, person: str, subjects: Sequence[str]) -> None:
    """Every card that stands somewhere and might show a word of theirs is made anew."""
    query = sa.select(col(Card.slot), col(Card.subject), col(Card.recipient)).where(
        col(Card.subject).in_(subjects), col(Card.slot).in_(CHANGED), col(Card.recipient) != f"p:{person}"
    )
    for slot, subject, recipient in tx.session.execute(query).all():
        tx.say(Fact(CHANGED[slot], subject, Recipient.of(recipient), Priority.BOARD, quiet=True))
