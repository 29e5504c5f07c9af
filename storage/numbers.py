"""The number of the matter that something is about, for logs: staff and operators speak of matters by their numbers."""

import sqlalchemy as sa
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col

from storage.tables import Matter, Order, Question, Utterance


def number_at_hand(session: Session, subject: str) -> str | None:
    """The number of the matter `subject`, if `session` has it loaded; asks the database nothing."""
    matter = session.identity_map.get(identity_key(Matter, subject))
    return matter.number if isinstance(matter, Matter) else None


def number_of(session: Session, subject: str) -> str | None:
    """The number of the matter `subject`, or of the one that an order, question or utterance of that id is about."""
    order = sa.select(col(Order.matter_id)).where(col(Order.id) == subject)
    utterance = sa.select(col(Utterance.matter_id)).where(col(Utterance.id) == subject)
    asked = (
        sa.select(col(Utterance.matter_id))
        .join(Question, col(Question.utterance_id) == col(Utterance.id))
        .where(col(Question.id) == subject)
    )
    either = sa.or_(col(Matter.id) == subject, *(col(Matter.id).in_(ids) for ids in (order, utterance, asked)))
    return session.execute(sa.select(col(Matter.number)).where(either)).scalar()
