"""What staff ask for at their desk, read when it is said: what is late, how the month goes, who the partners are."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.clock import SHANGHAI
from community.facts import NoteKind
from community.understanding import Kind
from community.views import Wanted
from community.views.sheets import Figures, LateLine, OverdueView, ReportView, RosterLine, RosterView
from community.words import MatterState, OrderState, Rating
from storage.digest import LATE_SINCE, UNANSWERED, UNCLAIMED_AFTER, late_at
from storage.tables import Community, Matter, Member, Order, Partner, Person, Place, Street, Subscription

NOTES = frozenset({NoteKind.OVERDUE, NoteKind.REPORT, NoteKind.ROSTER})
UNANSWERED_AFTER = timedelta(hours=24)
FREQUENT = 5
NOT_RECEIVED = (MatterState.IGNORED, MatterState.MERGED)
"""What was no need after all, and what counts as its neighbour's."""


def load_sheet(session: Session, wanted: Wanted) -> OverdueView | ReportView | RosterView | None:
    """The sheet for the staff chat that asked; None if it is one no more."""
    place = session.get(Place, wanted.recipient.place) if wanted.recipient.place else None
    if place is None or place.street_id is None:
        return None
    return _SHEETS[NoteKind(wanted.payload["note"])](session, place, wanted.now)


def _within(place: Place) -> list[sa.ColumnElement[bool]]:
    """The matters of the desk: its community's, or the whole street's."""
    mine = [col(Matter.street_id) == place.street_id]
    return [*mine, col(Matter.community_id) == place.community_id] if place.community_id else mine


def _where(session: Session, place: Place) -> str:
    if place.community_id is not None:
        return session.get_one(Community, place.community_id).name
    return session.get_one(Street, place.street_id).name


def _overdue(session: Session, place: Place, now: datetime) -> OverdueView:
    waiting = sa.and_(col(Order.state) == OrderState.OPEN, col(Order.offered_at) <= now - UNCLAIMED_AFTER)
    unanswered = sa.and_(UNANSWERED, col(Matter.made_at) <= now - UNANSWERED_AFTER)
    return OverdueView(
        _late(session, place, late_at(now), LATE_SINCE),
        _late(session, place, waiting, col(Order.offered_at)),
        _late(session, place, unanswered, col(Matter.made_at)),
    )


def _late(session: Session, place: Place, condition: Any, since: Any) -> tuple[LateLine, ...]:
    query = (
        sa.select(col(Matter.number), col(Matter.category), since, col(Partner.name), col(Person.name))
        .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
        .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
        .join(Person, col(Person.id) == col(Order.claimer_id), isouter=True)
        .where(*_within(place), col(Matter.state) == MatterState.OPEN, condition)
        .order_by(since, col(Matter.number))
    )
    return tuple(
        LateLine(number, category, at, partner or staff or "")
        for number, category, at, partner, staff in session.execute(query)
    )


def _report(session: Session, place: Place, now: datetime) -> ReportView:
    first = now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    week = _figures(session, place, now - timedelta(days=7))
    return ReportView(_where(session, place), week, _figures(session, place, first.astimezone(now.tzinfo)))


def _figures(session: Session, place: Place, since: datetime) -> Figures:
    query = (
        sa.select(Matter, Order)
        .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
        .where(*_within(place), col(Matter.made_at) >= since, col(Matter.state).not_in(NOT_RECEIVED))
    )
    rows = [(matter, order) for matter, order in session.execute(query)]
    rated = [matter for matter, _ in rows if matter.rating is not None]
    held = [(matter, order) for matter, order in rows if order is not None]
    frequent = Counter(matter.category for matter, _ in rows).most_common(FREQUENT)
    return Figures(
        received=len(rows),
        solved=sum(matter.state is MatterState.SOLVED for matter, _ in rows),
        done=sum(order.state is OrderState.DONE for _, order in held),
        open=sum(matter.state is MatterState.OPEN for matter, _ in rows),
        asked=sum(matter.kind is Kind.INQUIRY for matter, _ in rows),
        rated=len(rated),
        good=sum(matter.rating is Rating.GOOD for matter in rated),
        to_claim=_mean([order.claimed_at - matter.made_at for matter, order in held if order.claimed_at]),
        to_done=_mean([order.done_at - matter.made_at for matter, order in held if order.done_at]),
        by_category=tuple(frequent),
    )


def _mean(spans: Sequence[timedelta]) -> timedelta | None:
    return sum(spans, timedelta()) / len(spans) if spans else None


def _roster(session: Session, place: Place, now: datetime) -> RosterView:
    partners = select(Partner).where(Partner.street_id == place.street_id).order_by(Partner.name)
    served = session.exec(select(Subscription).join(Partner).where(Partner.street_id == place.street_id)).all()
    members = Counter(session.exec(select(Member.partner_id)))
    here = [one for one in served if place.community_id is None or one.community_id in {None, place.community_id}]
    found = []
    for row in session.exec(partners):
        codes = tuple(sorted({one.category for one in here if one.partner_id == row.id}))
        if codes or not any(one.partner_id == row.id for one in served):
            stars = row.rating_sum / row.rating_count if row.rating_count else None
            found.append(RosterLine(row.name, row.state, codes, row.done_count, stars, members[row.id]))
    return RosterView(_where(session, place), tuple(found))


_SHEETS: Mapping[NoteKind, Callable[[Session, Place, datetime], OverdueView | ReportView | RosterView]] = {
    NoteKind.OVERDUE: _overdue,
    NoteKind.REPORT: _report,
    NoteKind.ROSTER: _roster,
}
