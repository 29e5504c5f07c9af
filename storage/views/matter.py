"""The matter's card."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from community.clock import SHANGHAI
from community.fixtures import lacks_building
from community.routing import wants_door, wants_phone
from community.spots import seen_by_all, spot_of
from community.views import Wanted
from community.views.matter import FromGuide, MatterView, Merged, Own, Progress
from community.words import MatterState, OrderState
from storage.history import latest, said_over, why_ignored
from storage.naming import public_answer
from storage.tables import GuideEntry, Matter, Order, Particulars, Partner, Person
from storage.views.door import seen_door
from storage.views.guide import source_of
from storage.views.words import stars_of

_TARGET = aliased(Matter)
_QUERY = (
    sa.select(Matter, Order, Partner, _TARGET, Person)
    .join(Person, col(Person.id) == col(Matter.person_id))
    .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
    .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
    .join(_TARGET, col(_TARGET.id) == col(Matter.merged_into), isouter=True)
    .where(col(Matter.id) == sa.bindparam("subject"))
)  # made once, as it is asked for every time a card changes


def load(session: Session, wanted: Wanted) -> MatterView | None:
    """The matter for its group or for a person; the particulars only for the resident themself."""
    row = session.execute(_QUERY, {"subject": wanted.subject}).one_or_none()
    if row is None:
        return None
    matter, order, partner, other, resident = row
    person = wanted.recipient.person
    own = _own(session, matter)
    return MatterView(
        id=matter.id,
        number=matter.number,
        kind=matter.kind,
        state=matter.state,
        category=matter.category,
        service=matter.service,
        sensitive=matter.sensitive,
        urgency=matter.urgency,
        grave=matter.grave,
        said_over=_said_over(session, matter, order),
        summary=matter.summary,
        time_text=matter.time_text,
        wanted_at=matter.wanted_at,
        households=matter.households,
        answer=matter.answer if person is not None else public_answer(session, matter),
        merged_into=other.number if other is not None else None,
        rating=matter.rating,
        in_private=person is not None,
        progress=_progress(order, partner) if order is not None else None,
        own=own if person == matter.person_id else None,
        lacks_details=own.lacks_door or own.lacks_phone,
        reached=resident.started and not resident.unreachable,
        guide=_guide(session, matter) if matter.state is MatterState.ANSWERED and matter.entry_id else None,
        page=wanted.page,
        ignored=why_ignored(session, matter),
        spot=seen_by_all(matter.spot),
        lacks_building=lacks_building(matter.service, spot_of(matter.spot)),
        merged=_merged(session, other) if other is not None else None,
        language=resident.language,
    )


def _said_over(session: Session, matter: Matter, order: Order | None) -> bool:
    open_still = matter.state is MatterState.OPEN and order is not None and order.state is OrderState.OPEN
    return matter.urgency == 3 and open_still and said_over(session, matter.id)


def _merged(session: Session, other: Matter) -> Merged:
    """How it stands with the matter that another is a part of."""
    query = (
        sa.select(Order, Partner)
        .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
        .where(col(Order.matter_id) == other.id)
    )
    row = session.execute(query).one_or_none()
    progress = _progress(row[0], row[1]) if row is not None else None
    return Merged(other.number, other.state, other.households, progress)


def _guide(session: Session, matter: Matter) -> FromGuide | None:
    """The source of an answer that the bot gave itself; what staff wrote needs none."""
    entry = session.get(GuideEntry, matter.entry_id)
    if entry is None or latest(session, matter.id, "reply_matter") is not None:
        return None
    as_of = entry.changed_at.astimezone(SHANGHAI).date()
    return FromGuide(source_of(session, entry), entry.phone, entry.valid_until, as_of)


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
    kept = session.get(Particulars, matter.id)
    door, phone = (seen_door(session, matter, kept), kept.phone) if kept else (None, None)
    asked_of = (matter.category, matter.summary, matter.urgency)
    return Own(
        door=door,
        phone=phone,
        lacks_door=wants_door(*asked_of) and not door,
        lacks_phone=wants_phone(*asked_of) and not phone,
    )
