"""After a backup was put back: what goes on from the database that was there before."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from actions.reforgetting import Buried, all_buried, bury_again
from actions.tx import Tx
from community.calendars import local_date
from storage import marks, restore
from storage.counters import count_on, leave_gap, numbers_given
from storage.engine import Database
from storage.places import bot_of


@dataclass(frozen=True, slots=True)
class Present:
    """What of the database that goes must go on: whose data was deleted, where the numbers of matters stand.

    sure: these are all that were given out.
    """

    buried: Sequence[Buried] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    sure: bool = False


def present(session: Session) -> Present:
    """What is there now."""
    numbers = numbers_given(session)
    if numbers is None:
        return Present(all_buried(session))
    return Present(all_buried(session), numbers, sure=marks.made_at(session, marks.UNSETTLED) is None)


def go_on(session: Session, before: Present, made_at: datetime, now: datetime) -> int:
    """Nothing is said twice, no number given out twice, and whoever was forgotten is forgotten again: how many.

    The backup in place was made at `made_at`.
    """
    restore.hush(session, now)
    stood, known = numbers_given(session) or {}, before.numbers
    if not before.sure or any(known.get(name, 0) < value for name, value in stood.items()):
        leave_gap(session, local_date(made_at), local_date(now))  # it doesn't know what was given out since
    count_on(session, known)
    session.flush()
    return bury_again(Tx(session, now, random.SystemRandom(), bot_of(session)), of=before.buried)


def settle_left(database: Database, now: datetime) -> None:
    """Do it for a restore that was killed before it could; once, however many programs start at a time.

    The newest schema is there.
    """

    def work(session: Session) -> None:
        made_at = marks.take(session, marks.UNSETTLED)
        if made_at is not None:
            go_on(session, Present(all_buried(session)), datetime.fromisoformat(made_at), now)

    database.write_now(work)
