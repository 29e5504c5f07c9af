"""The numbers of the matters that a staff chat's morning digest names."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.clock import SHANGHAI
from community.transitions import HELD
from community.words import MatterState, OrderState
from storage.tables import Matter, Order

UNCLAIMED_AFTER = timedelta(minutes=10)


_IN_DANGER = sa.and_(
    sa.or_(col(Matter.urgency) == 3, col(Matter.grave).is_not(None)),
    sa.or_(col(Order.state).is_(None), col(Order.state).in_([OrderState.OPEN, *HELD])),
)
"""Nobody has said yet that it is done."""


class Numbers(TypedDict):
    """Numbers of matters (BY-1121-07), oldest first."""

    danger: list[str]  # 险情，还没结束的
    new: list[str]  # 昨天以来登记的
    unclaimed: list[str]  # 没人接单
    overdue: list[str]  # 过了约定时间还没办结
    promised: list[str]  # 约在今天


def count_for_digest(session: Session, street: str, community: str | None, now: datetime) -> Numbers:
    """How the open matters of `community`, or of all of `street`, stand at `now` (aware UTC)."""
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = midnight + timedelta(days=1)
    held = col(Order.state).in_(HELD)
    waiting = sa.and_(col(Order.state) == OrderState.OPEN, col(Order.offered_at) <= now - UNCLAIMED_AFTER)
    overdue = sa.and_(held, col(Order.eta) < now)
    promised = sa.and_(held, col(Order.eta) >= now, col(Order.eta) < tomorrow)

    def numbers(condition: sa.ColumnElement[bool]) -> list[str]:
        return list(_numbers(session, street, community, condition))

    return Numbers(
        danger=numbers(_IN_DANGER),
        new=numbers(col(Matter.made_at) >= midnight - timedelta(days=1)),
        unclaimed=numbers(waiting),
        overdue=numbers(overdue),
        promised=numbers(promised),
    )


def in_danger(session: Session, street: str, community: str | None) -> bool:
    """Whether any of their open matters is 险情."""
    return bool(_numbers(session, street, community, _IN_DANGER))


def _numbers(session: Session, street: str, community: str | None, condition: sa.ColumnElement[bool]) -> Sequence[str]:
    query = (
        select(Matter.number)
        .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
        .where(Matter.street_id == street, Matter.state == MatterState.OPEN, condition)
    )
    if community is not None:
        query = query.where(Matter.community_id == community)
    return session.exec(query.order_by(col(Matter.made_at), col(Matter.id))).all()
