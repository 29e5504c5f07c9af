"""Things kept or done once."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert
from storage.tables import Mark

UNSETTLED = "unsettled"
"""The mark of a backup that was loaded while what goes on from before was not settled yet; its value: as of when."""


def keep(session: Session, name: str, make: Callable[[], str], *, now: datetime) -> str:
    """The value kept under `name`; the first to ask makes it."""
    values = {"name": name, "value": make(), "at": now}
    session.execute(insert(session, Mark).values(values).on_conflict_do_nothing(index_elements=["name"]))
    return str(session.execute(sa.select(col(Mark.value)).where(col(Mark.name) == name)).scalar_one())


def made_at(session: Session, name: str) -> datetime | None:
    """When the mark `name` was made, or last renewed."""
    return session.execute(sa.select(col(Mark.at)).where(col(Mark.name) == name)).scalar()


def in_touch(bot_id: int) -> str:
    """The mark of when Telegram last answered to the bot."""
    return f"in_touch:{bot_id}"


def take(session: Session, name: str) -> str | None:
    """Take the mark `name` away: its value, for one taker alone; None if there is none."""
    taken = sa.delete(Mark).where(col(Mark.name) == name).returning(col(Mark.value))
    return session.execute(taken).scalar_one_or_none()
