"""Running numbers without gaps from races: one upsert each."""

import sqlalchemy as sa
from sqlmodel import Session, col

from storage.dialect import Upsert
from storage.tables import Counter

_NEXT = Upsert(
    Counter,
    lambda counter: counter.on_conflict_do_update(
        index_elements=["name"], set_={"value": sa.text("counters.value + 1")}
    ).returning(col(Counter.value)),
)


def next_number(session: Session, name: str) -> int:
    """The next number of `name`, from 1."""
    return int(_NEXT.run(session, {"name": name, "value": 1}).scalar_one())
