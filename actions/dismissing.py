"""Ending an office: somebody is staff or leader no more. Staff of the whole street decide; one of them always stays."""

from dataclasses import dataclass

from sqlmodel import col, select

from actions.alarms import let_go
from actions.setup import Result, show
from actions.staffing import NotStaff, staff
from actions.streets import NoSuchThing, SetUp
from actions.taking_back import reopen_market
from actions.tx import Tx
from community.heard import Speaker
from community.transitions import HELD
from community.views.setup import PAGE_ENDED
from community.words import QuestionState, Role
from storage.people import has_role
from storage.setup import street_staff
from storage.tables import Appointment, Matter, Order, Question


@dataclass(frozen=True, slots=True)
class LastOne:
    """Nobody else could run the street."""


def dismiss(tx: Tx, *, speaker: Speaker, subject: str) -> Result | LastOne:
    """结束任职: of the appointment that `subject` names. What they followed up as staff goes back to the market."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        return who
    kind, _, ident = subject.partition(".")
    row = tx.session.get(Appointment, ident, with_for_update=True) if kind == "person" else None
    if row is None or row.street_id != who.street.id or row.pending:
        return NoSuchThing()
    if row.role is Role.STAFF and row.community_id is None and not _another(tx, row):
        return LastOne()
    tx.session.delete(row)
    tx.session.flush()
    tx.record(row.person_id, "dismiss", who.person.id, role=row.role.value, community=row.community_id)
    if row.role is Role.STAFF:
        _hand_back(tx, row)
    show(tx, subject, row.person_id, page=PAGE_ENDED, fresh=True)
    for person in street_staff(tx.session, who.street.id):
        if person != row.person_id:
            show(tx, subject, person, page=PAGE_ENDED)
    return SetUp((ident,))


def _another(tx: Tx, row: Appointment) -> bool:
    """Whether somebody else may run the street. All of them are locked, so that no two end each other's."""
    query = select(Appointment).where(
        Appointment.street_id == row.street_id,
        Appointment.role == Role.STAFF,
        col(Appointment.pending).is_(False),
        col(Appointment.community_id).is_(None),
    )
    held = tx.session.exec(query.order_by(Appointment.id).with_for_update()).all()
    return any(one.person_id != row.person_id for one in held)


def _hand_back(tx: Tx, row: Appointment) -> None:
    query = (
        select(Order, Matter)
        .join(Matter, col(Matter.id) == col(Order.matter_id))
        .where(Order.claimer_id == row.person_id, col(Order.partner_id).is_(None), col(Order.state).in_(HELD))
        .order_by(Order.id)
    )
    for order, matter in tx.session.exec(query).all():
        if not has_role(tx.session, row.person_id, Role.STAFF, matter.community_id):
            tx.record(matter.id, "release_order", row.person_id)
            reopen_market(tx, matter, order, without=row.person_id)
    holder = col(Question.understanding)["holder"].as_string()
    held = select(Question).where(Question.state == QuestionState.HUMAN, holder == row.person_id)
    for alarm in tx.session.exec(held.order_by(Question.id).with_for_update()).all():
        if not has_role(tx.session, row.person_id, Role.STAFF, alarm.community_id):
            let_go(tx, alarm)
