"""After an older backup was put back: whoever had their data deleted since then is forgotten again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


def buried_since(session: Session, since: datetime) -> list[Buried]:
    """Whose data was deleted after `since`; nobody's, if the database knows no tombstones yet."""
    if not sa.inspect(session.connection()).has_table(str(Tombstone.__tablename__)):
        return []
    query = select(Tombstone.subject, Tombstone.by).where(col(Tombstone.at) > since).order_by(col(Tombstone.id))
    return [Buried(subject, by) for subject, by in session.exec(query)]


def bury_again(tx: Tx, *, buried: Sequence[Buried]) -> int:
    """Delete the data of everyone in `buried` who is there again; what they had not finished goes on without them."""
    count = 0
    for one in buried:
        person = tx.session.get(Person, one.subject)
        if person is not None and person.user_id > 0:
            forget_person(tx, person, by=one.by or person.id, keep_open=True)
            count += 1
    return count
