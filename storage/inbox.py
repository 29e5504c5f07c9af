"""Updates between Telegram and the lanes."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import InboxState
from storage.dialect import Upsert
from storage.tables import Inbox

_TABLE = sa.inspect(Inbox).local_table
_LOCK = 0x696E626F  # PostgreSQL: two processes never take at the same moment


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as Telegram gave it, and the lane in which it waits."""

    update_id: int
    lane: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """A row under our lease. `attempts`: how often it has failed before."""

    id: int
    lane: str
    body: dict[str, Any]
    attempts: int


def _of(bot_id: int) -> sa.ColumnElement[bool]:
    """The bot's own rows. By sum, or SQLite looks for what is unfinished among all that ever came in to this bot."""
    return col(Inbox.bot_id) + 0 == bot_id


_PUT = Upsert(Inbox, lambda arrival: arrival.on_conflict_do_nothing(index_elements=["bot_id", "update_id"]))


def put(session: Session, arrivals: Sequence[Arrival], *, bot_id: int, now: datetime) -> None:
    """Add `arrivals`; those that we have already are left out."""
    if not arrivals:
        return
    rows = [
        {
            "bot_id": bot_id,
            "update_id": arrival.update_id,
            "lane": arrival.lane,
            "state": InboxState.NEW,
            "body": arrival.body,
            "attempts": 0,
            "received_at": now,
        }
        for arrival in arrivals
    ]
    _PUT.run(session, rows)


def take(
    session: Session,
    *,
    bot_id: int,
    now: datetime,
    until: datetime | None,
    held: Collection[str],
    limit: int,
    per_lane: int | None = None,
) -> list[Taken]:
    """The oldest unfinished rows of every lane that nobody holds, leased until `until`, oldest first.

    Of one lane at most `per_lane` (None: no bound), so that a flood in one chat leaves room for the others. `held`:
    lanes in our own hands. A lane with a row under a lease that still runs is another process's. `until` None: there is
    no other process, and no lease is asked after or written.
    """
    if until is not None and session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    free_of = _leased(bot_id, now) if until is not None else None
    taken: list[Taken] = []
    seen, most = set(held), per_lane or limit
    while len(taken) < limit:
        rows = _waiting(session, bot_id, seen, free_of, limit - len(taken))
        lanes: Counter[str] = Counter()
        for row in rows:
            lanes[row.lane] += 1
            if lanes[row.lane] <= most:
                taken.append(row)
        seen |= set(lanes)
        if max(lanes.values(), default=0) <= most:
            break
    taken.sort(key=lambda row: row.id)
    if until is not None:
        _lease(session, [row.id for row in taken], until)
    return taken


def _waiting(
    session: Session, bot_id: int, held: Collection[str], free_of: sa.Select[str] | None, limit: int
) -> list[Taken]:
    inbox = _TABLE.c
    waiting = (
        sa.select(inbox.id, inbox.lane, inbox.body, inbox.attempts)
        .where(_of(bot_id), inbox.state == InboxState.NEW, inbox.lane.not_in(held))
        .order_by(inbox.id + 0)  # by sum, or SQLite walks over all that ever came in to save itself the sorting
        .limit(limit)
    )
    if free_of is not None:
        waiting = waiting.where(inbox.lane.not_in(free_of))
    return [Taken(*row) for row in session.connection().execute(waiting)]


def _leased(bot_id: int, now: datetime) -> sa.Select[str]:
    """Lanes under a lease."""
    return sa.select(col(Inbox.lane)).where(
        _of(bot_id), col(Inbox.state) == InboxState.NEW, col(Inbox.leased_until) > now
    )


def extend(session: Session, rows: Collection[int], until: datetime) -> None:
    """Hold `rows` until `until`."""
    _lease(session, rows, until)


def release(session: Session, rows: Collection[int]) -> None:
    """Give `rows` back unfinished: whoever comes next takes them."""
    _lease(session, rows, None)


