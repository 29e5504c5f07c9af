"""From an embedded database to an empty PostgreSQL: every row copied, then every row compared, in one transaction."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - so that the metadata knows them
from storage.engine import Database
from storage.postgres import unhurried

_AT_ONCE = 1000


class NotEmpty(Exception):
    """The target holds rows already; holds the name of a table."""


class Different(Exception):
    """A row did not arrive as it was; holds the name of its table."""


def move(source: Database, target: Database) -> dict[str, int]:
    """Copy every table from embedded `source` to `target`, both at the newest schema; how many rows by table.

    Raises NotEmpty or Different with nothing written.
    """
    tables = SQLModel.metadata.sorted_tables
    with source.engine.connect() as here, target.engine.begin() as there:
        unhurried(there)
        for table in tables:
            if there.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first() is not None:
                raise NotEmpty(table.name)
        moved = {table.name: _copy(table, here, there) for table in tables}
        for table in tables:
            _count_on(table, there)
            _compare(table, here, there)
        return moved


def _copy(table: sa.Table, here: sa.Connection, there: sa.Connection) -> int:
    raw: Any = there.connection.dbapi_connection
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    count = 0
    cursor: psycopg.Cursor[Any]
    with raw.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN'.encode()) as copy:
        for row in _rows(table, here):
            copy.write_row(row)
            count += 1
    return count


def _compare(table: sa.Table, here: sa.Connection, there: sa.Connection) -> None:
    for mine, theirs in zip_longest(_rows(table, here), _rows(table, there)):
        if mine != theirs:
            raise Different(table.name)


def _count_on(table: sa.Table, there: sa.Connection) -> None:
    """Let the running numbers of `table` go on behind those that were copied."""
    column = table.autoincrement_column
    if column is None:
        return
    sequence = sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name)
    last = sa.select(sa.func.max(column)).scalar_subquery()
    there.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1), last.is_not(None))))


def _rows(table: sa.Table, connection: sa.Connection) -> Iterator[tuple[Any, ...]]:
    """The rows of `table` in the order of their keys, alike on both databases."""
    embedded = connection.dialect.name == "sqlite"
    query = sa.select(*(_plain(column, embedded) for column in table.columns)).order_by(*_keys(table, embedded))
    with connection.execute(query.execution_options(yield_per=_AT_ONCE)) as found:
        for row in found:
            yield tuple(row)


def _plain(column: sa.Column[Any], embedded: bool) -> sa.ColumnElement[Any]:
    """JSON as the text that is stored, words of a fixed vocabulary as they are stored; the rest as Python has it."""
    if isinstance(column.type, sa.JSON):
        return sa.type_coerce(column, sa.Text) if embedded else sa.cast(column, sa.Text)
    return sa.type_coerce(column, sa.String) if isinstance(column.type, sa.Enum) else column


def _keys(table: sa.Table, embedded: bool) -> Iterable[sa.ColumnElement[Any]]:
    """The primary key, sorted by bytes on both."""
    for column in table.primary_key.columns:
        text = not isinstance(column.type, sa.Integer)
        yield column if embedded or not text else column.collate("C")
