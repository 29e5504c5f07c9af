"""Connections to a PostgreSQL server that notice when it, or the way to it, falls silent."""

from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa

KEEPALIVE = {"keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
SILENCE: dict[str, Any] = {"connect_timeout": 10, "tcp_user_timeout": 10_000, **KEEPALIVE}
"""What libpq is told: within about ten seconds a line on which nothing is answered counts as broken."""

LIMITS = {"statement_timeout": "120s", "idle_in_transaction_session_timeout": "120s"}
"""What the server is told: a statement that hangs, or a client that vanished with locks in its hands, is ended."""


RESTED = 1.0
"""Seconds after which a connection that lay idle is asked whether it still lives. Asking each time would cost as much
as a statement; who finds one dead in between is told so by the first statement, before anything was done."""


def connect(url: sa.URL, connections: int) -> sa.Engine:
    """An engine with at most so many connections. What may take longer asks for it by `unhurried`.

    The connection that was used last is used next: it and its backend know the statements already.
    """
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,
        connect_args=SILENCE,
    )

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        for name, value in LIMITS.items():
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()

    _ask_the_rested(engine)
    return engine


def _ask_the_rested(engine: sa.Engine) -> None:
    """Before a connection that has lain idle is given out, see that it lives; else a new one takes its place."""

    @sa.event.listens_for(engine, "checkin")
    def _rests(_connection: object, record: Any) -> None:
        record.info["rests"] = monotonic()

    @sa.event.listens_for(engine, "checkout")
    def _is_given_out(connection: Any, record: Any, _proxy: object) -> None:
        now = monotonic()
        if now - record.info.get("rests", now) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise sa.exc.InvalidatePoolError from error


def unhurried(connection: sa.Connection) -> None:
    """Let this transaction take as long as it needs: a migration, a backup, a move. Nothing on SQLite."""
    if connection.dialect.name == "postgresql":
        for name in LIMITS:
            connection.execute(sa.text(f"SET LOCAL {name} = 0"))
