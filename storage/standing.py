"""How a person stands to a thing: read in the transaction that is to change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from community.facts import Recipient
from community.rights import About, Stand, Standing, Where
from community.words import PartnerState, PlaceKind, Role
from storage.areas import area_of
from storage.people import has_role, person_of
from storage.places import place_of
from storage.tables import (
    Announcement,
    Appointment,
    Community,
    MarketDay,
    Matter,
    Member,
    Order,
    Outbox,
    Partner,
    Person,
    Place,
    Push,
    Question,
    Utterance,
)

ANYONE = frozenset({Standing.ANYONE})


@dataclass(frozen=True, slots=True)
class Thing:
    """What is touched. street, community: whose staff answer for it (None: any staff). home: the group it belongs to.

    own: those who stand to it in a way of their own. by_street: only staff of the whole street answer for it.
    any_desk: it stands at every desk of the street.
    """

    street: str | None = None
    community: str | None = None
    home: str | None = None
    own: Mapping[Standing, frozenset[str]] | None = None
    by_street: bool = False
    any_desk: bool = False


def stand(session: Session, *, user_id: int, chat_id: int | None, about: About, ident: str) -> Stand | None:
    """How the Telegram user stands to what `ident` names; None if there is no such thing (any more)."""
    thing = _THINGS[about](session, ident)
    if thing is None:
        return None
    person = person_of(session, user_id)
    return Stand(_who(session, person, thing), _where(session, user_id, chat_id, thing))


def roles(session: Session, *, user_id: int, community: str | None) -> frozenset[Standing]:
    """What the Telegram user is in `community`, or (None) anywhere."""
    person = person_of(session, user_id)
    return _who(session, person, Thing(community=community))


def staff_for_letter(session: Session, person: str, row: Outbox) -> bool:
    """Whether `person` is staff of where the letter goes."""
    thing = _of_letter(session, row)
    return thing is not None and _holds(session, person, Role.STAFF, thing)


def _who(session: Session, person: Person | None, thing: Thing) -> frozenset[Standing]:
    if person is None:
        return ANYONE
    found = {Standing.ANYONE}
    found |= {standing for standing, people in (thing.own or {}).items() if person.id in people}
    if _holds(session, person.id, Role.STAFF, thing):
        found.add(Standing.STAFF)
    if _holds(session, person.id, Role.LEADER, thing):
        found.add(Standing.LEADER)
    if session.exec(select(Member.id).where(Member.person_id == person.id).limit(1)).first() is not None:
        found.add(Standing.PARTNER)
    return frozenset(found)


def _holds(session: Session, person: str, role: Role, thing: Thing) -> bool:
    if thing.by_street:
        area = area_of(session, person, thing.street) if role is Role.STAFF else None
        return area is not None and area.communities is None
    if thing.community is not None or thing.street is None:
        return has_role(session, person, role, thing.community)
    area = area_of(session, person, thing.street) if role is Role.STAFF else None
    return area is not None


def _where(session: Session, user_id: int, chat_id: int | None, thing: Thing) -> Where:
    if chat_id == user_id:
        return Where.PRIVATE
    place = place_of(session, chat_id) if chat_id is not None else None
    if place is None:
        return Where.ELSEWHERE
    if place.kind is PlaceKind.GRID and (
        place.id == thing.home or (not thing.home and place.street_id == thing.street)
    ):
        return Where.HOME
    fits = thing.any_desk or thing.community is None or place.community_id in (None, thing.community)
    if place.kind is PlaceKind.STAFF and fits and thing.street in (None, place.street_id):
        return Where.DESK
    return Where.ELSEWHERE


NOWHERE = "-"
"""The home of what was said in private: no group is."""


def _matter(session: Session, ident: str) -> Thing | None:
    row = session.get(Matter, ident)
    return _of_matter(row) if row is not None else None


def _of_matter(row: Matter, **own: frozenset[str]) -> Thing:
    stands = {Standing.ASKER: frozenset({row.person_id}), **{Standing(name): people for name, people in own.items()}}
    return Thing(row.street_id, row.community_id, row.place_id or NOWHERE, stands)


def _order(session: Session, ident: str) -> Thing | None:
    order = session.get(Order, ident)
    if order is None:
        return None
    offered = (
        select(Push.person_id)
        .join(Member, (col(Member.person_id) == Push.person_id) & (col(Member.partner_id) == Push.partner_id))
        .join(Partner, col(Partner.id) == Push.partner_id)
        .where(Push.order_id == ident, Partner.state == PartnerState.ACTIVE)
    )
    return _of_matter(
        session.get_one(Matter, order.matter_id),
        offered=frozenset(session.exec(offered)),
        holder=frozenset({order.claimer_id} if order.claimer_id else ()),
    )


def _question(session: Session, ident: str) -> Thing | None:
    row = session.get(Question, ident)
    if row is None:
        return None
    return Thing(None, row.community_id, row.place_id or NOWHERE, {Standing.ASKER: frozenset({row.person_id})})


def _announcement(session: Session, ident: str) -> Thing | None:
    row = session.get(Announcement, ident)
    if row is None:
        return None
    desk = session.get(Place, row.place_id) if row.place_id else None
    community = desk.community_id if desk else None
    still_staff = area_of(session, row.author_id, row.street_id) is not None
    author = {Standing.AUTHOR: frozenset({row.author_id} if still_staff else ())}
    return Thing(row.street_id, community, None, author, by_street=community is None)


def _market(session: Session, ident: str) -> Thing | None:
    row = session.get(MarketDay, ident)
    return Thing(row.street_id, row.community_id, any_desk=True) if row is not None else None


def _setup(session: Session, ident: str) -> Thing | None:
    kind, _, about = ident.partition(".")
    if kind == "place":
        return _place(session, about)
    if kind == "street":
        return Thing(about, by_street=True)
    row = session.get(Appointment, about) if kind == "person" else session.get(Partner, about)
    return Thing(row.street_id, by_street=True) if row is not None else None


def _place(session: Session, ident: str) -> Thing | None:
    row = session.get(Place, ident)
    return Thing(row.street_id) if row is not None else None


def _person(session: Session, ident: str) -> Thing | None:
    row = session.get(Person, ident)
    if row is None:
        return None
    community = session.get(Community, row.community_id) if row.community_id else None
    own = {Standing.ASKER: frozenset({ident})}
    return Thing(community.street_id if community else None, row.community_id, NOWHERE, own)


def _utterance(session: Session, ident: str) -> Thing | None:
    row = session.get(Utterance, ident)
    if row is None:
        return None
    place = session.get(Place, row.place_id) if row.place_id else None
    own = {Standing.ASKER: frozenset({row.person_id})}
    return Thing(
        place.street_id if place else None, place.community_id if place else None, row.place_id or NOWHERE, own
    )


def _letter(session: Session, ident: str) -> Thing | None:
    row = session.get(Outbox, int(ident)) if ident.isascii() and ident.isdecimal() and len(ident) < 19 else None
    return _of_letter(session, row) if row is not None else None


def _of_letter(session: Session, row: Outbox) -> Thing | None:
    to = Recipient.of(row.recipient)
    place = session.get(Place, to.place) if to.place else None
    return Thing(place.street_id, place.community_id) if place else _person(session, to.person or "")


def _nothing(session: Session, ident: str) -> Thing:
    return Thing()


_THINGS: Mapping[About, Callable[[Session, str], Thing | None]] = {
    About.NOTHING: _nothing,
    About.MATTER: _matter,
    About.ORDER: _order,
    About.QUESTION: _question,
    About.ANNOUNCEMENT: _announcement,
    About.MARKET: _market,
    About.SETUP: _setup,
    About.PLACE: _place,
    About.PERSON: _person,
    About.UTTERANCE: _utterance,
    About.LETTER: _letter,
}
