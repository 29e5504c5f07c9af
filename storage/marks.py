"""Things kept or done once."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert
from storage.tables import Mark


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
