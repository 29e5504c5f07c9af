"""Things kept or done once."""

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.tables import Mark


def keep(session: Session, name: str, make: Callable[[], str], *, now: datetime) -> str:
    """The value kept under `name`; the first to ask makes it."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {"name": name, "value": make(), "at": now}
    session.execute(dialect.insert(Mark).values(values).on_conflict_do_nothing(index_elements=["name"]))
    return str(session.execute(sa.select(col(Mark.value)).where(col(Mark.name) == name)).scalar_one())