def give_back(session: Session, *, bot_id: int, until: datetime, but: Collection[int]) -> None:
    """Drop the leases until exactly `until`, `but` those of some rows: a take of which nobody knows whether it was."""
    session.execute(
        sa.update(Inbox)
        .where(
            _of(bot_id),
            col(Inbox.state) == InboxState.NEW,
            col(Inbox.leased_until) == until,
            col(Inbox.id).not_in(but),
        )
        .values(leased_until=None)
    )


def release_all(session: Session, *, bot_id: int) -> None:
    """Drop every lease, because whoever held one is known to be gone."""
    session.execute(sa.update(Inbox).where(_of(bot_id), col(Inbox.state) == InboxState.NEW).values(leased_until=None))


_FINISH = (
    sa.update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.id == sa.bindparam("row"), _TABLE.c.state == InboxState.NEW)
    .values(state=InboxState.DONE, leased_until=None)
)


def finish(session: Session, row: int, result: dict[str, Any] | None = None) -> bool:
    """End inbox row `row`; with `result`, what its action gave. Whether it was not ended before: a compare-and-set."""
    return bool(session.connection().execute(_FINISH, {"row": row, "result": result}).rowcount)


def has_ended(session: Session, row: int) -> bool:
    """Whether inbox row `row` is ended. Waits for a transaction that may be about to end it."""
    state = sa.select(col(Inbox.state)).where(col(Inbox.id) == row).with_for_update()
    return session.execute(state).scalar_one() is not InboxState.NEW


def finish_all(session: Session, rows: Collection[int]) -> None:
    """End `rows` that needed no action; those that an action has ended keep their result."""
    if rows:
        session.execute(
            sa.update(Inbox)
            .where(col(Inbox.id).in_(rows), col(Inbox.state) == InboxState.NEW)
            .values(state=InboxState.DONE, leased_until=None)
        )


def failed(session: Session, row: int, error: str, *, last: bool) -> bool:
    """Count a failed try of `row`; with `last`, put it into quarantine. Answers whether it still waits for another.

    A row that an action has ended before the failure stays ended: to try again would do the action twice.
    """
    values: dict[str, Any] = {"attempts": Inbox.attempts + 1, "error": error}
    if last:
        values |= {"state": InboxState.QUARANTINED, "leased_until": None}
    counted = session.execute(
        sa.update(Inbox).where(col(Inbox.id) == row, col(Inbox.state) == InboxState.NEW).values(values)
    )
    return bool(counted.rowcount) and not last  # type: ignore[attr-defined]


def waiting(session: Session, *, bot_id: int) -> bool:
    """Whether any update is unfinished."""
    found = sa.select(col(Inbox.id)).where(_of(bot_id), col(Inbox.state) == InboxState.NEW).limit(1)
    return session.execute(found).first() is not None


def forget(session: Session, before: datetime) -> int:
    """Drop the raw bodies of ended updates received before `before`; their numbers stay, so none is taken twice.

    Answers how many. Updates in quarantine keep theirs until a person has looked.
    """
    dropped = session.execute(
        sa.update(Inbox)
        .where(col(Inbox.state) == InboxState.DONE, col(Inbox.received_at) < before, col(Inbox.body).is_not(sa.null()))
        .values(body=sa.null())
    )
    return int(dropped.rowcount)  # type: ignore[attr-defined]


def trim(session: Session, before: datetime) -> int:
    """Drop ended updates received before `before` altogether. Answers how many."""
    dropped = session.execute(
        sa.delete(Inbox).where(col(Inbox.state) == InboxState.DONE, col(Inbox.received_at) < before)
    )
    return int(dropped.rowcount)  # type: ignore[attr-defined]


def _lease(session: Session, rows: Collection[int], until: datetime | None) -> None:
    if rows:
        session.execute(
            sa.update(Inbox)
            .where(col(Inbox.id).in_(rows), col(Inbox.state) == InboxState.NEW)
            .values(leased_until=until)
        )
