"""Running numbers without gaps from races: one upsert each."""

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import insert
from storage.tables import Counter


def next_number(session: Session, name: str) -> int:
    """The next number of `name`, from 1."""
    statement = (
        insert(session, Counter)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=["name"], set_={"value": sa.text("counters.value + 1")})
        .returning(col(Counter.value))
    )
    return int(session.execute(statement).scalar_one())
