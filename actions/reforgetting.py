"""After an older backup was put back: whoever had their data deleted since then is forgotten again."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.forgetting import forget_person
from actions.tx import Tx
from storage.tables import Person, Tombstone


@dataclass(frozen=True, slots=True)
class Buried:
    """Somebody whose data was deleted; `by`: who did it."""

    subject: str
    by: str | None


def all_buried(session: Session) -> list[Buried]:
    """Whose data was deleted; nobody's, if the database knows no tombstones yet.

    However long ago: a clock that was ahead when a backup was made would hide who was forgotten after it.
    """
    if not sa.inspect(session.connection()).has_table(str(Tombstone.__tablename__)):
        return []
    query = select(Tombstone.subject, Tombstone.by).order_by(col(Tombstone.id))
    return [Buried(subject, by) for subject, by in session.exec(query)]


def bury_again(tx: Tx, *, of: Sequence[Buried]) -> int:
    """Delete the data of everyone in `of` who is there again; what they had not finished goes on without them."""
    count = 0
    for one in of:
        person = tx.session.get(Person, one.subject)
        if person is not None and person.user_id > 0:
            forget_person(tx, person, by=one.by or person.id, keep_open=True)
            count += 1
    return count
