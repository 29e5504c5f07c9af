"""Updates between Telegram and the lanes."""

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


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as Telegram gave it, and the lane in which it waits."""

    update_id: int
    lane: str
    body: dict[str, Any]


def of_bot(bot_id: int | sa.BindParameter[int]) -> sa.ColumnElement[bool]:
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


_FINISH_ALL = (
    sa.update(_TABLE)  # type: ignore[arg-type]
    .where(_TABLE.c.id.in_(sa.bindparam("rows", expanding=True)), _TABLE.c.state == InboxState.NEW)
    .values(state=InboxState.DONE, leased_until=None)
)


def finish_all(session: Session, rows: Collection[int]) -> None:
    """End `rows` that needed no action; those that an action has ended keep their result."""
    if rows:
        session.connection().execute(_FINISH_ALL, {"rows": list(rows)})


def failed(session: Session, row: int, error: str, *, tries: int, last: bool) -> bool:
    """Write down why try number `tries` of `row` failed, and count the next; with `last`, put it into quarantine.

    Answers whether it still waits for another. A row that an action has ended before the failure stays ended: to try
    again would do the action twice.
    """
    values: dict[str, Any] = {"attempts": tries if last else tries + 1, "error": error}
    if last:
        values |= {"state": InboxState.QUARANTINED, "leased_until": None}
    counted = session.execute(
        sa.update(Inbox).where(col(Inbox.id) == row, col(Inbox.state) == InboxState.NEW).values(values)
    )
    return bool(counted.rowcount) and not last  # type: ignore[attr-defined]


def waiting(session: Session, *, bot_id: int) -> bool:
    """Whether any update is unfinished."""
    found = sa.select(col(Inbox.id)).where(of_bot(bot_id), col(Inbox.state) == InboxState.NEW).limit(1)
    return session.execute(found).first() is not None
