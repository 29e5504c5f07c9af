"""Forgetting by age, a few rows at a time: what is old is looked for apart, so that nobody waits for the writer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from community.facts import CardSlot
from community.retention import Holding
from community.words import InboxState, OutboxState, QuestionState
from storage.quarantine import forget_bodies
from storage.retention import forget_particulars_of, forget_words_of
from storage.tables import (
    Announcement,
    Appointment,
    Draft,
    Going,
    Household,
    Inbox,
    Label,
    Matter,
    Member,
    Order,
    Outbox,
    Particulars,
    Person,
    Question,
    Utterance,
)

Keys = Sequence[Any]
Condition = sa.ColumnElement[bool]
Time = datetime | sa.BindParameter[datetime]


@dataclass(frozen=True, slots=True)
class Term:
    """What of `table` is older than a time (aware UTC), and what is done to rows with such ids."""

    table: type[SQLModel]
    old: Callable[[Time], Condition]
    forget: Callable[[Session, Keys], None]

    @property
    def id(self) -> sa.ColumnElement[Any]:
        """The table's key."""
        key: sa.ColumnElement[Any] = sa.inspect(self.table).primary_key[0]
        return key


def old(session: Session, holding: Holding, before: datetime, most: int) -> Keys:
    """The ids of what is older than `before`, at most so many."""
    return session.execute(_looked_for(holding), {"before": before, "most": most}).scalars().all()


@cache
def _looked_for(holding: Holding) -> sa.Select[Any]:
    """Made once: every night asks for all of them, and most nights find nothing."""
    term, before = TERMS[holding], sa.bindparam("before", type_=sa.inspect(Outbox).columns["made_at"].type)
    return sa.select(term.id).where(term.old(before)).limit(sa.bindparam("most"))


def forget(session: Session, holding: Holding, ids: Keys, before: datetime) -> int:
    """Forget those of `ids` that are old still; how many rows it was."""
    term = TERMS[holding]
    still = session.execute(sa.select(term.id).where(term.id.in_(ids), term.old(before))).scalars().all()
    if still:
        term.forget(session, still)
    return len(still)


def _update(table: type[SQLModel], **values: Any) -> Callable[[Session, Keys], None]:
    def forget(session: Session, ids: Keys) -> None:
        session.execute(sa.update(table).where(sa.inspect(table).primary_key[0].in_(ids)).values(values))

    return forget


def _delete(table: type[SQLModel]) -> Callable[[Session, Keys], None]:
    def forget(session: Session, ids: Keys) -> None:
        session.execute(sa.delete(table).where(sa.inspect(table).primary_key[0].in_(ids)))

    return forget


def _received(*states: InboxState, whole: bool) -> Callable[[Time], Condition]:
    """Updates in any of `states`; `whole`: those that still have their body."""

    def old(before: Time) -> Condition:
        old = sa.and_(col(Inbox.state).in_(states), col(Inbox.received_at) < before)
        return sa.and_(old, col(Inbox.body).is_not(sa.null())) if whole else old

    return old


def _is(column: Any, key: Any, *more: Condition) -> Condition:
    """Some row's `column` is `key`. Looked up by its index, row by row: NOT IN would read the other table whole."""
    return sa.exists().where(col(column) == col(key), *more)


def _loose(before: Time) -> Condition:
    """Words that came of nothing: they belong to no matter, no ask-back and no doubt."""
    kept = [_is(column, Utterance.id) for column in (Matter.utterance_id, Question.utterance_id)]
    return sa.and_(col(Utterance.at) < before, col(Utterance.matter_id).is_(None), *map(sa.not_, kept))


_SAYS = sa.or_(col(Utterance.text) != "", sa.cast(col(Utterance.media), sa.Text) != "[]")
"""Something is left of what was said."""


def _doubts(before: Time) -> Condition:
    """What was asked back or doubted and came of nothing."""
    said = _is(Utterance.id, Question.utterance_id, col(Utterance.matter_id).is_(None), _SAYS)
    return sa.and_(col(Question.made_at) < before, said)


def _forget_doubts(session: Session, ids: Keys) -> None:
    asked = col(Question.id).in_(ids)
    said = sa.select(col(Question.utterance_id)).where(asked)
    session.execute(sa.update(Utterance).where(col(Utterance.id).in_(said)).values(text="", media=[]))
    session.execute(sa.update(Question).where(asked).values(understanding={}))
    open_still = col(Question.state).in_([QuestionState.OPEN, QuestionState.HUMAN])
    session.execute(sa.update(Question).where(asked, open_still).values(state=QuestionState.NOT_A_NEED))


