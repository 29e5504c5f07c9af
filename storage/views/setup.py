"""The cards of setting up: `kind.id` says what about, the recipient what of it they may see."""

from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from community.views import Wanted
from community.views.setup import (
    PAGE_AGAIN,
    PAGE_DESK,
    PAGE_ENDED,
    PAGE_NEW,
    PAGE_PARTNERS,
    ApplicantView,
    AskNameView,
    CommunityLine,
    EndedView,
    LinkView,
    PlaceView,
    RefusedView,
    SetupView,
    StreetView,
)
from community.words import DraftKind, PartnerState, PlaceKind, Role
from storage.setup import MEMBER_OF, alike, is_staff, names_of
from storage.tables import (
    Appointment,
    Community,
    Draft,
    Grid,
    Invite,
    Partner,
    Person,
    Place,
    Street,
)
from storage.views import setup_partner

LISTED = 20


def load(session: Session, wanted: Wanted) -> SetupView | None:
    """The card; None for anyone whose business it is not."""
    kind, _, ident = wanted.subject.partition(".")
    person = wanted.recipient.person
    loader = _LOADERS.get(kind)
    return loader(session, ident, wanted.page, person) if loader is not None and person is not None else None


def _street(session: Session, ident: str, page: str, person: str) -> SetupView | None:
    street = session.get(Street, ident)
    if street is None or not is_staff(session, person, ident):
        return None
    lines = _communities(session, ident)
    active = select(sa.func.count()).select_from(Partner).where(Partner.street_id == ident)
    draft = session.exec(select(Draft).where(Draft.person_id == person, Draft.kind == DraftKind.SETUP)).first()
    written = str(draft.payload.get("name", "")) if draft is not None else ""
    return StreetView(
        id=ident,
        name=street.name,
        page=page,
        communities=lines,
        grids=_grids(session, page.partition(".")[2]),
        chats=_unbound(session),
        waiting=_waiting(session, ident),
        desks=_count(session, _desks(ident)),
        staff=_count(
            session,
            select(Appointment.person_id)
            .where(Appointment.street_id == ident, Appointment.role == Role.STAFF, col(Appointment.pending).is_(False))
            .distinct(),
        ),
        offices=_offices(session, ident) if page == "staff" else (),
        partners=session.exec(active.where(Partner.state == PartnerState.ACTIVE)).one(),
        problem=tuple(draft.payload.get("problem", ())) if draft is not None else (),
        listed=_partners(session, ident, page, written),
        written=written,
    )


def _partners(session: Session, street: str, page: str, written: str) -> tuple[tuple[str, str, PartnerState], ...]:
    """The partners that the page lists: all, or those whose name is like what is looked for."""
    step, _, sought = page.partition(".")
    if step not in {PAGE_PARTNERS, PAGE_NEW}:
        return ()
    sought = written if step == PAGE_NEW else sought
    query = select(Partner).where(Partner.street_id == street).order_by(col(Partner.state), col(Partner.name))
    found = session.exec(query).all()
    return tuple((f"partner.{row.id}", row.name, row.state) for row in found if alike(sought, row.name))


def _grids(session: Session, community: str) -> tuple[str, ...]:
    return tuple(session.exec(select(Grid.name).where(Grid.community_id == community).order_by(Grid.name)))


def _communities(session: Session, street: str) -> tuple[CommunityLine, ...]:
    query = select(Community).where(Community.street_id == street).order_by(col(Community.rota), col(Community.code))
    grids = dict(session.exec(select(Grid.community_id, sa.func.count()).group_by(col(Grid.community_id))).all())
    groups = dict(
        session.exec(
            select(Place.community_id, sa.func.count(sa.distinct(col(Place.grid_id))))
            .where(Place.kind == PlaceKind.GRID, col(Place.present).is_(True))
            .group_by(col(Place.community_id))
        ).all()
    )
    return tuple(
        CommunityLine(row.id, row.code, row.name, grids.get(row.id, 0), groups.get(row.id, 0))
        for row in session.exec(query)
    )


def _unbound(session: Session) -> tuple[tuple[str, str], ...]:
    query = select(Place.id, Place.title).where(Place.kind == PlaceKind.UNBOUND, col(Place.present).is_(True))
    return tuple((f"place.{ident}", title) for ident, title in session.exec(query.order_by(Place.title).limit(LISTED)))


