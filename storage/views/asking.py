"""Ask-backs, doubts and alarms."""

import sqlalchemy as sa
from sqlmodel import Session, col

from community.doors import tells_where
from community.privacy import mask
from community.ringing import is_aloud, is_despair
from community.transitions import HELD
from community.understanding import Told
from community.views import Wanted
from community.views.desk import AlarmView, DoubtView, QuestionView
from community.words import MatterState, OrderState, PlaceKind, Role
from storage.history import last, said_over
from storage.people import has_role
from storage.tables import Community, Grid, Matter, Order, Particulars, Partner, Person, Place, Question, Utterance
from storage.views.words import area_of, masked_name

SAID = 3
"""How many of the words said after an alarm it shows; of those before them so many that tell where it is stay."""
LOOKED_AT = 60
"""How many of them are looked through for a place."""


def load_question(session: Session, wanted: Wanted) -> QuestionView | None:
    """The ask-back, for the group it was said in or the person."""
    query = (
        sa.select(
            col(Question.id),
            col(Question.state),
            col(Question.options),
            col(Person.language),
            col(Question.understanding),
        )
        .join(Person, col(Person.id) == col(Question.person_id))
        .where(col(Question.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    called = bool(row[4].get("called"))
    return QuestionView(row[0], row[1], tuple(row[2]), wanted.recipient.person is not None, row[3], called)


def load_doubt(session: Session, wanted: Wanted) -> DoubtView | None:
    """The doubtful message, for a staff chat."""
    query = (
        sa.select(
            Question,
            col(Utterance.text),
            col(Utterance.media),
            col(Community.name),
            col(Grid.name),
            col(Matter.number),
            col(Person.name),
            sa.and_(col(Person.started), ~col(Person.unreachable)),
        )
        .join(Utterance, col(Utterance.id) == col(Question.utterance_id))
        .join(Person, col(Person.id) == col(Question.person_id))
        .join(Community, col(Community.id) == col(Question.community_id), isouter=True)
        .join(Place, col(Place.id) == col(Question.place_id), isouter=True)
        .join(Grid, col(Grid.id) == col(Place.grid_id), isouter=True)
        .join(Matter, col(Matter.id) == col(Utterance.matter_id), isouter=True)
        .where(col(Question.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    question, text, media, community, grid, number, name, reached = row
    place = question.understanding.get("slots", {}).get("place") or ""
    kept = question.understanding
    called = bool(kept.get("called"))
    wanted_one = bool(kept.get("wanted"))
    danger = called or bool(kept.get("grave")) or kept.get("urgency") == 3
    return DoubtView(
        id=question.id,
        page=wanted.page,
        state=question.state,
        words=mask(text if not danger or place in text else f"{text}，{place}"),
        area=area_of(community or "", grid),
        options=tuple(question.options),
        number=number,
        media=tuple(media),
        danger=danger,
        unplaced=question.community_id is None,
        speaker=name if danger or wanted_one else _masked(name, text, question),
        in_private=wanted.recipient.person is not None,
        called=called,
        said=tuple(map(mask, kept.get("said", ()))),
        since=question.made_at,
        told=question.place_id is None or _was_told(session, question),
        reached=reached,
        holder=_name(session, kept.get("holder")),
        communities=_communities(session) if danger and question.community_id is None else (),
        despair=bool(kept.get("grave")) and Told.DESPAIR in kept.get("told", ()),
        wanted=wanted_one,
    )


def _was_told(session: Session, question: Question) -> bool:
    """Whether whoever spoke in a group was told whom to ring."""
    return any(last(session, question.utterance_id, what) is not None for what in ("warn", "take_aside"))


def _name(session: Session, person: str | None) -> str:
    found = session.get(Person, person) if person else None
    return found.name if found is not None else ""


def _communities(session: Session) -> tuple[tuple[str, str], ...]:
    query = sa.select(col(Community.id), col(Community.name)).order_by(col(Community.rota), col(Community.name))
    return tuple((ident, name) for ident, name in session.execute(query))


def _masked(name: str, text: str, question: Question) -> str:
    """Enough of the name of whoever spoke in private, or sent a voice alone."""
    return masked_name(name) if not text or question.place_id is None else ""


def load_alarm(session: Session, wanted: Wanted) -> AlarmView | None:
    """险情: loud for staff, life-saving for the group and the resident."""
    query = (
        sa.select(Matter, col(Community.name), col(Grid.name), Person)
        .join(Community, col(Community.id) == col(Matter.community_id))
        .join(Person, col(Person.id) == col(Matter.person_id))
        .join(Grid, col(Grid.id) == col(Matter.grid_id), isouter=True)
        .where(col(Matter.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    matter, community, grid, asker = row
    name, language = asker.name, asker.language
    for_staff = _is_staff(session, wanted, matter)
    person = wanted.recipient.person
    trusted = for_staff and person is not None and has_role(session, person, Role.STAFF, matter.community_id)
    words, door, phone = _particulars(session, matter) if trusted else (None, None, None)
    state, holder = _held_by(session, matter)
    rung = last(session, matter.id, "ring_staff")
    return AlarmView(
        id=matter.id,
        open=matter.state is MatterState.OPEN and state is OrderState.OPEN,
        over=matter.state is not MatterState.OPEN,
        holder=holder if state in HELD else None,
        done=state is OrderState.DONE,
        since=rung.at if rung is not None else None,
        said=_said_since(session, matter, masked=not trusted) if for_staff else (),
        said_over=said_over(session, matter.id),
        despair=is_despair(matter.grave),
        reached=asker.started and not asker.unreachable,
        public=matter.place_id is not None and is_aloud(matter.sensitive, matter.summary),
        calm=_is_calm(session, matter),
        words=words,
        door=door,
        phone=phone,
        number=matter.number,
        summary=matter.summary,
        area=area_of(community, grid),
        speaker=name if trusted else masked_name(name),
        for_staff=for_staff,
        language=None if for_staff else language,
    )


def _held_by(session: Session, matter: Matter) -> tuple[OrderState | None, str | None]:
    """How the order stands, and who holds it or has done it."""
    query = (
        sa.select(col(Order.state), col(Partner.name), col(Person.name))
        .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
        .join(Person, col(Person.id) == col(Order.claimer_id), isouter=True)
        .where(col(Order.matter_id) == matter.id)
    )
    state, partner, person = session.execute(query).one_or_none() or (None, None, None)
    return state, partner or person


def _said_since(session: Session, matter: Matter, *, masked: bool) -> tuple[str, ...]:
    """The last words about it, those that began it left out; those of others with their name."""
    query = (
        sa.select(col(Utterance.text), col(Utterance.person_id), col(Person.name))
        .join(Person, col(Person.id) == col(Utterance.person_id))
        .where(
            col(Utterance.matter_id) == matter.id,
            col(Utterance.id) != matter.utterance_id,
            col(Utterance.text) != "",
        )
    )
    newest = query.order_by(col(Utterance.at).desc(), col(Utterance.message_id).desc()).limit(LOOKED_AT)
    told = session.execute(newest).all()
    shown = [*told[:SAID], *[one for one in told[SAID:] if tells_where(one[0])][:SAID]]
    return tuple(
        (mask(text) if masked else text)
        if person == matter.person_id
        else f"{masked_name(name) if masked else name}：{mask(text) if masked else text}"
        for text, person, name in reversed(shown)
    )


def _is_calm(session: Session, matter: Matter) -> bool:
    """Whether staff said that it is no danger, and nothing has rung since."""
    calmed, rung = last(session, matter.id, "calm_matter"), last(session, matter.id, "ring_staff")
    return calmed is not None and (rung is None or (rung.id or 0) < (calmed.id or 0))


def _particulars(session: Session, matter: Matter) -> tuple[str | None, str | None, str | None]:
    """The words as they were said, the door and the phone: where somebody is in danger staff must find them."""
    query = (
        sa.select(col(Utterance.text), col(Particulars.door), col(Particulars.phone))
        .select_from(Particulars)
        .join(Utterance, col(Utterance.id) == matter.utterance_id, isouter=True)
        .where(col(Particulars.matter_id) == matter.id)
    )
    row = session.execute(query).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else (None, None, None)


def _is_staff(session: Session, wanted: Wanted, matter: Matter) -> bool:
    if wanted.recipient.person is not None:
        return wanted.recipient.person != matter.person_id
    kind = session.execute(sa.select(col(Place.kind)).where(col(Place.id) == wanted.recipient.place)).scalar()
    return kind is PlaceKind.STAFF
