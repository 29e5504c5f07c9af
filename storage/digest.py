"""The numbers of the matters that a staff chat's morning digest names."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.clock import SHANGHAI
from community.facts import Recipient
from community.timing import PASSED
from community.transitions import HELD
from community.understanding import Kind
from community.words import DueState, MatterState, OrderState, OutboxState
from storage.tables import Due, Matter, Order, Outbox

UNCLAIMED_AFTER = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(days=1)
_KEY = "digest:"

_IN_DANGER = sa.and_(
    sa.or_(col(Matter.urgency) == 3, col(Matter.grave).is_not(None)),
    sa.or_(col(Order.state).is_(None), col(Order.state).in_([OrderState.OPEN, *HELD])),
)
"""Nobody has said yet that it is done."""


UNANSWERED = sa.and_(col(Order.id).is_(None), col(Matter.kind) != Kind.NEED)
"""Asked or suggested: no partner does it, staff answer."""


class Numbers(TypedDict):
    """Numbers of matters (BY-1121-07), oldest first."""

    danger: list[str]  # 险情，还没结束的
    new: list[str]  # 上一次晨报以来登记的
    unclaimed: list[str]  # 没人接单
    unanswered: list[str]  # 咨询、建议，还没有答复
    overdue: list[str]  # 过了约定时间还没办结
    promised: list[str]  # 约在今天


_WAITS = sa.select(sa.literal(1)).where(
    col(Due.kind) == PASSED, col(Due.subject) == col(Order.id), col(Due.state) == DueState.WAITING
)
"""The time that was wished for is not over yet."""


def late_at(now: datetime) -> sa.ColumnElement[bool]:
    """What somebody holds and has let the time pass: the one agreed; with none, the one wished for, or a whole day."""
    no_time = sa.and_(col(Order.eta).is_(None), col(Order.set_out_at).is_(None))
    wish_over = sa.and_(no_time, col(Matter.wanted_at) < now, ~_WAITS.exists())
    forgotten = sa.and_(no_time, col(Matter.wanted_at).is_(None), col(Order.claimed_at) < now - FORGOTTEN_AFTER)
    return sa.and_(col(Order.state).in_(HELD), sa.or_(col(Order.eta) < now, wish_over, forgotten))


LATE_SINCE = sa.func.coalesce(col(Order.eta), col(Matter.wanted_at), col(Order.claimed_at))


def key_of(place: str, day: date) -> str:
    """The key of the staff chat's digest of that day."""
    return f"{_KEY}{place}:{day}"


def last_digest(session: Session, place: str, day: date) -> datetime | None:
    """When the last digest was made that the staff chat `place` got before that of `day`; None if none is known."""
    query = select(Outbox.made_at).where(
        Outbox.recipient == Recipient(place=place).key,
        Outbox.state == OutboxState.DELIVERED,
        col(Outbox.key).startswith(_KEY),
        Outbox.key != key_of(place, day),
    )
    return session.exec(query.order_by(col(Outbox.id).desc()).limit(1)).first()


def count_for_digest(
    session: Session, street: str, community: str | None, now: datetime, since: datetime | None = None
) -> Numbers:
    """How the open matters of `community`, or of all of `street`, stand at `now` (aware UTC).

    since: when they were told last; what was registered since yesterday is new in any case.
    """
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday = midnight - timedelta(days=1)
    tomorrow = midnight + timedelta(days=1)
    held = col(Order.state).in_(HELD)
    waiting = sa.and_(col(Order.state) == OrderState.OPEN, col(Order.offered_at) <= now - UNCLAIMED_AFTER)
    overdue = late_at(now)
    promised = sa.and_(held, col(Order.eta) >= now, col(Order.eta) < tomorrow)

    def numbers(condition: sa.ColumnElement[bool]) -> list[str]:
        return list(_numbers(session, street, community, condition))

    return Numbers(
        danger=numbers(_IN_DANGER),
        new=numbers(col(Matter.made_at) >= min(since or yesterday, yesterday)),
        unclaimed=numbers(waiting),
        unanswered=numbers(UNANSWERED),
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
