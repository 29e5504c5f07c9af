"""The matter's card."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from community.routing import needs_door, needs_phone
from community.views import Wanted
from community.views.matter import MatterView, Own, Progress
from storage.tables import Matter, Order, Particulars, Partner
from storage.views.words import stars_of


def load(session: Session, wanted: Wanted) -> MatterView | None:
    """The matter for its group or for a person; the particulars only for the resident themself."""
    target = aliased(Matter)
    query = (
        sa.select(Matter, Order, Partner, col(target.number))
        .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
        .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
        .join(target, col(target.id) == col(Matter.merged_into), isouter=True)
        .where(col(Matter.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    matter, order, partner, merged_into = row
    person = wanted.recipient.person
    return MatterView(
        id=matter.id,
        number=matter.number,
        kind=matter.kind,
        state=matter.state,
        category=matter.category,
        service=matter.service,
        sensitive=matter.sensitive,
        urgency=matter.urgency,
        summary=matter.summary,
        time_text=matter.time_text,
        households=matter.households,
        answer=matter.answer,
        merged_into=merged_into,
        rating=matter.rating,
        in_private=person is not None,
        progress=_progress(order, partner) if order is not None else None,
        own=_own(session, matter) if person == matter.person_id else None,
    )


def _progress(order: Order, partner: Partner | None) -> Progress:
    return Progress(
        state=order.state,
        round=order.round,
        offered_at=order.offered_at,
        unclaimed_told=order.unclaimed_told,
        partner=partner.name if partner else None,
        by_staff=order.claimer_id is not None and partner is None,
        stars=stars_of(partner.rating_sum, partner.rating_count) if partner else None,
        eta=order.eta,
        eta_text=order.eta_text,
        price_fen=order.price_fen,
        report=order.report,
    )


def _own(session: Session, matter: Matter) -> Own:
    query = sa.select(col(Particulars.door), col(Particulars.phone)).where(col(Particulars.matter_id) == matter.id)
    door, phone = session.execute(query).one_or_none() or (None, None)
    return Own(
        door=door,
        phone=phone,
        lacks_door=needs_door(matter.category) and not door,
        lacks_phone=needs_phone(matter.category) and not phone,
    )
