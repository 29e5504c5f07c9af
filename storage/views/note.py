"""One-off sentences: who hears it, about which matter or order, and what only its claimer may know."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from community.door_parts import mended, parts_in
from community.doors import place_of
from community.facts import NoteKind
from community.privacy import mask
from community.ringing import is_despair
from community.routing import wants_door, wants_phone
from community.transitions import HELD
from community.understanding import Told
from community.views import Wanted
from community.views.note import MineLine, NoteView
from community.words import Role
from storage.people import can_reach
from storage.tables import Appointment, Community, Matter, Member, Order, Particulars, Partner, Person
from storage.views.door import seen_door
from storage.views.order import MAY_SEE_CUSTOMER
from storage.views.words import masked_name

ABOUT_ORDER = frozenset(
    {
        NoteKind.ASK_ETA,
        NoteKind.ASK_REPORT,
        NoteKind.ASK_WORDS,
        NoteKind.RELAY_QUESTION,
        NoteKind.RELAY_ANSWER,
        NoteKind.NUDGED,
        NoteKind.CALLED_OFF,
        NoteKind.PROOF,
        NoteKind.CONTACT,
        NoteKind.CHANGED,
        NoteKind.LOST_RESIDENT,
        NoteKind.LOST_CLAIMER,
        NoteKind.OUT_OF_REACH,
    }
)
ABOUT_PERSON = frozenset(
    {
        NoteKind.WELCOME,
        NoteKind.HELP,
        NoteKind.DESK_HELP,
        NoteKind.GROUP_DEAF,
        NoteKind.GROUP_SILENT,
        NoteKind.GROUP_LOST,
        NoteKind.OFFERED_LATE,
        NoteKind.GROUP_SILENCED,
        NoteKind.OUT_OF_TOUCH,
        NoteKind.PRIVACY,
        NoteKind.MINE,
        NoteKind.COME_IN,
        NoteKind.NOT_UNDERSTOOD,
        NoteKind.SAY_WHAT,
        NoteKind.NOT_A_NEED,
        NoteKind.TOO_LONG,
        NoteKind.TOO_MANY,
        NoteKind.THANKED,
        NoteKind.GREETED,
        NoteKind.PERSON_CALLED,
        NoteKind.PARTNER_ASKS,
        NoteKind.GIVEN_UP,
        NoteKind.SET_ASIDE,
        NoteKind.SENT_STAYS,
        NoteKind.NO_RIGHT,
        NoteKind.NO_DATA,
        NoteKind.OLD_LINK,
        NoteKind.BAD_FILE,
        NoteKind.HELLO,
        NoteKind.NO_COMMUNITY,
        NoteKind.UNSAY,
        NoteKind.UNSAID,
    }
)
FOR_CLAIMER = frozenset({NoteKind.MEDIA, NoteKind.CONTACT, NoteKind.CHANGED, NoteKind.NUDGED, NoteKind.LOST_RESIDENT})
"""Said only to the one who holds the order when it is sent, not when it was written."""

WITH_MATTERS = frozenset({NoteKind.MINE, NoteKind.HELP, NoteKind.NOT_UNDERSTOOD})
"""Where a person may call staff about what they have going on."""

ASKS_FOR_DOOR = frozenset({NoteKind.ASK_DOOR, NoteKind.KEPT})
"""Where the resident reads what is still lacking."""

LATEST = 8


def load(session: Session, wanted: Wanted) -> NoteView | None:
    """The sentence; None if it is no longer true or no longer theirs to hear."""
    kind = NoteKind(wanted.payload["note"])
    if kind in ABOUT_PERSON or wanted.subject == wanted.recipient.person:
        return _personal(session, wanted, kind)
    return _about_matter(session, wanted, kind)


def _personal(session: Session, wanted: Wanted, kind: NoteKind) -> NoteView | None:
    person = wanted.recipient.person
    query = (
        sa.select(col(Person.name), col(Person.language), col(Community.name), col(Community.phone))
        .join(Community, col(Community.id) == col(Person.community_id), isouter=True)
        .where(col(Person.id) == person)
    )
    row = session.execute(query).one_or_none()
    name, language, community, phone = row if row is not None else ("", None, None, "")
    return NoteView(
        kind=kind,
        name=name,
        id=person or "",
        community=community,
        community_phone=phone or "",
        staff=_any(session, Appointment, person, Appointment.role == Role.STAFF, col(Appointment.pending).is_(False)),
        partner_member=_any(session, Member, person),
        text=str(wanted.payload.get("text", "")),
        about=str(wanted.payload.get("what", "")),
        despair=kind is NoteKind.LISTENING and wanted.payload.get("what") == Told.DESPAIR,
        utterance=wanted.subject if kind is NoteKind.UNSAY else "",
        choices=tuple((str(ident), str(name)) for ident, name in wanted.payload.get("choices", ())),
        mine=_mine(session, person) if kind in WITH_MATTERS and person else (),
        orders=_orders(session, person) if kind is NoteKind.MINE and person else (),
        language=language,
    )


def _any(session: Session, table: type[Appointment] | type[Member], person: str | None, *conditions: object) -> bool:
    query = sa.select(sa.literal(1)).where(col(table.person_id) == person, *conditions).limit(1)  # type: ignore[arg-type]
    return person is not None and session.execute(query).first() is not None


_LINE = (
    col(Matter.id),
    col(Matter.number),
    col(Matter.kind),
    col(Matter.state),
    col(Matter.category),
    col(Matter.sensitive),
    col(Order.state),
    sa.func.coalesce(col(Matter.grave) == Told.DESPAIR.value, sa.false()),
)
"""What a `MineLine` is made of, in its order."""


def _mine(session: Session, person: str) -> tuple[MineLine, ...]:
    query = (
        sa.select(*_LINE)
        .join(Order, col(Order.matter_id) == col(Matter.id), isouter=True)
        .where(col(Matter.person_id) == person)
        .order_by(col(Matter.made_at).desc(), col(Matter.id))
        .limit(LATEST)
    )
    return tuple(MineLine(*row) for row in session.execute(query))


def _orders(session: Session, person: str) -> tuple[MineLine, ...]:
    """What they hold as a partner, or follow up as staff."""
    query = (
        sa.select(*_LINE)
        .join(Order, col(Order.matter_id) == col(Matter.id))
        .where(col(Order.claimer_id) == person, col(Order.state).in_(HELD))
        .order_by(col(Order.claimed_at), col(Matter.id))
    )
    return tuple(MineLine(*row) for row in session.execute(query))


def _about_matter(session: Session, wanted: Wanted, kind: NoteKind) -> NoteView | None:
    by_order = kind in ABOUT_ORDER
    query = (
        sa.select(Matter, Order, col(Partner.name), col(Community.name), col(Community.phone), Person)
        .join(Order, col(Order.matter_id) == col(Matter.id), isouter=not by_order)
        .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
        .join(Community, col(Community.id) == col(Matter.community_id))
        .join(Person, col(Person.id) == wanted.recipient.person, isouter=True)
        .where(col(Order.id if by_order else Matter.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    matter, order, partner, community, community_phone, listener = row
    claimer = _claims(order, wanted.recipient.person)
    if kind in FOR_CLAIMER and not claimer:
        return None
    particulars = session.get(Particulars, matter.id) if claimer or kind in ASKS_FOR_DOOR else None
    if kind is NoteKind.PROOF and wanted.recipient.person != matter.person_id:
        return None
    text = str(wanted.payload.get("text", ""))
    asked_of = (matter.category, matter.summary, matter.urgency)
    return NoteView(
        kind=kind,
        name=listener.name if listener else masked_name(session.get_one(Person, matter.person_id).name),
        id=wanted.subject,
        number=matter.number,
        despair=is_despair(matter.grave) and wanted.recipient.person == matter.person_id,
        category=matter.category,
        partner=partner,
        community=community,
        community_phone=community_phone,
        phone=particulars.phone if particulars and claimer else None,
        door=seen_door(session, matter, particulars) if particulars and claimer else None,
        text=text if claimer or kind is NoteKind.REPLIED else mask(text),
        about=str(wanted.payload.get("what", "")),
        proposal=str(wanted.payload.get("proposal", "")),
        neighbour=_neighbour(session, wanted.payload.get("by")),
        at_desk=wanted.recipient.place is not None,
        reached=can_reach(session, matter.person_id),
        door_wanted=wants_door(*asked_of) and not (particulars and particulars.door),
        phone_wanted=wants_phone(*asked_of) and not (particulars and particulars.phone),
        media=tuple(wanted.payload.get("media", ())),
        choices=_choices(session, kind, matter, wanted.payload.get("choices", ())),
        language=listener.language if listener else None,
    )


def _neighbour(session: Session, ident: str | None) -> str:
    person = session.get(Person, ident) if ident else None
    return masked_name(person.name) if person is not None else ""


def _choices(session: Session, kind: NoteKind, matter: Matter, told: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Of what is asked: which place of `matter` is right, or which matter is over."""
    if kind is NoteKind.ASK_PLACE:
        return _places(session, matter, told)
    return tuple((str(ident), str(name)) for ident, name in told) if kind is NoteKind.ASK_WITHDRAW else ()


def _places(session: Session, matter: Matter, parts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What the place of `matter` would be, were it wrong in one of `parts`, with each."""
    known = place_of(session.get_one(Particulars, matter.id).door, matter.spot)
    return tuple((part, mended(known, parts_in(part))) for part in parts if known)


def _claims(order: Order | None, person: str | None) -> bool:
    return order is not None and person is not None and order.claimer_id == person and order.state in MAY_SEE_CUSTOMER
