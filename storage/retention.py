"""Emptying what holds words or numbers of people, of matters and of whom was told what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot
from community.words import OutboxState
from storage.naming import without_particulars
from storage.tables import History, Household, Matter, Order, Outbox, Particulars, Question, Utterance

TEXTUAL = frozenset({"words", "name", "names", "value", "text", "question", "spot"})
"""What of a history line's detail may hold somebody's words."""

AT_ONCE = 500


def forget_words_of(session: Session, matters: Sequence[str]) -> None:
    """The matters keep number, kind, category, times and states; what anybody said of them goes."""
    for start in range(0, len(matters), AT_ONCE):
        some = matters[start : start + AT_ONCE]
        session.execute(
            sa.update(Matter).where(col(Matter.id).in_(some)).values(summary="", time_text=None, answer=None, spot=None)
        )
        session.execute(sa.update(Utterance).where(col(Utterance.matter_id).in_(some)).values(text="", media=[]))
        session.execute(sa.update(Order).where(col(Order.matter_id).in_(some)).values(report=None, eta_text=None))
        session.execute(sa.update(Household).where(col(Household.matter_id).in_(some)).values(spot=None))
        _forget_details(session, select(History).where(col(History.subject).in_(some)))
        forget_particulars_of(session, some)
    session.expire_all()


def forget_particulars_of(session: Session, matters: Sequence[str]) -> None:
    """Name, door, phone, notes and pictures of the matters go, out of what was said too."""
    _mask_said(session, matters)
    session.execute(
        sa.update(Particulars)
        .where(col(Particulars.matter_id).in_(matters))
        .values(name=None, door=None, phone=None, note=None, media=[])
    )
    session.execute(sa.update(Order).where(col(Order.matter_id).in_(matters)).values(proof=[]))


def _mask_said(session: Session, matters: Sequence[str]) -> None:
    """The words stay, without doors, phones, names, pictures and voices; what was understood of them goes."""
    query = (
        select(Utterance, Particulars)
        .join(Particulars, col(Particulars.matter_id) == col(Utterance.matter_id))
        .where(col(Utterance.matter_id).in_(matters))
    )
    said = session.exec(query).all()
    for utterance, kept in said:
        utterance.text, utterance.media = without_particulars(utterance.text, kept), []
    session.flush()
    asked = col(Question.utterance_id).in_([utterance.id for utterance, _ in said])
    session.execute(sa.update(Question).where(asked).values(understanding={}))


def forget_letters_to(session: Session, recipients: Sequence[str], subjects: Sequence[str], now: datetime) -> None:
    """What was said to `recipients` and passed on about `subjects`: ids stay, words go, no more is said to them."""
    told = sa.or_(col(Outbox.recipient).in_(recipients), col(Outbox.subject).in_(subjects))
    for row in session.exec(select(Outbox).where(told, Outbox.slot == CardSlot.NOTE)).all():
        row.payload = {"note": row.payload.get("note", "")}
    session.flush()
    session.execute(
        sa.update(Outbox)
        .where(
            col(Outbox.recipient).in_(recipients), col(Outbox.state).in_([OutboxState.WAITING, OutboxState.UNREACHABLE])
        )
        .values(state=OutboxState.EXPIRED, ended_at=now, leased_until=None)
    )


def _forget_details(session: Session, query: Any) -> None:
    for line in session.exec(query).all():
        kept = {name: value for name, value in line.detail.items() if name not in TEXTUAL}
        if kept != line.detail:
            line.detail = kept
    session.flush()


def forget_details_by(session: Session, person: str) -> None:
    """What `person` did stays in the history, their words in it go."""
    _forget_details(session, select(History).where(History.person_id == person))
