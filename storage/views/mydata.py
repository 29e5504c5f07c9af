"""Everything that is kept about a person: for themself, or for staff of their community."""

from datetime import date

from sqlmodel import Session, col, select

from community.facts import NoteKind
from community.transitions import HELD
from community.views import Wanted
from community.views.mydata import MyDataView, OwnMatter, OwnStep
from community.words import Role
from storage.people import has_role
from storage.setup import street_staff
from storage.tables import (
    Appointment,
    Community,
    Going,
    Grid,
    History,
    MarketDay,
    Matter,
    Member,
    Order,
    Particulars,
    Partner,
    Person,
    Utterance,
)

NOTES = frozenset({NoteKind.MY_DATA, NoteKind.MY_DATA_FILE, NoteKind.ASK_FORGET})
"""The notes that this file loads."""


def load(session: Session, wanted: Wanted) -> MyDataView | None:
    """The view of the person `wanted.subject`; None for anyone whose business it is not, and for who is deleted."""
    row, reader = session.get(Person, wanted.subject), wanted.recipient.person
    if row is None or reader is None or row.user_id < 0:
        return None
    if reader != row.id and not has_role(session, reader, Role.STAFF, row.community_id):
        return None
    matters = session.exec(select(Matter).where(Matter.person_id == row.id).order_by(col(Matter.made_at))).all()
    community = session.get(Community, row.community_id) if row.community_id else None
    grid = session.get(Grid, row.grid_id) if row.grid_id else None
    return MyDataView(
        kind=NoteKind(wanted.payload["note"]),
        id=row.id,
        own=reader == row.id,
        name=row.name,
        since=row.made_at,
        community=community.name if community else None,
        grid=grid.name if grid else None,
        phone=row.phone,
        door=row.door,
        started=row.started,
        roles=_roles(session, row.id),
        partners=_partners(session, row.id),
        matters=tuple(_matter(session, matter) for matter in matters),
        others=_others(session, row.id),
        going=_going(session, row.id),
        steps=_steps(session, row.id, {matter.id: matter.number for matter in matters}),
        holds=held_by(session, row.id),
        last_staff=is_last_staff(session, row.id),
        in_office=holds_office(session, row.id, for_=reader),
        what=str(wanted.payload.get("what", "")),
    )


def held_by(session: Session, person: str) -> tuple[str, ...]:
    """The numbers of the orders that `person` has in hand."""
    query = select(Matter.number).join(Order, col(Order.matter_id) == col(Matter.id))
    return tuple(
        session.exec(query.where(Order.claimer_id == person, col(Order.state).in_(HELD)).order_by(Matter.number))
    )


def is_last_staff(session: Session, person: str) -> bool:
    """Whether `person` is the only one who may run some street."""
    held = select(Appointment).where(
        Appointment.role == Role.STAFF, col(Appointment.pending).is_(False), col(Appointment.community_id).is_(None)
    )
    mine = {one.street_id for one in session.exec(held.where(Appointment.person_id == person))}
    others = {one.street_id for one in session.exec(held.where(Appointment.person_id != person))}
    return bool(mine - others)


def holds_office(session: Session, person: str, *, for_: str) -> bool:
    """Whether `person` holds an office or acts for a partner, and `for_` is somebody else who may not end that."""
    served = (
        select(Appointment.street_id)
        .where(Appointment.person_id == person, col(Appointment.pending).is_(False))
        .union(
            select(Partner.street_id)
            .join(Member, col(Member.partner_id) == col(Partner.id))
            .where(Member.person_id == person)
        )
    )
    streets = session.execute(served).scalars().all() if person != for_ else ()
    return any(for_ not in street_staff(session, street) for street in streets)


def _roles(session: Session, person: str) -> tuple[Role, ...]:
    query = select(Appointment).where(Appointment.person_id == person, col(Appointment.pending).is_(False))
    return tuple(dict.fromkeys(row.role for row in session.exec(query.order_by(Appointment.id))))


def _partners(session: Session, person: str) -> tuple[str, ...]:
    query = select(Partner.name).join(Member, col(Member.partner_id) == col(Partner.id))
    return tuple(session.exec(query.where(Member.person_id == person).order_by(Partner.name)))


def _going(session: Session, person: str) -> tuple[date, ...]:
    query = select(MarketDay).join(Going, col(Going.market_id) == col(MarketDay.id))
    return tuple(row.day for row in session.exec(query.where(Going.person_id == person).order_by(col(MarketDay.day))))


def _matter(session: Session, row: Matter) -> OwnMatter:
    said = select(Utterance.text).where(
        Utterance.matter_id == row.id, Utterance.person_id == row.person_id, Utterance.text != ""
    )
    kept = session.get(Particulars, row.id)
    return OwnMatter(
        number=row.number,
        kind=row.kind,
        category=row.category,
        state=row.state,
        made_at=row.made_at,
        ended_at=row.ended_at,
        words=tuple(session.exec(said.order_by(col(Utterance.at)))),
        summary=row.summary,
        time_text=row.time_text,
        door=kept.door if kept else None,
        phone=kept.phone if kept else None,
        note=kept.note if kept else None,
        media=len(kept.media) if kept else 0,
        answer=row.answer,
        rating=row.rating,
    )


def _others(session: Session, person: str) -> tuple[str, ...]:
    """What they said that belongs to no matter of their own."""
    own = select(Matter.id).where(Matter.person_id == person)
    query = select(Utterance.text).where(
        Utterance.person_id == person,
        Utterance.text != "",
        col(Utterance.matter_id).is_(None) | col(Utterance.matter_id).not_in(own),
    )
    return tuple(session.exec(query.order_by(col(Utterance.at))))


def _steps(session: Session, person: str, numbers: dict[str, str]) -> tuple[OwnStep, ...]:
    query = select(History).where(col(History.subject).in_([*numbers, person])).order_by(col(History.id))
    return tuple(
        OwnStep(line.at, numbers.get(line.subject, ""), line.what, _by(line.person_id, person))
        for line in session.exec(query)
    )


def _by(actor: str | None, person: str) -> str:
    if actor is None:
        return "bot"
    return "self" if actor == person else "other"
