"""A partner takes an order that was offered, or leaves it to others.

Both check person and state inside their transaction and answer with one of `actions.outcomes`.
"""

import sqlalchemy as sa
from sqlmodel import col, select

from actions.details import ask_particulars, lacking, pass_on_media
from actions.offering import close_market
from actions.out_of_reach import wait_for_resident
from actions.outcomes import Done, Nothing, NotYours, Outcome, Taken, TooLate
from actions.speaking import react, tell_everyone
from actions.tx import Tx
from actions.wishes import plan_wish
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.transitions import HELD
from community.words import OrderState, PartnerState, Priority, PushState
from storage.people import meet
from storage.tables import Matter, Member, Order, Partner, Person, Push

_OFFERED = (
    select(Push)
    .join(Member, (col(Member.partner_id) == Push.partner_id) & (col(Member.person_id) == Push.person_id))
    .join(Partner, col(Partner.id) == Push.partner_id)
    .where(
        Push.order_id == sa.bindparam("order"),
        Push.person_id == sa.bindparam("person"),
        Partner.state == PartnerState.ACTIVE,
    )
)
_CLAIM = (
    sa.update(Order)
    .where(col(Order.id) == sa.bindparam("order"), col(Order.state) == OrderState.OPEN)
    .values(
        state=OrderState.CLAIMED,
        partner_id=sa.bindparam("partner"),
        claimer_id=sa.bindparam("claimer"),
        claimed_at=sa.bindparam("now"),
    )
    .execution_options(synchronize_session=False)
)


def claim_order(tx: Tx, *, speaker: Speaker, order: str) -> Taken | TooLate | NotYours:
    """Take the order. Exactly one of any number of claimers wins: one conditional UPDATE decides."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    push = offered(tx, person, order)
    if push is None:
        return NotYours()
    if push.state is not PushState.OFFERED:
        return _claimed_already(tx, person, order)
    won = tx.session.execute(_CLAIM, {"order": order, "partner": push.partner_id, "claimer": person.id, "now": tx.now})
    if won.rowcount != 1:  # type: ignore[attr-defined]
        return _claimed_already(tx, person, order)
    row = tx.session.get_one(Order, order, populate_existing=True)
    matter = tx.session.get_one(Matter, row.matter_id)
    close_market(tx, row, winner=person.id)
    tx.record(matter.id, "claim_order", person.id, partner=push.partner_id, round=row.round)
    with tx.together():
        react(tx, matter, FactKind.CLAIM_MARKED)
        tell_everyone(tx, matter, row, fresh=True)
    lacks = ask_particulars(tx, matter)
    if any(lacks):
        wait_for_resident(tx, matter, row)
    pass_on_media(tx, matter, row)
    plan_wish(tx, matter, row)
    return Taken(matter.number, *lacks)


def offered(tx: Tx, person: Person, order: str) -> Push | None:
    """How the order was offered to `person`, who still acts for that partner, which is still active."""
    return tx.session.exec(_OFFERED, params={"order": order, "person": person.id}).first()


def _claimed_already(tx: Tx, person: Person, order: str) -> Taken | TooLate:
    """The order as it stands now: this person's own (a double tap), or somebody else's."""
    row = tx.session.get_one(Order, order, populate_existing=True)
    if row.claimer_id == person.id and row.state in HELD:
        matter = tx.session.get_one(Matter, row.matter_id)
        return Taken(matter.number, *lacking(tx, matter))
    tx.say(Fact(FactKind.ORDER_CHANGED, row.id, Recipient(person=person.id), Priority.ORDER))
    return TooLate()


def decline_order(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """Not this one: the card says so; the order stays open for the others."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    push = offered(tx, person, order)
    if push is None:
        return NotYours()
    if push.state is not PushState.OFFERED:
        return Nothing()
    push.state = PushState.DECLINED
    row = tx.session.get_one(Order, order)
    tx.record(row.matter_id, "decline_order", person.id, partner=push.partner_id)
    tx.say(Fact(FactKind.ORDER_CHANGED, order, Recipient(person=person.id), Priority.REPLY))
    return Done(tx.session.get_one(Matter, row.matter_id).number)
