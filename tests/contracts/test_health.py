"""Health and metrics: over HTTP, as exit codes, and nothing about people in any log or metric of the real program."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import update
from sqlmodel import Session

from bot.ending import Code, Ending
from bot.folder import claim
from bot.health import Health
from bot.line import GRACE, SILENT, Line
from bot.pulse import OUT_OF_TOUCH, feel
from bot.settings import Settings
from bot.texts import health, terminal
from community.words import DueState, InboxState
from storage import newest_backup
from storage.backup import make
from storage.engine import Database
from storage.marks import in_touch
from storage.presence import KEY
from storage.tables import Due, Inbox, Mark

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)


class StillClock:
    """Always the same time."""

    def now(self) -> datetime:
        return NOW

    async def sleep_until(self, at: datetime) -> None:
        raise AssertionError("nobody sleeps here")


def free_address() -> str:
    """An address at which nobody listens."""
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{unheard.getsockname()[1]}"


@dataclass
class Asked:
    """A program's health."""

    http: httpx.AsyncClient
    database: Database
    address: str
    line: Line

    async def metric(self, name: str) -> float:
        """The value of a metric without labels."""
        text = (await self.http.get("/metrics")).text
        return float(next(line.split()[1] for line in text.splitlines() if line.startswith(f"{name} ")))


@pytest.fixture
async def asked(database: Database, tmp_path: Path) -> AsyncIterator[Asked]:
    address = free_address()
    line = Line(StillClock())
    health = Health(database, StillClock(), line, tmp_path / "backups", address, str)
    running = asyncio.create_task(health.run())
    async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=30) as http:
        async with asyncio.timeout(30):
            while True:
                try:
                    await http.get("/healthz")
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.01)
        yield Asked(http, database, address, line)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def waiting(database: Database, since: timedelta) -> None:
    """An update that nobody handles."""

    def work(session: Session) -> None:
        session.add(Inbox(bot_id=1, update_id=1, lane="1", state=InboxState.NEW, body={}, received_at=NOW - since))

    database.write_now(work)


async def test_a_program_that_is_well(asked: Asked) -> None:
    assert (await asked.http.get("/healthz")).status_code == 200
    ready = await asked.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "wrong": []})
    assert await asked.metric("hehuo_ready") == 1


async def test_one_that_falls_behind_is_alive_but_not_ready(asked: Asked) -> None:
    waiting(asked.database, timedelta(seconds=90))
    assert (await asked.http.get("/healthz")).status_code == 200
    ready = await asked.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "wrong": ["inbox"]})
    assert await asked.metric("hehuo_ready") == 0
    assert await asked.metric("hehuo_inbox_waiting") == 1
    assert await asked.metric("hehuo_inbox_lag_seconds") == 90


def late(database: Database, kind: str, subject: str, since: timedelta) -> None:
    """Something whose time came so long ago, and nobody does it."""
    due = Due(id=kind, kind=kind, subject=subject, local_date=NOW.date(), due_at=NOW - since, state=DueState.WAITING)
    database.write_now(lambda session: session.add(due))


async def test_one_in_which_nothing_runs_on_time_is_not_ready(asked: Asked) -> None:
    late(asked.database, "unclaimed", "order", timedelta(minutes=9))
    assert (await asked.http.get("/readyz")).status_code == 200
    late(asked.database, "digest", "desk", timedelta(days=7))
    ready = await asked.http.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "wrong": ["dues"]})
    assert await asked.metric("hehuo_dues_waiting") == 2
    assert await asked.metric("hehuo_dues_lag_seconds") == timedelta(days=7).total_seconds()
    assert "到点" in health.not_well(["dues"])


async def test_what_the_program_does_for_itself_may_take_its_time(asked: Asked) -> None:
    late(asked.database, "learn", "", timedelta(minutes=40))
    assert (await asked.http.get("/readyz")).status_code == 200


async def test_one_that_has_only_just_got_it_is_ready(asked: Asked) -> None:
    waiting(asked.database, timedelta(seconds=5))
    assert (await asked.http.get("/readyz")).status_code == 200


