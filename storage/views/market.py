"""Views of market days: the groups' card, the staff's plan, the calendar entry."""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from community.calendars import SATURDAY, odd_day
from community.clock import SHANGHAI
from community.lunar import lunar
from community.market_rule import closes_at
from community.views import Wanted
from community.views.market import CalendarView, MarketPlanView, MarketView, PlannedMarket
from community.words import MarketState
from storage.market import going_count, markets_ahead, services_near
from storage.tables import Community, MarketDay, Street

PLAN = "plan"
OLDER = "older"
WEEKS_SHOWN = 4


def load_market(session: Session, wanted: Wanted) -> MarketView | MarketPlanView | None:
    """What the subject names: `<market>.<days before>`, `<market>.ask`, or the staff's `<street>.plan`."""
    ident, _, variant = wanted.subject.rpartition(".")
    if variant == PLAN:
        return _plan(session, ident, wanted.now)
    row = session.get(MarketDay, ident)
    if row is None:
        return None
    host = session.get_one(Community, row.community_id)
    return MarketView(
        id=row.id,
        day=row.day,
        lunar=lunar(row.day),
        opens=row.opens,
        closes=row.closes,
        street=session.get_one(Street, row.street_id).name,
        host=host.name,
        square=host.square,
        rain_place=host.rain_place,
        services=services_near(session, row.street_id, row.community_id),
        going=going_count(session, row.id),
        state=row.state,
        days_before=int(variant) if variant.isdecimal() else None,
        over=wanted.now >= closes_at(row.day, row.closes),
        older=wanted.page == OLDER,
    )


def _plan(session: Session, street: str, now: datetime) -> MarketPlanView | None:
    row = session.get(Street, street)
    if row is None:
        return None
    markets = markets_ahead(session, street, now, WEEKS_SHOWN)
    return MarketPlanView(row.name, tuple(_planned(session, market) for market in markets))


def _planned(session: Session, row: MarketDay) -> PlannedMarket:
    saturday = row.day - timedelta(days=row.day.isoweekday() - SATURDAY)
    host = session.get_one(Community, row.community_id).name
    return PlannedMarket(row.id, row.day, saturday, host, row.state, odd_day(saturday))


def load_calendar(session: Session, wanted: Wanted) -> CalendarView | None:
    """The calendar entry of the market day that the subject names."""
    row = session.get(MarketDay, wanted.subject)
    if row is None:
        return None
    host = session.get_one(Community, row.community_id)
    return CalendarView(
        uid=f"market-{row.id}@hehuo",
        title_host=host.name,
        place=host.square,
        rain_place=host.rain_place,
        starts=datetime.combine(row.day, time.fromisoformat(row.opens), SHANGHAI),
        ends=closes_at(row.day, row.closes),
        cancelled=row.state is not MarketState.PLANNED,
    )
