"""A row in every table of a database, whatever its schema, and everything that it holds."""

import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from storage.engine import Database

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
Rows = dict[str, dict[str, Any]]


def fill(database: Database) -> None:
    """Put a row into each table, every column of it filled."""
    with database.engine.begin() as connection:
        known = sa.MetaData()
        known.reflect(connection)
        inspector = sa.inspect(connection)
        made: Rows = {}
        for table in known.sorted_tables:
            if table.name != "alembic_version":
                words = _words(inspector, table.name)
                made[table.name] = {column.name: _value(column, words, made) for column in table.columns}
                connection.execute(table.insert().values(made[table.name]))


def _words(inspector: sa.Inspector, table: str) -> dict[str, str]:
    """One of the words that each column of a fixed vocabulary allows."""
    checks = [check["sqltext"] for check in inspector.get_check_constraints(table)]
    found = [re.search(r"\W*(\w+)\W.*?'([^']+)'", check) for check in checks]
    return {one[1]: one[2] for one in found if one}


def _value(column: sa.Column[Any], words: dict[str, str], made: Rows) -> Any:
    for key in column.foreign_keys:
        return made[key.column.table.name][key.column.name]
    if column.name in words:
        return words[column.name]
    samples = {
        bool: True,
        int: 7,
        float: 0.5,
        datetime: NOW,
        date: NOW.date(),
        object: {"a": ["字", 1]},
        bytes: b"\x00\xff",
        str: f"{column.name} 字",
    }
    kind = column.type.python_type
    if isinstance(column.type, sa.DateTime) and not column.type.timezone:
        return NOW.replace(tzinfo=None)
    return samples[kind]


def contents(database: Database) -> dict[str, list[dict[str, str]]]:
    """Every row of every table, as text."""
    with database.engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        return {
            table: [{name: str(value) for name, value in row.items()} for row in found.mappings()]
            for table in tables
            if table != "alembic_version"
            for found in [connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))]
        }