@pytest.mark.parametrize("kind", ["conflict", "token", "webhook"])
async def test_one_to_which_telegram_brings_nothing_is_not_ready(asked: Asked, kind: str) -> None:
    with asked.line.watched():
        asked.line.failed(kind)
        ready = await asked.http.get("/readyz")
        assert (ready.status_code, ready.json()) == (503, {"ready": False, "wrong": [kind]})
        assert f'hehuo_ingress_failures_total{{kind="{kind}"}}' in (await asked.http.get("/metrics")).text
        asked.line.reached()
        assert (await asked.http.get("/readyz")).status_code == 200
        assert await asked.metric("hehuo_contact_timestamp_seconds") == NOW.timestamp()


def test_a_moment_without_telegram_is_nothing_and_minutes_are() -> None:
    seconds = [0.0]
    line = Line(StillClock(), lambda: seconds[0])
    assert line.wrong() == []
    with line.watched():
        line.failed("telegram")
        seconds[0] += GRACE
        line.failed("telegram")
        assert line.wrong() == []
        seconds[0] += 1
        assert line.wrong() == ["telegram"]
        line.reached()
        assert line.wrong() == []
        seconds[0] += SILENT
        assert line.wrong() == []
        seconds[0] += 1
        assert line.wrong() == ["telegram"]
    assert line.wrong() == [], "another process takes updates in"


async def test_the_age_of_the_backup_is_measured(asked: Asked, tmp_path: Path) -> None:
    assert await asked.metric("hehuo_backup_timestamp_seconds") == 0
    make(asked.database, tmp_path / "backups", now=NOW)
    assert await asked.metric("hehuo_backup_timestamp_seconds") == NOW.timestamp()


async def test_the_backup_that_another_machine_has_made_is_measured_too(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(asked.database, tmp_path / "far", now=NOW)
    with monkeypatch.context() as there:
        there.setattr("socket.gethostname", lambda: "the-other")
        await asked.database.write(lambda session: newest_backup.note(session, made))
    assert await asked.metric("hehuo_backup_timestamp_seconds") == NOW.timestamp()


def _settings(database: Database, folder: Path, listen: str | None = None) -> Settings:
    url = None if database.embedded else SecretStr(database.url.render_as_string(hide_password=False))
    token = SecretStr("123456:health")
    return Settings.model_construct(
        telegram_token=token, database_url=url, hehuo_data=folder, hehuo_health_listen=listen
    )


async def test_the_same_from_outside_by_its_port(asked: Asked, tmp_path: Path) -> None:
    settings = _settings(asked.database, tmp_path, asked.address)
    assert await asyncio.to_thread(feel, settings) == []
    waiting(asked.database, timedelta(hours=1))
    assert await asyncio.to_thread(feel, settings) == ["inbox"]
    assert feel(_settings(asked.database, tmp_path, free_address())) is None


def test_the_same_from_outside_by_lock_and_database(database: Database, tmp_path: Path) -> None:
    settings = _settings(database, tmp_path)
    assert feel(settings) is None
    with held(database, tmp_path):
        assert feel(settings) == []
        waiting(database, timedelta(days=400))
        assert feel(settings) == ["inbox"]
        last = datetime.now(UTC)
        database.write_now(lambda session: session.add(Mark(name=in_touch(123456), at=last)))
        assert feel(settings) == ["inbox"]
        last = last - OUT_OF_TOUCH
        database.write_now(lambda session: session.execute(update(Mark).values(at=last)))
        assert feel(settings) == ["inbox", "telegram"]


@contextmanager
def held(database: Database, folder: Path) -> Iterator[None]:
    """As while a program runs."""
    if database.embedded:
        lock = claim(folder)
        yield
        os.close(lock)
        return
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_lock_shared(%s::bigint)", [KEY])
        yield


async def test_a_port_that_is_taken_ends_the_program_with_a_sentence(database: Database, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(Ending, match="HEHUO_HEALTH_LISTEN") as caught:
            await Health(database, StillClock(), Line(StillClock()), tmp_path, address, terminal.cannot_be_asked).run()
    assert caught.value.code is Code.LISTEN
