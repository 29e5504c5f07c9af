"""Partners: made known, equipped with what they serve, and given people who act for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import col, select

from actions.staffing import NotStaff, staff
from actions.tx import Tx
from community.heard import Speaker
from community.hours import Hours
from community.words import PartnerKind, PartnerState, Tier
from storage.people import meet
from storage.tables import Member, Partner, Subscription

NAME_KEPT = 40
PRICE_KEPT = 40


@dataclass(frozen=True, slots=True)
class Serves:
    """A category that a partner serves, with the price tier and how the price is said.

    services: the only ones of the category; none: all of them.
    """

    category: str
    tier: Tier
    price: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewPartner:
    """A partner as staff write it down. areas: community ids; empty: the whole street. hours: empty: always open."""

    name: str
    kind: PartnerKind
    serves: tuple[Serves, ...]
    areas: tuple[str, ...] = ()
    hours: Hours = field(default_factory=dict)
    home_visit: bool = False


@dataclass(frozen=True, slots=True)
class Enlisted:
    """The partner's id."""

    id: str


def enlist(tx: Tx, *, speaker: Speaker, partner: NewPartner, members: Sequence[Speaker] = ()) -> Enlisted | NotStaff:
    """Staff make a partner active, with the people who act for it; one of that name is brought up to date."""
    who = staff(tx, speaker)
    if isinstance(who, NotStaff):
        return who
    name = partner.name.strip()[:NAME_KEPT]
    row = tx.session.exec(select(Partner).where(Partner.street_id == who.street.id, Partner.name == name)).first()
    if row is None:
        row = Partner(id=tx.new_id(), street_id=who.street.id, name=name, kind=partner.kind,
                      state=PartnerState.ACTIVE, made_at=tx.now)  # fmt: skip
        tx.session.add(row)
    row.kind, row.state, row.home_visit = partner.kind, PartnerState.ACTIVE, partner.home_visit
    row.hours = {day: [list(span) for span in spans] for day, spans in partner.hours.items()}
    row.community_id = partner.areas[0] if len(partner.areas) == 1 else None
    tx.session.flush()
    subscribe(tx, row.id, partner.serves, partner.areas)
    for member in members:
        add_member(tx, row.id, member)
    tx.record(row.id, "enlist", who.person.id, serves=[one.category for one in partner.serves])
    return Enlisted(row.id)


def subscribe(tx: Tx, partner: str, serves: Sequence[Serves], areas: Sequence[str]) -> None:
    """What `partner` serves from now on, and where (no areas: the whole street)."""
    tx.session.execute(sa.delete(Subscription).where(col(Subscription.partner_id) == partner))
    for one in serves:
        for area in areas or (None,):
            tx.session.add(
                Subscription(
                    id=tx.new_id(),
                    partner_id=partner,
                    category=one.category,
                    community_id=area,
                    tier=one.tier,
                    price=one.price[:PRICE_KEPT],
                    services=list(one.services),
                )
            )
    tx.session.flush()


def add_member(tx: Tx, partner: str, member: Speaker) -> str:
    """`member` acts for `partner` from now on; their person's id."""
    person = meet(tx.session, member, new_id=tx.new_id, now=tx.now)
    query = select(Member.id).where(Member.partner_id == partner, Member.person_id == person.id)
    if tx.session.exec(query).first() is None:
        tx.session.add(Member(id=tx.new_id(), partner_id=partner, person_id=person.id))
        tx.session.flush()
    return person.id
