"""The rows that hold a person's words, roles and name, emptied."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot, NoteKind
from community.words import OutboxState, QuestionState
from storage.hearing import changed
from storage.naming import made_public
from storage.quarantine import forget_updates_with
from storage.tables import (
    Appointment,
    Card,
    Draft,
    Going,
    GuideEntry,
    History,
    Household,
    Label,
    Matter,
    Member,
    Order,
    Outbox,
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


RELAYED = frozenset({NoteKind.RELAY_QUESTION.value, NoteKind.RELAY_WORDS.value})
"""The notes that hold a partner's words, and what the history says of them."""


def forget_work_of(session: Session, person: str, now: datetime) -> list[str]:
    """What they wrote and sent as a partner's member goes, not that they came. What showed it: orders, matters."""
    claimed = select(Order).where(Order.claimer_id == person)
    orders = list(session.exec(claimed))
    for order in orders:
        order.report, order.eta_text, order.proof = None, None, []
    lines = select(History).where(History.person_id == person, col(History.what).in_(RELAYED))
    asked = {(line.subject, str(line.detail.get("words", ""))) for line in session.exec(lines)}
    matters = {order.id: order.matter_id for order in orders}
    about = select(Order.id, Order.matter_id).where(col(Order.matter_id).in_([matter for matter, _ in asked]))
    matters |= dict(session.exec(about).all())
    notes = select(Outbox).where(col(Outbox.subject).in_(list(matters)), Outbox.slot == CardSlot.NOTE)
    for row in session.exec(notes).all():
        kind, words = row.payload.get("note"), str(row.payload.get("text", ""))
        passed_on = kind in RELAYED and (matters[row.subject], words) in asked
        if not passed_on and kind != NoteKind.PROOF.value:
            continue
        row.payload = {"note": kind}
        if row.state in {OutboxState.WAITING, OutboxState.UNREACHABLE}:
            row.state, row.ended_at, row.leased_until = OutboxState.EXPIRED, now, None
    session.flush()
    return [subject for order in orders for subject in (order.id, order.matter_id)]


def forget_in_guide(session: Session, matters: Sequence[Matter]) -> None:
    """Entries that staff made of an answer to one of `matters` say nothing of its asker, whatever they said before."""
    known = {matter.id: matter for matter in matters}
    lines = select(History).where(col(History.subject).in_(list(known)), History.what == "keep_answer")
    for line in session.exec(lines).all():
        entry = session.get(GuideEntry, str(line.detail.get("entry", "")))
        if entry is not None:
            matter = known[line.subject]
            entry.question = made_public(session, matter, entry.question)
            entry.answer = made_public(session, matter, entry.answer)
            changed(session)


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
    forget_updates_with(session, user, ghost=ghost, cause=cause)
    row.user_id, row.name, row.phone, row.door, row.language = ghost, "", None, None, None
    row.started, row.unreachable, row.community_id, row.grid_id = False, True, None, None
    session.flush()
