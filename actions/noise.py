"""How much nobody asked for a group may hear: at most six posts an hour, none at night."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.tx import Tx
from community.facts import FactKind, Recipient
from community.hours import after_quiet
from community.words import OutboxState
from storage.tables import Outbox

HOUR = timedelta(hours=1)
POSTS_AN_HOUR = 6
UNREQUESTED = (FactKind.ANNOUNCEMENT_POSTED, FactKind.MARKET_POSTED)
HEARD = (OutboxState.WAITING, OutboxState.DELIVERED, OutboxState.UNKNOWN)


def next_turn(tx: Tx, place: str) -> datetime:
    """When the next unrequested post may be made in `place` (aware UTC): now, or after those already planned."""
    planned = sorted(_posts(tx, place))
    turn = after_quiet(tx.now)
    if len(planned) >= POSTS_AN_HOUR:
        turn = after_quiet(max(turn, planned[-POSTS_AN_HOUR] + HOUR))
    return turn


def _posts(tx: Tx, place: str) -> list[datetime]:
    when = sa.func.coalesce(Outbox.ended_at, Outbox.not_before, type_=Outbox.__table__.c.not_before.type)  # type: ignore[attr-defined]
    query = select(when).where(
        Outbox.recipient == Recipient(place=place).key,
        col(Outbox.state).in_(HEARD),
        col(Outbox.kind).in_(UNREQUESTED),
        when > tx.now - HOUR,
    )
    return list(tx.session.exec(query))
