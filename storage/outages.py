"""What an outage held up: orders that nobody could be offered, and that are offered now that it is over."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from community.facts import FactKind
from community.words import OrderState, OutboxState
from storage.tables import Community, Order, Outbox, Place

JUST_NOW = timedelta(hours=1)


def offered_late(session: Session, desk: Place, *, before: datetime, now: datetime) -> int:
    """How many orders of the area of `desk`, not taken yet, were to be offered before `before` and are only now."""
    only_now = sa.or_(
        col(Outbox.state) == OutboxState.WAITING,
        sa.and_(col(Outbox.state) == OutboxState.DELIVERED, col(Outbox.ended_at) > now - JUST_NOW),
    )
    theirs = sa.select(col(Community.id)).where(col(Community.street_id) == desk.street_id)
    if desk.community_id is not None:
        theirs = theirs.where(col(Community.id) == desk.community_id)
    query = (
        sa.select(sa.func.count(sa.distinct(col(Order.id))))
        .join(Outbox, col(Outbox.subject) == col(Order.id))
        .where(
            col(Outbox.kind) == FactKind.ORDER_OFFERED,
            col(Outbox.not_before) <= now,
            col(Outbox.made_at) < before,
            only_now,
            col(Order.state) == OrderState.OPEN,
            col(Order.community_id).in_(theirs),
        )
    )
    return int(session.execute(query).scalar_one())
