"""A PostgreSQL server that goes away for a while: work waits for it, is done once, and one line says so."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from storage import engine, postgres
from storage.engine import CommitUnknown, Database, DatabaseDown, Session
from storage.schema import prepare
from storage.tables import Mark
from tests.postgres import fresh_database


class Server:
    """A database that can be shut to everyone."""

    def __init__(self, server: str, name: str, database: Database) -> None:
        self._server, self._name, self.database = server, name, database

    def shut(self) -> None:
        """Throw everyone out and let nobody in."""
        self._run(f'ALTER DATABASE "{self._name}" WITH ALLOW_CONNECTIONS false')
        self._run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", self._name)

    def open(self) -> None:
        """Let them in again."""
        self._run(f'ALTER DATABASE "{self._name}" WITH ALLOW_CONNECTIONS true')

    def _run(self, statement: str, *params: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode(), params or None)


@pytest.fixture
def server(postgres: str) -> Iterator[Server]:
    """An open database on a real server."""
    name = f"t{uuid4().hex}"
    with fresh_database(postgres, name) as url:
        database = Database(url)
        prepare(database)
        yield Server(postgres, name, database)
        database.close()


@contextmanager
def said() -> Iterator[asyncio.Queue[str]]:
    """What the engine logs."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    handler = logging.Handler()
    handler.emit = lambda record: lines.put_nowait(record.getMessage())  # type: ignore[method-assign]
    engine.log.addHandler(handler)
    try:
        yield lines
    finally:
        engine.log.removeHandler(handler)


def mark(session: Session) -> None:
    session.add(Mark(name=uuid4().hex, at=datetime(2026, 11, 26, tzinfo=UTC)))


def count(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(Mark)).scalar_one())


async def test_work_waits_for_the_server_and_is_done_once(server: Server) -> None:
    before = await server.database.read(count)
    server.shut()
    with said() as lines:
        waiting = [asyncio.create_task(server.database.write(mark)) for _ in range(3)]
        assert "away" in await asyncio.wait_for(lines.get(), 60)
        server.open()
        await asyncio.wait_for(asyncio.gather(*waiting), 60)
        assert "back" in await asyncio.wait_for(lines.get(), 60)
        assert lines.empty()
    assert await server.database.read(count) == before + 3


async def test_a_server_that_stays_away_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "WAITS", (0.01, 0.01))
    server.shut()
    with pytest.raises(DatabaseDown):
        await server.database.write(mark)
    server.open()


async def test_a_line_that_falls_silent_is_noticed_and_a_statement_does_not_run_for_ever(server: Server) -> None:
    def asked(session: Session) -> dict[str, str]:
        return {name: session.execute(text(f"SHOW {name}")).scalar_one() for name in postgres.LIMITS}

    assert await server.database.read(asked) == dict.fromkeys(postgres.LIMITS, "2min")
    with server.database.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert isinstance(raw, psycopg.Connection)
        told = raw.info.get_parameters()
    assert {name: told[name] for name in postgres.SILENCE} == {n: str(value) for n, value in postgres.SILENCE.items()}


async def test_what_runs_into_the_limit_fails_at_once_and_is_no_trouble_of_the_servers(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(postgres.LIMITS, "statement_timeout", "50ms")
    database = Database(server.database.url.render_as_string(hide_password=False))
    tries: list[int] = []

    def slow(session: Session) -> None:
        tries.append(1)
        session.execute(text("SELECT pg_sleep(60)"))

    with pytest.raises(DatabaseDown) as caught:
        await database.write(slow)
    assert tries == [1]
    assert not database.away
    assert not database.in_trouble(caught.value)
    database.close()


def test_migrations_backups_and_moves_take_their_time(server: Server) -> None:
    with server.database.engine.begin() as connection:
        postgres.unhurried(connection)
        assert [connection.execute(text(f"SHOW {name}")).scalar_one() for name in postgres.LIMITS] == ["0", "0"]
    with server.database.engine.begin() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar_one() == "2min", "only in that transaction"


async def test_a_commit_of_which_nobody_knows_is_not_repeated(server: Server) -> None:
    tries = []

    def work(session: Session) -> None:
        tries.append(session)
        mark(session)
        session.flush()
        server.shut()

    with pytest.raises(CommitUnknown) as caught:
        await server.database.write(work)
    server.open()
    assert isinstance(caught.value.__cause__, OperationalError)
    assert len(tries) == 1


async def test_what_may_be_done_twice_is_done_again_when_nobody_knows(server: Server) -> None:
    before, tries = await server.database.read(count), []

    def work(session: Session) -> None:
        tries.append(session)
        mark(session)
        session.flush()
        if len(tries) == 1:
            server.shut()

    with said() as lines:
        waiting = asyncio.create_task(server.database.write(work, again=True))
        assert "away" in await asyncio.wait_for(lines.get(), 60)
        server.open()
        await asyncio.wait_for(waiting, 60)
    assert len(tries) == 2
    assert await server.database.read(count) == before + 1
