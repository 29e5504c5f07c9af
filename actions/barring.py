"""Partners to whom an order is not to go any more: the resident wants somebody else, or they are stopped."""

from sqlmodel import col, select

from actions.orders import tell_unclaimed
from actions.taking_back import reopen_market
from actions.tx import Tx
from community.facts import Fact, FactKind, Recipient
from community.transitions import HELD
from community.words import OrderState, Priority, PushState
from storage.tables import Matter, Order, Push


def bar_partner(tx: Tx, matter: Matter, order: Order, partner: str) -> None:
    """The resident wants anybody but `partner` for `matter`: nobody who acts for it is asked again, or goes on."""
    tx.record(matter.id, "bar_partner", matter.person_id, partner=partner)
    tx.session.flush()
    if order.state in HELD and order.partner_id == partner:
        reopen_market(tx, matter, order)
    take_offers_back(tx, partner, order.id)


def take_offers_back(tx: Tx, partner: str, order: str | None = None) -> None:
    """What `partner` was offered (`order` alone, if given) is offered to it no more."""
    query = select(Push, Order).join(Order, col(Order.id) == col(Push.order_id))
    offered = query.where(Push.partner_id == partner, Push.state == PushState.OFFERED, Order.state == OrderState.OPEN)
    if order is not None:
        offered = offered.where(Order.id == order)
    for push, row in tx.session.exec(offered.order_by(Push.id)).all():
        push.state, push.round = PushState.LOST, row.round - 1  # 卡片上写：改派给别人了
        tx.session.flush()
        tx.say(Fact(FactKind.ORDER_CHANGED, row.id, Recipient(person=push.person_id), Priority.ORDER))
        others = select(Push.id).where(Push.order_id == row.id, Push.state == PushState.OFFERED)
        if tx.session.exec(others.limit(1)).first() is None:
            tell_unclaimed(tx, order=row.id)
