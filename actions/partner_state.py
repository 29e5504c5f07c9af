"""A partner comes into use or is stopped: who asked for it hears, and nobody waits for one that comes no more."""

from dataclasses import dataclass

from sqlmodel import col, select

from actions.barring import take_offers_back
from actions.drafts import close_drafts
from actions.setup import Result, show
from actions.staffing import Staff
from actions.streets import NoSuchThing, SetUp
from actions.taking_back import reopen_market
from actions.tx import Tx
from community.transitions import HELD
from community.views.setup import PAGE_STOP
from community.words import DraftKind, PartnerState
from storage.setup import street_staff, tier_said
from storage.tables import Matter, Member, Order, Partner, Subscription

TAKE_BACK, LET_FINISH = "back", "finish"
"""What becomes of the orders that a stopped partner holds: others get them, or its people finish them."""


@dataclass(frozen=True, slots=True)
class NotReady:
    """Nobody has said what the partner serves, or at what price."""


def decide_partner(tx: Tx, who: Staff, ident: str, *, yes: bool, how: str = "") -> Result | NotReady:
    """同意, 不同意 or 停用. how: what becomes of the orders it holds; while that is open the card asks."""
    row = tx.session.get(Partner, ident, with_for_update=True)
    if row is None or row.street_id != who.street.id:
        return NoSuchThing()
    if yes and not _is_ready(tx, row):
        return NotReady()
    held = _held_by(tx, row)
    if held and not yes and how not in {TAKE_BACK, LET_FINISH}:
        show(tx, f"partner.{ident}", who.person.id, page=PAGE_STOP)
        return SetUp((ident,))
    applied = row.state is PartnerState.APPLIED
    row.state = PartnerState.ACTIVE if yes else PartnerState.SUSPENDED
    tx.record(ident, "decide", who.person.id, yes=yes, how=how, refused=applied and not yes)
    tx.session.flush()
    if not yes:
        _stop(tx, row, held if how == TAKE_BACK else [], who.person.id)
    for person in tx.session.exec(select(Member.person_id).where(Member.partner_id == ident)).all():
        if applied:
            close_drafts(tx, person, DraftKind.APPLY, row.street_id)
        show(tx, f"partner.{ident}", person, fresh=True)
    for person in street_staff(tx.session, who.street.id):
        show(tx, f"partner.{ident}", person)
    return SetUp((ident,))


def _is_ready(tx: Tx, row: Partner) -> bool:
    serves = tx.session.exec(select(Subscription.id).where(Subscription.partner_id == row.id).limit(1)).first()
    return serves is not None and (row.state is not PartnerState.APPLIED or tier_said(tx.session, row.id))


def _held_by(tx: Tx, row: Partner) -> list[Order]:
    query = select(Order).where(Order.partner_id == row.id, col(Order.state).in_(HELD))
    return list(tx.session.exec(query.order_by(col(Order.claimed_at), Order.id).with_for_update()).all())


def _stop(tx: Tx, row: Partner, given_back: list[Order], by: str) -> None:
    """What it was offered is offered to it no more; what it held goes to others, and each resident hears."""
    for order in given_back:
        matter = tx.session.get_one(Matter, order.matter_id)
        tx.record(matter.id, "take_back", by, partner=row.id)
        reopen_market(tx, matter, order)
    take_offers_back(tx, row.id)
