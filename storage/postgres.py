"""Connections to a PostgreSQL server that notice when it, or the way to it, falls silent."""

from typing import Any

import sqlalchemy as sa

KEEPALIVE = {"keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
SILENCE: dict[str, Any] = {"connect_timeout": 10, "tcp_user_timeout": 10_000, **KEEPALIVE}
"""What libpq is told: within about ten seconds a line on which nothing is answered counts as broken."""

LIMITS = {"statement_timeout": "120s", "idle_in_transaction_session_timeout": "120s"}
"""What the server is told: a statement that hangs, or a client that vanished with locks in its hands, is ended."""


def connect(url: sa.URL, connections: int) -> sa.Engine:
    """An engine with at most so many connections. What may take longer asks for it by `unhurried`."""
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=connections,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args=SILENCE,
    )

    @sa.event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        for name, value in LIMITS.items():
            connection.execute(f"SET {name} = '{value}'")
        connection.commit()

    return engine


def unhurried(connection: sa.Connection) -> None:
    """Let this transaction take as long as it needs: a migration, a backup, a move. Nothing on SQLite."""
    if connection.dialect.name == "postgresql":
        for name in LIMITS:
            connection.execute(sa.text(f"SET LOCAL {name} = 0"))