def _waiting(session: Session, street: str) -> tuple[tuple[str, str], ...]:
    partners = select(Partner.id, Partner.name).where(
        Partner.street_id == street, Partner.state == PartnerState.APPLIED
    )
    people = (
        select(Appointment.id, Person.name)
        .join(Person, col(Person.id) == col(Appointment.person_id))
        .where(Appointment.street_id == street, col(Appointment.pending).is_(True))
    )
    found = [(f"partner.{ident}", name) for ident, name in session.exec(partners.order_by(col(Partner.made_at)))]
    found += [(f"person.{ident}", name) for ident, name in session.exec(people.order_by(col(Appointment.made_at)))]
    return tuple(found[:LISTED])


def _desks(street: str) -> SelectOfScalar[str]:
    return select(Place.id).where(
        Place.street_id == street, Place.kind == PlaceKind.STAFF, col(Place.present).is_(True)
    )


def _offices(session: Session, street: str) -> tuple[tuple[str, str, Role, str], ...]:
    query = (
        select(Appointment, Person.name)
        .join(Person, col(Person.id) == col(Appointment.person_id))
        .where(Appointment.street_id == street, col(Appointment.pending).is_(False))
        .order_by(col(Appointment.role), Person.name, Appointment.id)
    )
    names = dict(names_of(session, street))
    found = session.exec(query).all()
    return tuple((f"person.{row.id}", name, row.role, names.get(row.community_id or "", "")) for row, name in found)


def _place(session: Session, ident: str, page: str, person: str) -> SetupView | None:
    place = session.get(Place, ident)
    if place is None or not is_staff(session, person, place.street_id):
        return None
    community = session.get(Community, place.community_id) if place.community_id else None
    grid = session.get(Grid, place.grid_id) if place.grid_id else None
    if page and page.partition(".")[0] != PAGE_DESK:
        query = select(Grid.id, Grid.name).where(Grid.community_id == page).order_by(Grid.name)
        choices = tuple(session.exec(query).all())
    else:
        choices = names_of(session, place.street_id or _street_of(session, person))
    return PlaceView(
        id=ident,
        title=place.title,
        kind=place.kind,
        present=place.present,
        admin=place.admin,
        where=" ".join(one.name for one in (community, grid) if one is not None),
        page=page,
        choices=choices,
    )


def _applicant(session: Session, ident: str, page: str, person: str) -> SetupView | None:
    row = session.get(Appointment, ident)
    if row is None:
        return EndedView(is_staff(session, person, None)) if page == PAGE_ENDED else RefusedView()
    staff = row.person_id != person and is_staff(session, person, row.street_id)
    if not staff and row.person_id != person:
        return None
    community = session.get(Community, row.community_id) if row.community_id else None
    return ApplicantView(
        id=ident,
        name=session.get_one(Person, row.person_id).name,
        role=row.role,
        pending=row.pending,
        page=page,
        for_staff=staff,
        where=community.name if community else "",
        communities=names_of(session, row.street_id),
    )


def _link(session: Session, ident: str, page: str, person: str) -> SetupView | None:
    invite = session.get(Invite, ident)
    to = invite.purpose if invite is not None else ""
    row = session.get(Partner, to.removeprefix(MEMBER_OF)) if to.startswith(MEMBER_OF) else None
    if invite is None or row is None:
        return LinkView(to_partner=page == "member")
    return LinkView(ident, row.name, used=invite.used_by is not None, to_partner=True)


def _ask_name(session: Session, ident: str, page: str, person: str) -> SetupView | None:
    return AskNameView(page == PAGE_AGAIN)


def _street_of(session: Session, person: str) -> str | None:
    query = select(Appointment.street_id).where(
        Appointment.person_id == person, Appointment.role == Role.STAFF, col(Appointment.pending).is_(False)
    )
    return session.exec(query.order_by(col(Appointment.made_at)).limit(1)).first()


def _count(session: Session, query: SelectOfScalar[str]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())


_LOADERS: Mapping[str, Callable[[Session, str, str, str], SetupView | None]] = {
    "street": _street,
    "place": _place,
    "partner": setup_partner.load,
    "person": _applicant,
    "link": _link,
    "apply": _ask_name,
}
