"""Who handles which updates: rows are taken a lane at a time, under a lease where there are several processes.

A try is counted when its row is taken, for a process that dies in the middle of it can count nothing afterwards.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import InboxState
from storage.inbox import of_bot
from storage.tables import Inbox

_TABLE = sa.inspect(Inbox).local_table
_LOCK = 0x696E626F << 32  # PostgreSQL: two processes never take for one bot at the same moment


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that is ours until `until` (None: for good). `attempts`: how many tries were begun before this one."""

    id: int
    lane: str
    body: dict[str, Any]
    attempts: int
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Room:
    """How many rows may be taken, `each`: of one lane at most.

    `spare`: of them so many are left to lanes that come later, unless each lane would have to go without any row.
    """

    rows: int
    each: int
    spare: int = 0

    def share(self, lanes: int) -> int:
        """How many rows each of `lanes` may have."""
        return max(1, min(self.each, (self.rows - self.spare) // lanes))


def take(
    session: Session,
    *,
    bot_id: int,
    now: datetime,
    lasts: timedelta | None,
    held: Collection[str],
    room: Room,
    alone: bool = True,
) -> list[Taken]:
    """The oldest unfinished rows of the lanes that nobody holds, oldest first; `room` is shared by the lanes that wait.

    `held`: lanes in our own hands. A lane with a row under a lease that still runs is another process's. The leases
    last for `lasts` by the server's clock, `now` on SQLite; None: there is no other process, and no lease is asked
    after or written.

    A row whose try was begun before and never ended may have killed its process. So at most one such row is taken, and
    none if not `alone`: if it kills again, no other that was cut off with it is counted with it again.
    """
    if room.rows <= 0:
        return []
    at = _now(session, bot_id, now) if lasts is not None else None
    waiting = _lanes(session, bot_id, held, at, limit=room.rows)
    fresh = [lane for lane in waiting if not lane.begun]
    cut_off = [lane for lane in waiting if lane.begun][:1] if alone else []
    if alone and len(fresh) == room.rows:  # it must not wait until there are fewer
        cut_off = list(_lanes(session, bot_id, held, at, limit=1, begun=True))
    rows = _rows(session, bot_id, fresh, cut_off, room)
    until = at + lasts if at is not None and lasts is not None else None
    if rows:
        session.connection().execute(_COUNT, {"rows": [row.id for row in rows], "until": until})
    return [Taken(row.id, row.lane, row.body, row.attempts, until) for row in rows]


_NEW = col(Inbox.state) == InboxState.NEW
_COUNT = (
    sa.update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.id.in_(sa.bindparam("rows", expanding=True)), _TABLE.c.state == InboxState.NEW)
    .values(attempts=_TABLE.c.attempts + 1, leased_until=sa.bindparam("until"))
)


def _now(session: Session, bot_id: int, now: datetime) -> datetime:
    """The time by which leases run, once nobody else is taking: the hosts' own clocks may differ."""
    if session.get_bind().dialect.name != "postgresql":
        return now
    lock, clock = sa.func.pg_advisory_xact_lock(_LOCK ^ bot_id), sa.func.clock_timestamp()
    at: datetime = session.execute(sa.select(lock, clock)).one()[1]
    return at


def _lanes(
    session: Session, bot_id: int, held: Collection[str], at: datetime | None, *, limit: int, begun: bool = False
) -> Sequence[Any]:
    """Lanes that wait, with their oldest row and how many wait in each, the oldest first; those with a row that was
    begun come last. `begun`: only those."""
    given = {"bot": bot_id, "held": list(held), "most": limit} | ({"at": at} if at is not None else {})
    return session.connection().execute(_waiting(begun=begun, leased=at is not None), given).all()


@cache
def _waiting(*, begun: bool, leased: bool) -> sa.Select[Any]:
    """leased: lanes under a lease that still runs are left out."""
    inbox = _TABLE.c
    head, tried = sa.func.min(inbox.id), sa.case((sa.func.max(inbox.attempts) > 0, 1), else_=0)
    held: sa.BindParameter[Any] = sa.bindparam("held", expanding=True)
    waiting = (
        sa.select(inbox.lane, head.label("head"), sa.func.count().label("waiting"), tried.label("begun"))
        .where(of_bot(sa.bindparam("bot")), inbox.state == InboxState.NEW, inbox.lane.not_in(held))
        .group_by(inbox.lane)
        .order_by(tried, head)
        .limit(sa.bindparam("most"))
    )
    if begun:
        waiting = waiting.having(tried == 1)
    if leased:
        last = sa.func.max(inbox.leased_until)
        waiting = waiting.having(sa.or_(last.is_(None), last <= sa.bindparam("at")))
    return waiting


_COLUMNS = (_TABLE.c.id, _TABLE.c.lane, _TABLE.c.body, _TABLE.c.attempts)
_QUEUE = (
    sa.select(*_COLUMNS)
    .where(of_bot(sa.bindparam("bot")), _TABLE.c.state == InboxState.NEW, _TABLE.c.lane == sa.bindparam("lane"))
    .order_by(_TABLE.c.id)
    .limit(sa.bindparam("share"))
)


def _rows(session: Session, bot_id: int, fresh: Sequence[Any], cut_off: Sequence[Any], room: Room) -> list[Any]:
    """The oldest of each lane that is fresh, as many as its share is; one of the lane that was cut off."""
    share = room.share(len(fresh)) if fresh else 1
    long = [lane for lane in fresh if lane.waiting > 1 and share > 1]
    heads = [lane.head for lane in (*fresh, *cut_off) if lane.waiting == 1 or share == 1 or lane.begun]
    run = session.connection().execute
    rows = list(run(sa.select(*_COLUMNS).where(_TABLE.c.id.in_(heads)))) if heads else []
    for lane in long:  # each by the index, however much waits in it
        rows += run(_QUEUE, {"bot": bot_id, "lane": lane.lane, "share": share})
    return sorted(rows, key=lambda row: row.id)


def extend(session: Session, rows: Collection[int], *, now: datetime, lasts: timedelta) -> None:
    """Hold `rows` for `lasts` from now: by the server's clock, `now` on SQLite."""
    shared = session.get_bind().dialect.name == "postgresql"
    _set(session, rows, leased_until=(sa.func.clock_timestamp() + lasts) if shared else now + lasts)


def release(session: Session, rows: Collection[int]) -> None:
    """Give `rows` back unfinished, and their try uncounted: whoever comes next takes them."""
    _set(session, rows, leased_until=None, attempts=Inbox.attempts - 1)


def give_back(session: Session, rows: Sequence[Taken]) -> None:
    """Undo a take of which nobody knows whether it was committed: what stands as it left it is released."""
    for row in rows:
        as_taken = sa.and_(col(Inbox.leased_until) == row.until, col(Inbox.attempts) == row.attempts + 1)
        undone = sa.update(Inbox).where(col(Inbox.id) == row.id, _NEW, as_taken)
        session.execute(undone.values(leased_until=None, attempts=row.attempts))


def release_all(session: Session, *, bot_id: int) -> None:
    """Drop every lease, because whoever held one is known to be gone; what it had begun stays counted."""
    session.execute(sa.update(Inbox).where(of_bot(bot_id), _NEW).values(leased_until=None))


def _set(session: Session, rows: Collection[int], **values: Any) -> None:
    if rows:
        session.execute(sa.update(Inbox).where(col(Inbox.id).in_(rows), _NEW).values(values))
