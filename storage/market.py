"""Market days: whose turn, which is next, who comes, what is offered."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.calendars import local_date
from community.market_rule import closes_at
from community.words import MarketState, PartnerKind, PartnerState
from storage.tables import Community, Going, MarketDay, Partner, Subscription

SERVICES = 12
NOT_AT_STALLS = (PartnerKind.PROPERTY, PartnerKind.PUBLIC)


def rota(session: Session, street: str) -> Sequence[str]:
    """The communities of `street` in the order of their turns."""
    query = select(Community.id).where(Community.street_id == street).order_by(col(Community.rota), col(Community.code))
    return session.exec(query).all()


def next_market(session: Session, street: str, now: datetime) -> MarketDay | None:
    """The next market day of `street` that is held and has not closed."""
    query = (
        select(MarketDay)
        .where(MarketDay.street_id == street, MarketDay.state == MarketState.PLANNED, MarketDay.day >= local_date(now))
        .order_by(col(MarketDay.day))
        .limit(2)
    )
    return next((market for market in session.exec(query) if closes_at(market.day, market.closes) > now), None)


def markets_ahead(session: Session, street: str, now: datetime, count: int) -> Sequence[MarketDay]:
    """The next `count` market days of `street`, held or not, of which none has closed."""
    query = select(MarketDay).where(MarketDay.street_id == street, MarketDay.day >= local_date(now))
    found = session.exec(query.order_by(col(MarketDay.day)).limit(count + 2)).all()
    return [market for market in found if closes_at(market.day, market.closes) > now][:count]


def going_count(session: Session, market: str) -> int:
    """How many people said that they come."""
    return session.exec(select(sa.func.count()).select_from(Going).where(Going.market_id == market)).one()


def services_near(session: Session, street: str, host: str) -> tuple[str, ...]:
    """The categories that partners in use serve where `host` holds the market, those of most partners first.

    Nobody has said which of them comes, so none is named.
    """
    query = (
        select(Subscription.category, sa.func.count(sa.distinct(col(Partner.id))))
        .join(Partner, col(Subscription.partner_id) == col(Partner.id))
        .where(
            Partner.street_id == street,
            Partner.state == PartnerState.ACTIVE,
            col(Partner.kind).not_in(NOT_AT_STALLS),
            sa.or_(col(Subscription.community_id) == host, col(Subscription.community_id).is_(None)),
        )
        .group_by(col(Subscription.category))
    )
    found = sorted(session.exec(query).all(), key=lambda row: (-row[1], row[0]))
    return tuple(category for category, _ in found[:SERVICES])
