"""Ask-backs, doubts and alarms."""

import sqlalchemy as sa
from sqlmodel import Session, col

from community.privacy import mask
from community.views import Wanted
from community.views.desk import AlarmView, DoubtView, QuestionView
from community.words import PlaceKind
from storage.tables import Community, Grid, Matter, Person, Place, Question, Utterance
from storage.views.words import area_of, masked_name


def load_question(session: Session, wanted: Wanted) -> QuestionView | None:
    """The ask-back, for the group it was said in or the person."""
    query = sa.select(col(Question.id), col(Question.state), col(Question.options)).where(
        col(Question.id) == wanted.subject
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    return QuestionView(row[0], row[1], tuple(row[2]), in_private=wanted.recipient.person is not None)


def load_doubt(session: Session, wanted: Wanted) -> DoubtView | None:
    """The doubtful message, for a staff chat."""
    query = (
        sa.select(
            Question, col(Utterance.text), col(Utterance.media), col(Community.name), col(Grid.name), col(Matter.number)
        )
        .join(Utterance, col(Utterance.id) == col(Question.utterance_id))
        .join(Community, col(Community.id) == col(Question.community_id), isouter=True)
        .join(Place, col(Place.id) == col(Question.place_id), isouter=True)
        .join(Grid, col(Grid.id) == col(Place.grid_id), isouter=True)
        .join(Matter, col(Matter.id) == col(Utterance.matter_id), isouter=True)
        .where(col(Question.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    question, text, media, community, grid, number = row
    area = area_of(community or "", grid)
    return DoubtView(
        question.id, wanted.page, question.state, mask(text), area, tuple(question.options), number, tuple(media)
    )


def load_alarm(session: Session, wanted: Wanted) -> AlarmView | None:
    """险情: loud for staff, life-saving for the group and the resident."""
    query = (
        sa.select(Matter, col(Community.name), col(Grid.name), col(Person.name))
        .join(Community, col(Community.id) == col(Matter.community_id))
        .join(Person, col(Person.id) == col(Matter.person_id))
        .join(Grid, col(Grid.id) == col(Matter.grid_id), isouter=True)
        .where(col(Matter.id) == wanted.subject)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    matter, community, grid, name = row
    return AlarmView(
        number=matter.number,
        summary=matter.summary,
        area=area_of(community, grid),
        speaker=masked_name(name),
        for_staff=_is_staff(session, wanted, matter),
    )


def _is_staff(session: Session, wanted: Wanted, matter: Matter) -> bool:
    if wanted.recipient.person is not None:
        return wanted.recipient.person != matter.person_id
    kind = session.execute(sa.select(col(Place.kind)).where(col(Place.id) == wanted.recipient.place)).scalar()
    return kind is PlaceKind.STAFF
