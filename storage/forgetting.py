"""The rows that hold a person's words, roles and name, emptied."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.words import QuestionState
from storage.quarantine import forget_updates_with
from storage.tables import (
    Appointment,
    Card,
    Draft,
    Going,
    Household,
    Label,
    Member,
    Person,
    Question,
    Utterance,
)


def forget_said(session: Session, person: str) -> None:
    """What they said, were asked, marked and signed up for; what was learned from it word by word."""
    said = select(Utterance.id).where(Utterance.person_id == person)
    session.execute(sa.delete(Label).where(col(Label.utterance_id).in_(said)))
    session.execute(sa.update(Label).where(col(Label.person_id) == person).values(person_id=None))
    session.execute(sa.update(Utterance).where(col(Utterance.person_id) == person).values(text="", media=[]))
    session.execute(sa.update(Question).where(col(Question.person_id) == person).values(understanding={}))
    session.execute(
        sa.update(Question)
        .where(col(Question.person_id) == person, col(Question.state).in_([QuestionState.OPEN, QuestionState.HUMAN]))
        .values(state=QuestionState.NOT_A_NEED)
    )
    session.execute(sa.update(Household).where(col(Household.person_id) == person).values(spot=None))
    session.execute(sa.delete(Draft).where(col(Draft.person_id) == person))
    session.execute(sa.delete(Going).where(col(Going.person_id) == person))


def forget_roles(session: Session, person: str) -> None:
    """They hold no office and act for no partner any more."""
    session.execute(sa.delete(Appointment).where(col(Appointment.person_id) == person))
    session.execute(sa.delete(Member).where(col(Member.person_id) == person))


def forget_self(session: Session, person: str, *, ghost: int, cause: int | None) -> None:
    """Nothing leads from the row to the person any more; `ghost`: a number that is nobody's in Telegram.

    What they wrote to the bot alone lay in a chat that has their own number. `cause`: the update that asked for it.
    """
    row = session.get_one(Person, person)
    user = row.user_id
    session.execute(sa.update(Utterance).where(col(Utterance.chat_id) == user).values(chat_id=ghost))
    session.execute(sa.delete(Card).where(col(Card.recipient) == f"p:{person}"))
    forget_updates_with(session, user, cause=cause)
    row.user_id, row.name, row.phone, row.door, row.language = ghost, "", None, None, None
    row.started, row.unreachable, row.community_id, row.grid_id = False, True, None, None
    session.flush()
