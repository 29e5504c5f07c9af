"""What the courier asks of the outbox again and again, made once: making a statement costs more than running it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col

from community.words import OutboxState
from storage.tables import Outbox

WAITING = col(Outbox.state) == OutboxState.WAITING
_BY: sa.BindParameter[int] = sa.bindparam("bot", type_=sa.BigInteger())
_NOW: sa.BindParameter[datetime] = sa.bindparam("now", type_=sa.inspect(Outbox).columns["not_before"].type)


def leased_lanes(bot_id: int | sa.BindParameter[int], now: datetime | sa.BindParameter[datetime]) -> sa.Select[str]:
    """Recipients who are being served at this moment."""
    return sa.select(col(Outbox.recipient)).where(col(Outbox.bot_id) == bot_id, WAITING, col(Outbox.leased_until) > now)


def free(now: datetime | sa.BindParameter[datetime]) -> sa.ColumnElement[bool]:
    """Rows that nobody has leased."""
    return sa.or_(col(Outbox.leased_until).is_(None), col(Outbox.leased_until) <= now)


def _heads_of_lanes() -> sa.Select[Outbox]:
    place = sa.func.row_number().over(
        partition_by=col(Outbox.recipient), order_by=(col(Outbox.priority), col(Outbox.id))
    )
    lanes = (
        sa.select(col(Outbox.id), place.label("place"))
        .where(
            col(Outbox.bot_id) == _BY,
            WAITING,
            col(Outbox.not_before) <= _NOW,
            col(Outbox.recipient).not_in(leased_lanes(_BY, _NOW)),
            col(Outbox.recipient).not_in(sa.bindparam("busy", expanding=True)),
        )
        .subquery()
    )
    return (
        sa.select(Outbox)
        .join(lanes, lanes.c.id == col(Outbox.id))
        .where(lanes.c.place == 1, col(Outbox.priority) <= sa.bindparam("worst"))
        .order_by(col(Outbox.priority), col(Outbox.id))
        .limit(sa.bindparam("room"))
    )


_ROWS = col(Outbox.id).in_(sa.bindparam("rows", expanding=True))
HEADS = _heads_of_lanes()
SIBLINGS = (
    sa.select(Outbox)
    .where(
        col(Outbox.bot_id) == _BY,
        WAITING,
        col(Outbox.recipient) == sa.bindparam("recipient"),
        col(Outbox.slot) == sa.bindparam("slot"),
        col(Outbox.subject) == sa.bindparam("subject"),
        col(Outbox.not_before) <= _NOW,
    )
    .order_by(col(Outbox.id))
)
LEASE = (
    sa.update(Outbox)
    .where(_ROWS, WAITING, free(_NOW))
    .values(leased_until=sa.bindparam("until"))
    .returning(col(Outbox.id))
    .execution_options(synchronize_session=False)
)
EXPIRE = (
    sa.update(Outbox)
    .where(col(Outbox.bot_id) == _BY, WAITING, col(Outbox.not_after) <= _NOW, free(_NOW))
    .values(state=OutboxState.EXPIRED, ended_at=_NOW)
    .execution_options(synchronize_session=False)
)
BEGIN = sa.update(Outbox).where(_ROWS).values(attempts=Outbox.attempts + 1)
END = (
    sa.update(Outbox)
    .where(_ROWS)
    .values(
        state=sa.bindparam("ended"),
        leased_until=None,
        ended_at=_NOW,
        error=sa.bindparam("why"),
        message_id=sa.bindparam("message"),
    )
)
