"""The one statement that both databases have but SQLAlchemy spells differently."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

Insert = sqlite.Insert | postgresql.Insert


def insert(session: Session, table: type[SQLModel]) -> Insert:
    """An INSERT that knows ON CONFLICT, for the session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


class Upsert:
    """An INSERT with its ON CONFLICT, made once for each database: making the statement costs more than running it."""

    def __init__(self, table: type[SQLModel], conflict: Callable[[Insert], sa.Executable]) -> None:
        local = sa.inspect(table).local_table
        self._of = {"sqlite": conflict(sqlite.insert(local)), "postgresql": conflict(postgresql.insert(local))}

    def run(self, session: Session, rows: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> sa.CursorResult[Any]:
        """Insert `rows`, which all have the same columns."""
        connection = session.connection()
        return connection.execute(self._of[connection.dialect.name], rows)
