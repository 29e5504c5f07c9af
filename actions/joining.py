"""People who come to act for a partner by a link that staff gave: one for each link, and staff are told who."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.partners import add_member
from actions.tx import Tx
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.transitions import HELD
from community.words import PartnerState, PushState
from storage.people import person_of
from storage.setup import MEMBER_OF, street_staff
from storage.tables import Invite, Member, Order, Partner, Push

LASTS = timedelta(days=7)


def make_link(tx: Tx, partner: Partner, by: str) -> str:
    """The id of a new link for one person of `partner`."""
    ident = tx.new_id()
    hashed = hashlib.sha256(ident.encode()).hexdigest()
    purpose = f"{MEMBER_OF}{partner.id}"
    tx.session.add(Invite(id=ident, token_hash=hashed, purpose=purpose, expires_at=tx.now + LASTS))
    tx.session.flush()
    tx.record(partner.id, "make_link", by)
    return ident


def join(tx: Tx, *, speaker: Speaker, link: str) -> bool:
    """`speaker` opened the link; whoever used it may open it again.

    False: it is unknown, too old or somebody else's by now, or the partner has left.
    """
    invite = tx.session.exec(select(Invite).where(Invite.id == link).with_for_update()).first()
    if invite is None or not invite.purpose.startswith(MEMBER_OF):
        return False
    row = tx.session.get(Partner, invite.purpose.removeprefix(MEMBER_OF))
    if row is None or row.state not in (PartnerState.ACTIVE, PartnerState.APPLIED):
        return False
    if invite.used_by is not None:
        known = person_of(tx.session, speaker.user_id)
        if known is None or known.id != invite.used_by:
            return False
        _show(tx, row.id, known.id)
        return True
    if invite.expires_at <= tx.now:
        return False
    person = add_member(tx, row.id, speaker)
    invite.used_by, invite.used_at = person, tx.now
    tx.record(row.id, "join", person)
    _show(tx, row.id, person)
    for staff in street_staff(tx.session, row.street_id):
        _show(tx, row.id, staff, page=f"joined.{person}")
    return True


def put_out(tx: Tx, partner: str, person: str) -> bool:
    """`person` acts for `partner` no more. False: they did not, or they hold an order."""
    held = select(Order.id).where(Order.partner_id == partner, Order.claimer_id == person, col(Order.state).in_(HELD))
    member = tx.session.exec(select(Member).where(Member.partner_id == partner, Member.person_id == person)).first()
    if member is None or tx.session.exec(held).first() is not None:
        return False
    tx.session.delete(member)
    offered = sa.and_(col(Push.partner_id) == partner, col(Push.person_id) == person)
    tx.session.execute(
        sa.update(Push).where(offered, col(Push.state) == PushState.OFFERED).values(state=PushState.LOST)
    )
    return True


def _show(tx: Tx, partner: str, person: str, *, page: str = "") -> None:
    tx.say(Fact(FactKind.SETUP_CHANGED, f"partner.{partner}", Recipient(person=person), page=page, fresh=True))
