"""How far behind the program is: a few cheap queries, for health and metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import InboxState, OutboxState
from storage.dead import GIVEN_UP
from storage.dues import overdue
from storage.tables import Inbox, Outbox

DEAD = (OutboxState.REFUSED, OutboxState.UNKNOWN, OutboxState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Lags:
    """inbox, outbox, dues: how many wait that could be dealt with now; *_lag: since how long the oldest of them.

    quarantined: updates that could not be handled. dead: facts that were given up, by state.
    """

    inbox: int
    inbox_lag: timedelta
    outbox: int
    outbox_lag: timedelta
    dues: int
    dues_lag: timedelta
    quarantined: int
    dead: Mapping[str, int]


def look(session: Session, now: datetime) -> Lags:
    """All of them at `now`."""
    new = col(Inbox.state) == InboxState.NEW
    due = sa.and_(col(Outbox.state) == OutboxState.WAITING, col(Outbox.not_before) <= now)
    inbox, oldest = session.execute(sa.select(sa.func.count(), sa.func.min(col(Inbox.received_at))).where(new)).one()
    outbox, first = session.execute(sa.select(sa.func.count(), sa.func.min(col(Outbox.not_before))).where(due)).one()
    dues, missed = overdue(session, now)
    stuck = sa.select(sa.func.count()).select_from(Inbox).where(col(Inbox.state) == InboxState.QUARANTINED)
    dead = sa.select(col(Outbox.state), sa.func.count()).where(GIVEN_UP).group_by(col(Outbox.state))
    counted = {state.value: count for state, count in session.execute(dead)}
    return Lags(
        inbox=int(inbox),
        inbox_lag=_since(oldest, now),
        outbox=int(outbox),
        outbox_lag=_since(first, now),
        dues=dues,
        dues_lag=_since(missed, now),
        quarantined=int(session.execute(stuck).scalar_one()),
        dead={state.value: counted.get(state.value, 0) for state in DEAD},
    )


def _since(at: datetime | None, now: datetime) -> timedelta:
    return max(now - at, timedelta()) if at is not None else timedelta()
