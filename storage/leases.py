"""Who alone may do something for a while, among processes on one PostgreSQL database. The server's clock counts."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from storage.tables import Lease


def hold(session: Session, name: str, holder: str, lasts: timedelta) -> bool:
    """Whether `holder` has the lease `name` for so long from now: its own is renewed, one that ran out is taken."""
    now = sa.func.clock_timestamp()
    put = insert(Lease).values(name=name, holder=holder, until=now + lasts)
    put = put.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": put.excluded.holder, "until": put.excluded.until},
        where=sa.or_(col(Lease.holder) == holder, col(Lease.until) <= now),
    )
    return session.execute(put.returning(col(Lease.name))).first() is not None


def let_go(session: Session, name: str, holder: str) -> None:
    """Give the lease back, if it is `holder`'s."""
    session.execute(sa.delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))