def _letters(before: Time) -> Condition:
    """The copies of announcements stay as long as these: their author looks at what became of them."""
    return sa.and_(
        col(Outbox.state) != OutboxState.WAITING,
        col(Outbox.made_at) < before,
        col(Outbox.slot) != CardSlot.ANNOUNCEMENT,
    )


def _announcements(before: Time) -> Condition:
    return sa.and_(col(Announcement.made_at) < before, col(Announcement.text) != "")


def _forget_announcements(session: Session, ids: Keys) -> None:
    session.execute(sa.update(Announcement).where(col(Announcement.id).in_(ids)).values(text=""))
    copies = sa.and_(col(Outbox.slot) == CardSlot.ANNOUNCEMENT, col(Outbox.subject).in_(ids))
    session.execute(sa.delete(Outbox).where(copies, col(Outbox.state) != OutboxState.WAITING))


def _particulars(before: Time) -> Condition:
    kept = _is(Particulars.matter_id, Matter.id, col(Particulars.name).is_not(None))
    return sa.and_(col(Matter.ended_at) < before, kept)


def _words(before: Time) -> Condition:
    """A voice has no summary: any word that is left tells that it is not forgotten yet."""
    told = [col(column).is_not(None) for column in (Matter.time_text, Matter.answer, Matter.spot)]
    said = _is(Utterance.matter_id, Matter.id, _SAYS)
    done = _is(Order.matter_id, Matter.id, sa.or_(col(Order.report).is_not(None), col(Order.eta_text).is_not(None)))
    left = sa.or_(col(Matter.summary) != "", *told, said, done)
    return sa.and_(col(Matter.ended_at) < before, left)


def _seen_no_more(before: Time) -> Condition:
    """People met before `before` who have asked for nothing since."""
    lately = _is(Matter.person_id, Person.id, col(Matter.made_at) >= before)
    return sa.and_(col(Person.made_at) < before, sa.not_(lately))


def _profiles(before: Time) -> Condition:
    known = sa.or_(col(Person.phone).is_not(None), col(Person.door).is_not(None))
    return sa.and_(known, _seen_no_more(before))


def _names(before: Time) -> Condition:
    """Who holds an office or acts for a partner has a name; whoever speaks again gets theirs back."""
    unfinished = sa.or_(col(Matter.ended_at).is_(None), col(Matter.ended_at) >= before)
    kept = [
        _is(Appointment.person_id, Person.id),
        _is(Member.person_id, Person.id),
        _is(Utterance.person_id, Person.id, col(Utterance.at) >= before),
        _is(Household.person_id, Person.id, col(Household.at) >= before),
        _is(Matter.person_id, Person.id, unfinished),
    ]
    return sa.and_(col(Person.name) != "", _seen_no_more(before), *map(sa.not_, kept))


TERMS: Mapping[Holding, Term] = {
    Holding.RAW: Term(Inbox, _received(InboxState.DONE, whole=True), forget_bodies),
    Holding.QUARANTINED: Term(Inbox, _received(InboxState.QUARANTINED, whole=True), forget_bodies),
    Holding.NUMBERS: Term(Inbox, _received(InboxState.DONE, InboxState.QUARANTINED, whole=False), _delete(Inbox)),
    Holding.LOOSE: Term(Utterance, _loose, _delete(Utterance)),
    Holding.DOUBTS: Term(Question, _doubts, _forget_doubts),
    Holding.DRAFTS: Term(Draft, lambda before: col(Draft.expires_at) < before, _delete(Draft)),
    Holding.LETTERS: Term(Outbox, _letters, _delete(Outbox)),
    Holding.PARTICULARS: Term(Matter, _particulars, forget_particulars_of),
    Holding.WORDS: Term(Matter, _words, forget_words_of),
    Holding.PROFILE: Term(Person, _profiles, _update(Person, phone=None, door=None)),
    Holding.NAMES: Term(Person, _names, _update(Person, name="")),
    Holding.GOING: Term(Going, lambda before: col(Going.at) < before, _delete(Going)),
    Holding.LABELS: Term(Label, lambda before: col(Label.at) < before, _delete(Label)),
    Holding.ANNOUNCEMENTS: Term(Announcement, _announcements, _forget_announcements),
}
