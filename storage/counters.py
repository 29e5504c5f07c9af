"""Running numbers without gaps from races: one upsert each."""

from collections.abc import Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.dialect import Upsert
from storage.tables import Community, Counter

GAP = 100
"""How many numbers of a day and community are left out where nobody knows how many were given out."""
_LONGEST = 31  # days
_OF_MATTERS = "number:"

_NEXT = Upsert(
    Counter,
    lambda counter: counter.on_conflict_do_update(
        index_elements=["name"], set_={"value": sa.text("counters.value + 1")}
    ).returning(col(Counter.value)),
)


def next_number(session: Session, name: str) -> int:
    """The next number of `name`, from 1."""
    return int(_NEXT.run(session, {"name": name, "value": 1}).scalar_one())


def of_matters(community: str, day: date) -> str:
    """The name of the running number of a community's matters on a day; it goes on from year to year."""
    return f"{_OF_MATTERS}{community}:{day:%m%d}"


def numbers_given(session: Session) -> dict[str, int] | None:
    """Where the running numbers of matters stand, by name; None if there is no such table yet."""
    if not sa.inspect(session.connection()).has_table(str(Counter.__tablename__)):
        return None
    query = select(Counter.name, Counter.value).where(col(Counter.name).startswith(_OF_MATTERS))
    return dict(session.exec(query).all())


def count_on(session: Session, stood: Mapping[str, int]) -> None:
    """Let none go on from less than where it `stood`."""
    known = {row.name: row for row in session.exec(select(Counter))}
    for name, value in stood.items():
        if name not in known:
            session.add(Counter(name=name, value=value))
        else:
            known[name].value = max(known[name].value, value)


def leave_gap(session: Session, since: date, until: date) -> None:
    """Leave GAP numbers out of every day from `since` to `until` (of the last month), for they may be given out."""
    stood = numbers_given(session) or {}
    days = [until - timedelta(days=back) for back in range(min((until - since).days, _LONGEST) + 1)]
    names = [of_matters(community, day) for community in session.exec(select(Community.id)) for day in days]
    count_on(session, {name: stood.get(name, 0) + GAP for name in names})
