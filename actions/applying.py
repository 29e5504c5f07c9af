"""Saying that one is a partner, staff or a leader, and staff's yes or no to it."""

from sqlmodel import col, select

from actions.drafts import close_draft, open_draft, take_draft
from actions.partners import NAME_KEPT, add_member
from actions.setup import Result, show
from actions.staffing import NotStaff, Staff, staff
from actions.streets import NoSuchThing, SetUp
from actions.tx import Tx
from community.heard import Speaker
from community.words import DraftKind, PartnerKind, PartnerState, Role
from storage.people import meet
from storage.setup import street_staff
from storage.tables import Appointment, Community, Member, Partner, Person, Street

ASK_NAME = "apply.name"


def apply_for(tx: Tx, *, speaker: Speaker, role: Role) -> Result:
    """我是工作人员, 我是楼长, 我是合伙人: staff decide. A partner is asked for its name first."""
    person, street = _applicant(tx, speaker)
    if street is None:
        return NoSuchThing()
    if role is Role.PARTNER:
        open_draft(tx, person.id, DraftKind.APPLY, street)
        show(tx, ASK_NAME, person.id, fresh=True)
        return SetUp()
    held = select(Appointment).where(Appointment.person_id == person.id, Appointment.role == role)
    row = tx.session.exec(held.order_by(col(Appointment.pending))).first()
    if row is None:
        community = person.community_id if role is Role.LEADER else None
        row = Appointment(id=tx.new_id(), person_id=person.id, role=role, street_id=street, community_id=community,
                          pending=True, made_at=tx.now)  # fmt: skip
        tx.session.add(row)
        tx.session.flush()
        tx.record(person.id, "apply_for", person.id, role=role.value)
    _tell(tx, f"person.{row.id}", street, person.id)
    return SetUp((row.id,))


def name_partner(tx: Tx, *, speaker: Speaker, words: str) -> Result:
    """The name of the shop or team of somebody who wants to be a partner."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft = take_draft(tx, person.id)
    name = " ".join(words.split())[:NAME_KEPT]
    if draft is None or draft.kind is not DraftKind.APPLY or not name:
        return NoSuchThing()
    row = Partner(
        id=tx.new_id(),
        street_id=draft.subject,
        name=name,
        kind=PartnerKind.MERCHANT,
        state=PartnerState.APPLIED,
        made_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    add_member(tx, row.id, speaker)
    tx.record(row.id, "name_partner", person.id)
    close_draft(tx, person.id)
    _tell(tx, f"partner.{row.id}", row.street_id, person.id)
    return SetUp((row.id,))


def decide(tx: Tx, *, speaker: Speaker, subject: str, yes: bool, community: str = "") -> Result:
    """同意 or 不同意; `community`: the appointment holds there only."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        return who
    kind, _, ident = subject.partition(".")
    if kind == "partner":
        return _decide_partner(tx, who, ident, yes=yes)
    row = tx.session.get(Appointment, ident, with_for_update=True)
    if row is None or row.street_id != who.street.id or not row.pending:
        return NoSuchThing()
    where = tx.session.get(Community, community) if community else None
    if community and (where is None or where.street_id != who.street.id):
        return NoSuchThing()
    tx.record(row.person_id, "decide", who.person.id, role=row.role.value, yes=yes)
    if yes:
        row.pending, row.approved_by = False, who.person.id
        row.community_id = community or row.community_id
    else:
        tx.session.delete(row)
    tx.session.flush()
    show(tx, subject, row.person_id, fresh=True)
    for person in street_staff(tx.session, who.street.id):
        show(tx, subject, person)
    return SetUp((ident,))


def _decide_partner(tx: Tx, who: Staff, ident: str, *, yes: bool) -> Result:
    row = tx.session.get(Partner, ident, with_for_update=True)
    if row is None or row.street_id != who.street.id:
        return NoSuchThing()
    row.state = PartnerState.ACTIVE if yes else PartnerState.SUSPENDED
    tx.record(ident, "decide", who.person.id, yes=yes)
    tx.session.flush()
    for person in tx.session.exec(select(Member.person_id).where(Member.partner_id == ident)):
        show(tx, f"partner.{ident}", person, fresh=True)
    for person in street_staff(tx.session, who.street.id):
        show(tx, f"partner.{ident}", person)
    return SetUp((ident,))


def _applicant(tx: Tx, speaker: Speaker) -> tuple[Person, str | None]:
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if person.community_id is not None:
        return person, tx.session.get_one(Community, person.community_id).street_id
    return person, tx.session.exec(select(Street.id).order_by(col(Street.made_at)).limit(1)).first()


def _tell(tx: Tx, subject: str, street: str, applicant: str) -> None:
    show(tx, subject, applicant, fresh=True)
    for person in street_staff(tx.session, street):
        if person != applicant:
            show(tx, subject, person, fresh=True)
