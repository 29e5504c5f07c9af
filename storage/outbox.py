"""Facts between the actions and the courier."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from community.facts import CardSlot, Fact
from community.words import OutboxState, Priority
from storage.dialect import Upsert
from storage.outbox_statements import BEGIN, END, EXPIRE, HEADS, LEASE, SIBLINGS, WAITING, free, leased_lanes
from storage.tables import Outbox, Person, Place

REVIVED_WITHIN = timedelta(hours=24)
"""What could not be said in private is said when the person presses start, if it is not older than this."""

UNSURE = "unknown: "
"""What the error of a row begins with whose last message may have arrived."""

ONE_OFF = CardSlot.NOTE
"""Notes are never coalesced: each says something of its own."""

_TO_PLACE = sa.select(col(Place.bot_id)).where(col(Place.id) == sa.bindparam("to_place")).scalar_subquery()
_TO_PERSON = sa.select(col(Person.bot_id)).where(col(Person.id) == sa.bindparam("to_person")).scalar_subquery()
_BOT = sa.func.coalesce(_TO_PLACE, _TO_PERSON, sa.bindparam("else_by"))
"""Who says it: the bot in that group, the one that the person started last, else the one whose process it is."""

_PUT = Upsert(Outbox, lambda fact: fact.values(bot_id=_BOT).on_conflict_do_nothing(index_elements=["key"]))

_EFFECTIVE = sa.case(
    (col(Outbox.leased_until) > col(Outbox.not_before), col(Outbox.leased_until)), else_=col(Outbox.not_before)
)


@dataclass(frozen=True, slots=True)
class Batch:
    """The facts that one message or one edit will tell, oldest first, as they were before they were leased."""

    rows: tuple[Outbox, ...]

    @property
    def orphan(self) -> bool:
        """Whether somebody leased one of them before and never ended it."""
        return any(row.leased_until is not None for row in self.rows)

    @property
    def newest(self) -> Outbox:
        """The last thing that happened."""
        return self.rows[-1]

    @property
    def ids(self) -> tuple[int, ...]:
        """Row ids."""
        return tuple(row.id for row in self.rows if row.id is not None)

    @property
    def priority(self) -> Priority:
        """The most urgent of them."""
        return Priority(min(row.priority for row in self.rows))


def put(session: Session, *facts: Fact, bot_id: int, now: datetime) -> None:
    """Add `facts`, each for the bot that reaches its recipient, `bot_id` where nobody knows; one with the key of an
    earlier fact is dropped."""
    if facts:
        _PUT.run(session, [_row(fact, bot_id, now) for fact in facts])


def _row(fact: Fact, bot_id: int, now: datetime) -> dict[str, object]:
    return {
        "else_by": bot_id, "to_place": fact.recipient.place, "to_person": fact.recipient.person,
        "key": fact.key, "kind": fact.kind, "slot": fact.slot, "subject": fact.subject,
        "recipient": fact.recipient.key, "priority": int(fact.priority), "state": OutboxState.WAITING,
        "fresh": fact.fresh, "quiet": fact.quiet, "page": fact.page, "reply_to": fact.reply_to,
        "payload": dict(fact.payload), "not_before": fact.not_before or now, "not_after": fact.not_after,
        "attempts": 0, "made_at": now,
    }  # fmt: skip


def take(
    session: Session,
    *,
    bot_id: int,
    now: datetime,
    lease: timedelta,
    room: int,
    worst: Priority = Priority.BROADCAST,
    busy: Collection[str] = (),
) -> list[Batch]:
    """Lease what is due: for at most `room` recipients not in `busy`, the head of each lane by (priority, id).

    All waiting rows of the head's card come along. A recipient with a live lease is being served elsewhere. Rows past
    their `not_after` are EXPIRED first. `worst`: nothing less urgent is taken.
    """
    _expire(session, bot_id, now)
    batches = []
    for head in _heads(session, bot_id, now, room, worst, busy):
        batch = Batch(tuple(_siblings(session, head, now)))
        if _lease(session, batch, now, now + lease):
            batches.append(batch)
    return batches


def _lease(session: Session, batch: Batch, now: datetime, until: datetime) -> bool:
    """Lease all rows of `batch` or none: another process may have been quicker with some of them."""
    leased = session.execute(LEASE, {"rows": batch.ids, "now": now, "until": until}).scalars().all()
    if leased and len(leased) < len(batch.rows):
        session.execute(sa.update(Outbox).where(col(Outbox.id).in_(leased)).values(leased_until=None))
    return len(leased) == len(batch.rows)


def finish(
    session: Session,
    ids: Sequence[int],
    state: OutboxState,
    *,
    now: datetime,
    error: str | None = None,
    message_id: int | None = None,
) -> None:
    """End rows `ids` (oldest first) in `state`.

    Of several rows of one card that were delivered the newest is DELIVERED, the others COALESCED.
    """
    ended: dict[str, object] = {"now": now, "why": error, "message": message_id}
    if state is OutboxState.DELIVERED:
        _end(session, ids[:-1], OutboxState.COALESCED, ended)
        _end(session, ids[-1:], state, ended)
    else:
        _end(session, ids, state, ended)


def postpone(session: Session, ids: Sequence[int], until: datetime, *, error: str, counts: bool = True) -> None:
    """Try rows `ids` again at `until`; `counts`: it was an attempt."""
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.id).in_(ids))
        .values(leased_until=None, not_before=until, error=error, attempts=Outbox.attempts + int(counts))
    )


def postpone_lane(session: Session, recipient: str, until: datetime) -> None:
    """Nothing is said to `recipient` before `until`."""
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.recipient) == recipient, WAITING, col(Outbox.not_before) < until)
        .values(not_before=until, leased_until=None)
    )


def begin(session: Session, ids: Sequence[int]) -> None:
    """Note that rows `ids` are about to be sent, so that a crash from here on leaves them UNKNOWN and not repeated."""
    session.execute(BEGIN, {"rows": ids})


def give_back(session: Session, *, bot_id: int, until: datetime) -> None:
    """Drop the leases until exactly `until`: those of a take of which nobody knows whether it was."""
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.bot_id) == bot_id, WAITING, col(Outbox.leased_until) == until)
        .values(leased_until=None)
    )


def release(session: Session, *, bot_id: int, now: datetime) -> None:
    """End every lease: for a process that starts and knows that no other is running."""
    session.execute(
        sa.update(Outbox)
        .where(col(Outbox.bot_id) == bot_id, WAITING, col(Outbox.leased_until) > now)
        .values(leased_until=now)
    )


def revive(session: Session, recipient: str, now: datetime) -> None:
    """Say what could not be said to `recipient` in the last day: they pressed start, or took the bot back.

    It is put in again, behind what already waits, so that a welcome comes first.
    """
    query = select(Outbox).where(
        Outbox.recipient == recipient,
        Outbox.state == OutboxState.UNREACHABLE,
        Outbox.made_at > now - REVIVED_WITHIN,
    )
    for row in session.exec(query.order_by(col(Outbox.id))).all():
        again = row.model_dump(exclude={"id", "key", "state", "not_before", "ended_at", "error", "leased_until"})
        session.add(Outbox(**again, state=OutboxState.WAITING, not_before=now))
        row.state = OutboxState.COALESCED
    session.flush()


def drop_note(session: Session, recipient: str, subject: str, note: str, now: datetime) -> None:
    """A sentence of the kind `note` that has not been said to `recipient` yet need not be: a newer one comes."""
    query = select(Outbox).where(
        Outbox.recipient == recipient,
        Outbox.slot == ONE_OFF,
        Outbox.subject == subject,
        col(Outbox.state).in_([OutboxState.WAITING, OutboxState.UNREACHABLE]),
        free(now),
    )
    for row in session.exec(query).all():
        if row.payload.get("note") == note:
            row.state, row.ended_at = OutboxState.COALESCED, now
    session.flush()


def next_due(session: Session, *, bot_id: int, now: datetime) -> datetime | None:
    """When something is to be looked at next: in the past if something is due, None if nothing waits.

    A leased row counts when its lease ends; what stands behind it in its lane does not count.
    """
    leased = leased_lanes(bot_id, now)
    open_lane = sa.or_(col(Outbox.leased_until) > now, col(Outbox.recipient).not_in(leased))
    query = sa.select(sa.func.min(_EFFECTIVE)).where(col(Outbox.bot_id) == bot_id, WAITING, open_lane)
    return session.execute(query).scalar()


def next_after(session: Session, *, bot_id: int, now: datetime) -> datetime | None:
    """The earliest time after `now` at which anything becomes due."""
    query = sa.select(sa.func.min(_EFFECTIVE)).where(col(Outbox.bot_id) == bot_id, WAITING, now < _EFFECTIVE)
    return session.execute(query).scalar()


def _end(session: Session, ids: Sequence[int], state: OutboxState, values: dict[str, object]) -> None:
    if ids:
        session.execute(END, {"rows": ids, "ended": state, **values})


def _expire(session: Session, bot_id: int, now: datetime) -> None:
    session.execute(EXPIRE, {"bot": bot_id, "now": now})


def _heads(
    session: Session, bot_id: int, now: datetime, room: int, worst: Priority, busy: Collection[str]
) -> list[Outbox]:
    given = {"bot": bot_id, "now": now, "room": room, "worst": int(worst), "busy": list(busy)}
    return list(session.execute(HEADS, given).scalars())


def _siblings(session: Session, head: Outbox, now: datetime) -> list[Outbox]:
    """Every due row of the head's card, oldest first; of a one-off note only itself."""
    if head.slot is ONE_OFF:
        return [head]
    card = {"recipient": head.recipient, "slot": head.slot, "subject": head.subject}
    return list(session.execute(SIBLINGS, {"bot": head.bot_id, "now": now, **card}).scalars())
