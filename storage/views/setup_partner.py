"""The card of a partner, to staff and to its own people."""

from sqlmodel import Session, col, select

from community.transitions import HELD
from community.views.setup import PartnerView, RefusedView, SetupView
from community.words import PartnerState
from storage.history import last
from storage.setup import APPLIED_WITH, chosen_before, is_staff, names_of, tier_said
from storage.tables import Community, History, Matter, Member, Order, Partner, Person, Subscription

WRITTEN = 8
"""So many of the things that an applicant wrote stand on the card, the newest."""


def load(session: Session, ident: str, page: str, person: str) -> SetupView | None:
    row = session.get(Partner, ident)
    if row is None:
        return RefusedView()
    staff = is_staff(session, person, row.street_id)
    members = select(Person.id, Person.name).join(Member, col(Member.person_id) == col(Person.id))
    acting = session.exec(members.where(Member.partner_id == ident).order_by(Person.name)).all()
    if not staff and person not in {who for who, _ in acting}:
        return None
    served = session.exec(select(Subscription).where(Subscription.partner_id == ident)).all()
    names = dict(names_of(session, row.street_id))
    chosen = chosen_before(session, ident) if not served else None
    areas = sorted({one.community_id for one in served if one.community_id is not None})
    return PartnerView(
        id=ident,
        name=row.name,
        kind=row.kind,
        state=row.state,
        page=page,
        for_staff=staff,
        serves=tuple(sorted({one.category for one in served})),
        areas=tuple(names[area] for area in (chosen.areas if chosen else areas) if area in names),
        tier=chosen.tier if chosen else served[0].tier if _has_tier(session, row) else None,
        price=chosen.price if chosen else served[0].price,
        hours=row.hours,
        home_visit=row.home_visit,
        members=tuple(name for _, name in acting),
        joined=next((one for one in acting if page == f"joined.{one[0]}"), None),
        held=_held(session, ident),
        about=_about(session, row) if staff else (),
        refused=row.state is PartnerState.SUSPENDED and _is_refused(session, ident),
        phones=_phones(session, ident) if row.state is PartnerState.APPLIED else (),
        acting=tuple(acting) if staff else (),
        community_phone=_community_phone(session, row),
        communities=tuple(names.items()),
        only={one.category: tuple(one.services) for one in served if one.services},
    )


def _has_tier(session: Session, row: Partner) -> bool:
    return row.state is not PartnerState.APPLIED or tier_said(session, row.id)


def _held(session: Session, partner: str) -> tuple[tuple[str, str], ...]:
    query = (
        select(Matter.number, Order.category)
        .join(Matter, col(Matter.id) == col(Order.matter_id))
        .where(Order.partner_id == partner, col(Order.state).in_(HELD))
    )
    return tuple(session.exec(query.order_by(Matter.number)).all())


def _about(session: Session, row: Partner) -> tuple[str, ...]:
    """What its people wrote when they applied, in order; of no more use once it is decided."""
    if row.state is not PartnerState.APPLIED:
        return ()
    query = select(History).where(History.subject == row.id, History.what == APPLIED_WITH)
    written = session.exec(query.order_by(col(History.id).desc()).limit(WRITTEN)).all()
    return tuple(str(line.detail.get("words", "")) for line in reversed(written))


def _is_refused(session: Session, partner: str) -> bool:
    """Whether what staff decided last was the application."""
    decided = last(session, partner, "decide")
    return decided is not None and bool(decided.detail.get("refused"))


def _phones(session: Session, partner: str) -> tuple[str, ...]:
    """How those who apply are reached, for staff who decide."""
    query = select(Person.phone).join(Member, col(Member.person_id) == col(Person.id))
    found = session.exec(query.where(Member.partner_id == partner, col(Person.phone).is_not(None)).order_by(Person.id))
    return tuple(phone for phone in found if phone)


def _community_phone(session: Session, row: Partner) -> str:
    """Whom to ring: its own community, else the first of the street that has a phone."""
    query = select(Community.phone).where(Community.street_id == row.street_id, col(Community.phone) != "")
    own = query.where(Community.id == row.community_id) if row.community_id else query
    found = session.exec(own.limit(1)).first() or session.exec(query.order_by(col(Community.rota)).limit(1)).first()
    return found or ""
