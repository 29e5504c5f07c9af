"""How lively each group was in the last week, by the updates that came from it: their words are not looked at."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from community.silence import BEFORE, QUIET_FOR
from storage.tables import Inbox

DAY = timedelta(days=1)


def liveliness(session: Session, *, bot_id: int, now: datetime) -> Mapping[int, tuple[bool, int]]:
    """By chat id: whether anything came within QUIET_FOR, and on how many of the BEFORE days before; one pass."""
    quiet_since = now - QUIET_FOR
    starts = [quiet_since - DAY * n for n in range(1, BEFORE + 1)]
    at = col(Inbox.received_at)

    def any_in(since: datetime, until: datetime) -> sa.ColumnElement[int]:
        return sa.func.max(sa.case((sa.and_(at >= since, at < until), 1), else_=0))

    days = [any_in(start, start + DAY) for start in starts]
    lately = any_in(quiet_since, now + DAY)
    query = (
        sa.select(col(Inbox.lane), lately, *days)
        .where(col(Inbox.bot_id) == bot_id, at >= starts[-1], col(Inbox.lane).startswith("-"))
        .group_by(col(Inbox.lane))
    )
    return {int(lane): (bool(late), sum(talked)) for lane, late, *talked in session.execute(query)}
