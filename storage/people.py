"""People and what they are: look-ups and the few writes that every action shares."""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.heard import Speaker
from community.transitions import HELD
from community.words import MatterState, QuestionState, Role
from storage.rows import insert_rows
from storage.tables import Appointment, Community, Matter, Member, Order, Person, Place, Question

_BY_USER = select(Person).where(Person.user_id == sa.bindparam("user"))


def person_of(session: Session, user_id: int) -> Person | None:
    """The person with this Telegram user id."""
    return session.exec(_BY_USER, params={"user": user_id}).first()


def meet(
    session: Session, speaker: Speaker, *, new_id: Callable[[], str], now: datetime, group: Place | None = None
) -> Person:
    """The person who speaks, made at first sight; the name follows the one they use now.

    group: where they speak, which tells the community and grid that they live in.
    """
    known = person_of(session, speaker.user_id)
    return greet(session, known, speaker, new_id=new_id, now=now, group=group)


def greet(
    session: Session,
    known: Person | None,
    speaker: Speaker,
    *,
    new_id: Callable[[], str],
    now: datetime,
    group: Place | None = None,
) -> Person:
    """`meet` for whom somebody has looked up, and has found as `known`."""
    if known is None:
        person = Person(id=new_id(), user_id=speaker.user_id, name=speaker.name, made_at=now)
        _settle(person, group)
        insert_rows(session, person)
        return person
    if known.name != speaker.name and speaker.name:
        known.name = speaker.name
    _settle(known, group)
    return known


def _settle(person: Person, group: Place | None) -> None:
    """Who speaks in a group lives there, as far as is known; a home whose door is kept stays where it is."""
    if group is None or group.community_id is None or (person.community_id is not None and person.door is not None):
        return
    if (person.community_id, person.grid_id) != (group.community_id, group.grid_id):
        person.community_id, person.grid_id = group.community_id, group.grid_id


def community_of(session: Session, user_id: int) -> str | None:
    """Where the Telegram user lives, as far as we know."""
    return session.exec(select(Person.community_id).where(Person.user_id == user_id)).first()


def has_role(session: Session, person: str, role: Role, community: str | None) -> bool:
    """Whether `person` holds `role` in `community`: appointed there, or for the whole street. None: anywhere at all."""
    query = _ROLE if community is None else _ROLE_IN
    return session.exec(query, params={"person": person, "role": role, "community": community}).first() is not None


def holds_any_role(session: Session, person: str) -> bool:
    """Whether `person` is staff or a leader anywhere."""
    query = select(Appointment.id).where(Appointment.person_id == person, col(Appointment.pending).is_(False))
    return session.exec(query.limit(1)).first() is not None


def _of_street(community: str | sa.BindParameter[str]) -> sa.ColumnElement[bool]:
    """Appointed to the whole street that `community` lies in."""
    street = sa.select(col(Community.street_id)).where(col(Community.id) == community).scalar_subquery()
    return sa.and_(col(Appointment.community_id).is_(None), col(Appointment.street_id) == street)


_IN: sa.BindParameter[str] = sa.bindparam("community")
_ROLE = select(Appointment.id).where(
    Appointment.person_id == sa.bindparam("person"),
    Appointment.role == sa.bindparam("role"),
    col(Appointment.pending).is_(False),
)  # made once, as it is asked for before every deed
_ROLE_IN = _ROLE.where(sa.or_(col(Appointment.community_id) == _IN, _of_street(_IN)))


def acts_for_partner(session: Session, user_id: int) -> bool:
    """Whether the Telegram user is a member of any partner."""
    query = select(Member.id).join(Person, col(Person.id) == Member.person_id).where(Person.user_id == user_id)
    return session.exec(query.limit(1)).first() is not None


def holds_order(session: Session, user_id: int) -> bool:
    """Whether the Telegram user is on their way to somebody, or has said that they come."""
    query = select(Order.id).join(Person, col(Person.id) == col(Order.claimer_id)).where(Person.user_id == user_id)
    return session.exec(query.where(col(Order.state).in_(HELD)).limit(1)).first() is not None


def may_come_to_harm(session: Session, user_id: int) -> bool:
    """Whether an open matter of the Telegram user's own tells of despair or violence, or staff were rung about words
    of theirs that are recorded nowhere yet."""
    return _stands(session, user_id, col(Matter.grave).is_not(None)) or _rang(session, user_id)


def in_danger(session: Session, user_id: int) -> bool:
    """Whether danger of any kind that the Telegram user has told of stands: what they say may be about it."""
    return _stands(session, user_id, sa.or_(col(Matter.grave).is_not(None), col(Matter.urgency) == 3)) or _rang(
        session, user_id
    )


def _stands(session: Session, user_id: int, alarming: sa.ColumnElement[bool]) -> bool:
    query = select(Matter.id).join(Person, col(Person.id) == Matter.person_id).where(Person.user_id == user_id)
    return session.exec(query.where(Matter.state == MatterState.OPEN, alarming).limit(1)).first() is not None


def _rang(session: Session, user_id: int) -> bool:
    query = select(Question.understanding).join(Person, col(Person.id) == Question.person_id)
    kept = session.exec(query.where(Person.user_id == user_id, Question.state == QuestionState.HUMAN))
    return any(one.get("grave") or one.get("urgency") == 3 or one.get("called") for one in kept)


def staff_of(session: Session, community: str) -> Sequence[Person]:
    """The staff appointed to `community` itself, or, if it has none, to the street."""
    query = (
        select(Person)
        .join(Appointment, col(Appointment.person_id) == col(Person.id))
        .where(Appointment.role == Role.STAFF, col(Appointment.pending).is_(False))
    )
    own = session.exec(query.where(Appointment.community_id == community).order_by(col(Person.id))).all()
    return own or session.exec(query.where(_of_street(community)).order_by(col(Person.id))).all()


def staff_of_street(session: Session, street: str) -> Sequence[Person]:
    """The staff appointed to the whole street."""
    query = (
        select(Person)
        .join(Appointment, col(Appointment.person_id) == col(Person.id))
        .where(Appointment.role == Role.STAFF, col(Appointment.pending).is_(False))
        .where(Appointment.street_id == street, col(Appointment.community_id).is_(None))
    )
    return session.exec(query.order_by(col(Person.id))).all()


def can_reach(session: Session, person: str) -> bool:
    """Whether the bot may write to `person` in private."""
    row = session.get_one(Person, person)
    return row.started and not row.unreachable
