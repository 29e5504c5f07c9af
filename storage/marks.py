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
