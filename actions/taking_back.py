"""Taking an order from whoever holds it: offered again, or over. The holder is rung, so that nobody goes in vain."""

from sqlmodel import select

from actions.offering import close_market, offer
from actions.ringing import ring_staff
from actions.speaking import note, tell_desk, tell_partners, tell_resident
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.ringing import is_alarming
from community.transitions import HELD, before
from community.words import OrderState, Priority, PushState
from storage.tables import Matter, Order, Push

MOVED = "moved"
"""Why the holder is called off when the order goes to others; else the state that the matter ended in."""


def reopen_market(tx: Tx, matter: Matter, order: Order, *, without: str | None = None, warned: bool = True) -> None:
    """Take the order from whoever holds it and offer it again, a round further on, with nothing of the last round.

    warned: whoever asked was told whom to ring, see `ring_staff`.
    """
    if without is not None:
        push = tx.session.exec(select(Push).where(Push.order_id == order.id, Push.person_id == without)).first()
        if push is not None:
            push.state = PushState.DECLINED
            tx.say(Fact(FactKind.ORDER_CHANGED, order.id, Recipient(person=without), Priority.REPLY))
    _call_off(tx, order, MOVED, but=without)
    order.state, order.partner_id, order.claimer_id, order.claimed_at = OrderState.OPEN, None, None, None
    order.eta = order.eta_text = order.set_out_at = order.done_at = None
    order.report, order.price_fen, order.proof = None, None, []
    order.round += 1
    tx.session.flush()
    offer(tx, matter, order, without=without)
    tell_resident(tx, matter, fresh=True)
    tell_desk(tx, matter, fresh=True)
    if is_alarming(matter.urgency, matter.grave):
        ring_staff(tx, matter, warned=warned)


def close_order(tx: Tx, matter: Matter) -> Order | None:
    """Nobody needs to come any more: the market closes, whoever held it is told."""
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id).with_for_update()).first()
    if order is None or order.state not in before(OrderState.CLOSED):
        return order
    _call_off(tx, order, matter.state.value)
    order.state = OrderState.CLOSED
    close_market(tx, order)
    tell_partners(tx, order)
    return order


def _call_off(tx: Tx, order: Order, why: str, *, but: str | None = None) -> None:
    if order.state in HELD and order.claimer_id is not None and order.claimer_id != but:
        note(tx, NoteKind.CALLED_OFF, order.id, order.claimer_id, what=why)
