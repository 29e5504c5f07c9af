"""Forgetting by age: each function drops what is older than `before` (aware UTC) and answers how many rows it was."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot
from community.retention import Holding
from community.words import InboxState, OutboxState, QuestionState
from storage import inbox
from storage.loose import forget_loose
from storage.tables import (
    Going,
    History,
    Inbox,
    Label,
    Matter,
    Order,
    Outbox,
    Particulars,
    Person,
    Question,
    Utterance,
)

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
        _forget_details(session, select(History).where(col(History.subject).in_(some)))
        forget_particulars_of(session, some)
    session.expire_all()


def forget_particulars_of(session: Session, matters: Sequence[str]) -> None:
    """Name, door, phone, notes and pictures of the matters go."""
    session.execute(
        sa.update(Particulars)
        .where(col(Particulars.matter_id).in_(matters))
        .values(name=None, door=None, phone=None, note=None, media=[])
    )
    session.execute(sa.update(Order).where(col(Order.matter_id).in_(matters)).values(proof=[]))


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


def _raw(session: Session, before: datetime) -> int:
    return inbox.forget(session, before)


def _quarantined(session: Session, before: datetime) -> int:
    old = sa.and_(
        col(Inbox.state) == InboxState.QUARANTINED,
        col(Inbox.received_at) < before,
        col(Inbox.body).is_not(sa.null()),
    )
    return _count(session.execute(sa.update(Inbox).where(old).values(body=sa.null(), state=InboxState.DONE)))


def _numbers(session: Session, before: datetime) -> int:
    return inbox.trim(session, before)


def _loose(session: Session, before: datetime) -> int:
    forget_loose(session, before)
    return 0


def _doubts(session: Session, before: datetime) -> int:
    """What was asked back or doubted and came of nothing."""
    idle = (
        select(Question)
        .join(Utterance, col(Utterance.id) == Question.utterance_id)
        .where(col(Utterance.matter_id).is_(None), Question.made_at < before, Utterance.text != "")
    )
    found = session.exec(idle).all()
    for question in found:
        said = session.get_one(Utterance, question.utterance_id)
        said.text, said.media = "", []
        question.understanding = {}
        if question.state in {QuestionState.OPEN, QuestionState.HUMAN}:
            question.state = QuestionState.NOT_A_NEED
    session.flush()
    return len(found)


def _letters(session: Session, before: datetime) -> int:
    """The copies of announcements stay: their author looks at what became of them."""
    old = sa.and_(
        col(Outbox.state) != OutboxState.WAITING,
        col(Outbox.made_at) < before,
        col(Outbox.slot) != CardSlot.ANNOUNCEMENT,
    )
    return _count(session.execute(sa.delete(Outbox).where(old)))


def _particulars(session: Session, before: datetime) -> int:
    ended = select(Matter.id).where(col(Matter.ended_at) < before)
    kept = select(Particulars.matter_id).where(
        col(Particulars.matter_id).in_(ended), col(Particulars.name).is_not(None)
    )
    found = session.exec(kept).all()
    for start in range(0, len(found), AT_ONCE):
        forget_particulars_of(session, found[start : start + AT_ONCE])
    return len(found)


def _words(session: Session, before: datetime) -> int:
    found = session.exec(select(Matter.id).where(col(Matter.ended_at) < before, Matter.summary != "")).all()
    forget_words_of(session, found)
    return len(found)


def _profile(session: Session, before: datetime) -> int:
    lately = select(Matter.person_id).where(Matter.made_at >= before)
    old = sa.and_(
        col(Person.made_at) < before,
        sa.or_(col(Person.phone).is_not(None), col(Person.door).is_not(None)),
        col(Person.id).not_in(lately),
    )
    return _count(session.execute(sa.update(Person).where(old).values(phone=None, door=None)))


def _going(session: Session, before: datetime) -> int:
    return _count(session.execute(sa.delete(Going).where(col(Going.at) < before)))


def _labels(session: Session, before: datetime) -> int:
    return _count(session.execute(sa.delete(Label).where(col(Label.at) < before)))


def _count(result: Any) -> int:
    return int(result.rowcount)


FORGET: Mapping[Holding, Callable[[Session, datetime], int]] = {
    Holding.RAW: _raw,
    Holding.QUARANTINED: _quarantined,
    Holding.NUMBERS: _numbers,
    Holding.LOOSE: _loose,
    Holding.DOUBTS: _doubts,
    Holding.LETTERS: _letters,
    Holding.PARTICULARS: _particulars,
    Holding.WORDS: _words,
    Holding.PROFILE: _profile,
    Holding.GOING: _going,
    Holding.LABELS: _labels,
}
