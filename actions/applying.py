"""Saying that one is a partner, staff or a leader, and staff's yes or no to it."""

from sqlmodel import col, select

from actions.drafts import close_draft, open_draft, take_draft
from actions.partner_state import NotReady, decide_partner
from actions.partners import NAME_KEPT, add_member
from actions.people import start
from actions.setup import Result, show
from actions.staffing import NotStaff, staff
from actions.streets import NoSuchThing, SetUp
from actions.telling import invite
from actions.tx import Tx
from community.applying import asks, name_told, renamed
from community.heard import Speaker
from community.privacy import mask
from community.views.setup import PAGE_AGAIN, PAGE_ASKED, PAGE_PHONE, PAGE_RENAMED, PAGE_TOLD
from community.words import DraftKind, PartnerKind, PartnerState, Role
from storage.people import can_reach, meet
from storage.setup import APPLIED_WITH, street_staff
from storage.tables import Appointment, Community, Draft, Member, Partner, Person, Street

ASK_NAME = "apply.name"
ABOUT_KEPT = 200


def apply_for(tx: Tx, *, speaker: Speaker, role: Role) -> Result:
    """我是工作人员, 我是楼长, 我是合伙人: staff decide. A partner is asked for its name first."""
    person, street = _applicant(tx, speaker)
    if street is None:
        return NoSuchThing()
    if role is Role.PARTNER:
        if (applied := _under_review(tx, person.id, street)) is not None:
            open_draft(tx, person.id, DraftKind.APPLY, street, partner=applied)
            show(tx, f"partner.{applied}", person.id, page=PAGE_AGAIN, fresh=True)
            return SetUp((applied,))
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


def start_to_apply(tx: Tx, *, speaker: Speaker) -> Result:
    """The link under a group's answer to somebody who would be a partner: they are asked for the name."""
    start(tx, speaker=speaker, greeted=True)
    return apply_for(tx, speaker=speaker, role=Role.PARTNER)


def apply_in_group(tx: Tx, *, speaker: Speaker, place: str) -> Result:
    """想当你们的合伙人, said in a group: the rest is asked in private, where a button leads whom we can't write to."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if can_reach(tx.session, person.id):
        return apply_for(tx, speaker=speaker, role=Role.PARTNER)
    invite(tx, person.id, place, Role.PARTNER.value)
    return SetUp()


def write_application(tx: Tx, *, speaker: Speaker, words: str, phone: str | None = None) -> Result:
    """What somebody who wants to be a partner was asked for: the name of the shop or team, then what they do.

    phone: found in the words; while there is none it is asked for. A question or a sentence is no name: it is asked for
    again.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft, said = take_draft(tx, person.id), " ".join(words.split())
    if draft is None or draft.kind is not DraftKind.APPLY or not said:
        return NoSuchThing()
    if "partner" in draft.payload:
        return _say_more(tx, person, draft, said, phone)
    told = name_told(said)
    if told is None:
        open_draft(tx, person.id, DraftKind.APPLY, draft.subject)
        show(tx, ASK_NAME, person.id, page=PAGE_AGAIN, fresh=True)
        return SetUp()
    name, rest = told
    row = Partner(
        id=tx.new_id(),
        street_id=draft.subject,
        name=name[:NAME_KEPT],
        kind=PartnerKind.MERCHANT,
        state=PartnerState.APPLIED,
        made_at=tx.now,
    )
    tx.session.add(row)
    tx.session.flush()
    add_member(tx, row.id, speaker)
    tx.record(row.id, "name_partner", person.id)
    waits = open_draft(tx, person.id, DraftKind.APPLY, draft.subject, partner=row.id)
    if rest:
        _tell(tx, f"partner.{row.id}", row.street_id, person.id)
        return _say_more(tx, person, waits, rest, phone)
    _tell(tx, f"partner.{row.id}", row.street_id, person.id)
    return SetUp((row.id,))


def _say_more(tx: Tx, person: Person, draft: Draft, said: str, phone: str | None) -> Result:
    """What they do, where and how they are reached, for the staff who decide."""
    row = tx.session.get(Partner, str(draft.payload["partner"]))
    if row is None or row.state is not PartnerState.APPLIED:
        close_draft(tx, person.id)
        return NoSuchThing()
    open_draft(tx, person.id, DraftKind.APPLY, draft.subject, partner=row.id)
    person.phone = phone or person.phone
    if (name := renamed(said)) is not None:
        row.name = name[:NAME_KEPT]
        tx.record(row.id, "name_partner", person.id)
    elif said != phone:
        tx.record(row.id, APPLIED_WITH, person.id, words=mask(said)[:ABOUT_KEPT])
    page = PAGE_PHONE if person.phone is None else PAGE_TOLD
    if name is not None:
        page = PAGE_RENAMED
    elif asks(said):
        page = PAGE_ASKED
    show(tx, f"partner.{row.id}", person.id, page=page, fresh=True)
    for one in street_staff(tx.session, row.street_id):
        if one != person.id:
            show(tx, f"partner.{row.id}", one)  # 名字来的时候响过一次
    return SetUp((row.id,))


def _under_review(tx: Tx, person: str, street: str) -> str | None:
    """The partner for which `person` has applied already and staff have not decided."""
    query = select(Partner.id).join(Member, col(Member.partner_id) == col(Partner.id))
    applied = query.where(Member.person_id == person, Partner.street_id == street)
    return tx.session.exec(applied.where(Partner.state == PartnerState.APPLIED).order_by(col(Partner.made_at))).first()


def decide(tx: Tx, *, speaker: Speaker, subject: str, yes: bool, community: str = "") -> Result | NotReady:
    """同意 or 不同意; `community`: the appointment holds there only (of a partner: see `decide_partner`)."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        return who
    kind, _, ident = subject.partition(".")
    if kind == "partner":
        return decide_partner(tx, who, ident, yes=yes, how=community)
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
