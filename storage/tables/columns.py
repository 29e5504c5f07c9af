"""Column kinds that every table shares."""

from enum import StrEnum

import sqlalchemy as sa

Telegram = sa.BigInteger
"""Type of every id that Telegram gives: int is 32 bits on PostgreSQL."""

Serial = sa.BigInteger().with_variant(sa.Integer, "sqlite")
"""Type of our own running numbers (SQLite counts only in INTEGER PRIMARY KEY)."""


def enum_type(enum: type[StrEnum]) -> sa.Enum:
    """A text column that holds only the values of `enum`, on both databases alike."""
    return sa.Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda members: [member.value for member in members],
        length=24,
        name=enum.__name__.lower(),
    )
