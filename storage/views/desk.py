"""The matter at the staff desk."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from community.understanding import Kind
from community.views import Wanted
from community.views.desk import DeskOrder, DeskView, MergeChoice
from community.words import MatterState, OrderState, PushState
from storage.duplicates import likely_twin
from storage.history import human_at, last, why_ignored, why_undone
from storage.naming import public_answer
from storage.tables import Community, Grid, Matter, Order, Partner, Person, Push
from storage.views.words import area_of, masked_name, spots_of

CHOICES = 6


_TARGET, _CLAIMER = aliased(Matter), aliased(Person)
_QUERY = (
    sa.select(
        Matter,
        Order,
        col(Partner.name),
        col(_CLAIMER.name),
        col(Community.name),
        col(Grid.name),
        col(Person.name),
        col(_TARGET.number),
    )
    .join(Community, col(Community.id) == col(Matter.community_id))
    .join(Person, col(Person.id) == col(Matter.person_id))
    .join(Grid, col(Grid.id) == col(Matter.grid_id), isouter=True)
    .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
    .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
    .join(_CLAIMER, col(_CLAIMER.id) == col(Order.claimer_id), isouter=True)
    .join(_TARGET, col(_TARGET.id) == col(Matter.merged_into), isouter=True)
    .where(col(Matter.id) == sa.bindparam("subject"))
)  # made once, as it is asked for every time a card changes


def load(session: Session, wanted: Wanted) -> DeskView | None:
    """The matter for a staff chat: nobody's full name, door or phone."""
    row = session.execute(_QUERY, {"subject": wanted.subject}).one_or_none()
    if row is None:
        return None
    matter, order, partner, staff, community, grid, speaker, merged_into = row
    return DeskView(
        id=matter.id,
        number=matter.number,
        kind=matter.kind,
        state=matter.state,
        page=wanted.page,
        category=matter.category,
        service=matter.service,
        sensitive=matter.sensitive,
        urgency=matter.urgency,
        grave=matter.grave,
        summary=matter.summary,
        area=area_of(community, grid),
        speaker=masked_name(speaker),
        time_text=matter.time_text,
        wanted_at=matter.wanted_at,
        households=matter.households,
        confirmed=matter.confirmed,
        answer=public_answer(session, matter),
        merged_into=merged_into,
        rating=matter.rating,
        human_at=human_at(session, matter),
        order=_order(session, order, partner or staff) if order is not None else None,
        choices=_choices(session, matter) if wanted.page == "merge" else (),
        likely=_likely(session, matter),
        spots=spots_of(session, matter.id),
        kept=matter.entry_id is not None,
        missed=_missed(session, matter),
        ignored=why_ignored(session, matter),
    )


def _order(session: Session, order: Order, holder: str | None) -> DeskOrder:
    asked = 0
    if order.state is OrderState.OPEN:
        query = sa.select(sa.func.count()).where(col(Push.order_id) == order.id, col(Push.state) == PushState.OFFERED)
        asked = session.execute(query).scalar_one()
    told, times = order.unclaimed_told, (order.eta, order.eta_text, order.offered_at)
    undone = last(session, order.matter_id, "reopen_matter") if order.round > 1 else None
    if undone is None:
        return DeskOrder(order.state, order.round, asked, told, holder, *times)
    worker = session.get(Partner, undone.detail.get("partner") or "")
    came = (worker.name if worker else None, undone.detail.get("price_fen"), undone.detail.get("set_out", True))
    return DeskOrder(
        order.state, order.round, asked, told, holder, *times, True, why_undone(session, order.matter_id), *came
    )


def _likely(session: Session, matter: Matter) -> MergeChoice | None:
    """What staff may want to merge a new matter into."""
    if matter.state is not MatterState.OPEN or matter.confirmed:
        return None
    other = likely_twin(session, matter)
    return MergeChoice(other.number, other.category, other.summary) if other is not None else None


def _missed(session: Session, matter: Matter) -> str | None:
    """What the guide had answered in vain."""
    row = last(session, matter.id, "not_answered") if matter.kind is Kind.INQUIRY else None
    return str(row.detail["question"]) if row is not None else None


def _choices(session: Session, matter: Matter) -> tuple[MergeChoice, ...]:
    """Open matters of the same community, those of the same category first, newest first."""
    query = (
        sa.select(col(Matter.number), col(Matter.category), col(Matter.summary))
        .where(
            col(Matter.community_id) == matter.community_id,
            col(Matter.state) == MatterState.OPEN,
            col(Matter.id) != matter.id,
        )
        .order_by(col(Matter.category) != matter.category, col(Matter.made_at).desc())
        .limit(CHOICES)
    )
    return tuple(MergeChoice(*row) for row in session.execute(query))
