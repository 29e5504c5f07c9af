"""Backups on real databases: made under work, read back row by row, and refused when anything is wrong with them."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from pyrage import x25519
from sqlmodel import select

from actions.forgetting import forget_person
from actions.hearing import hear
from actions.needs import register_need
from actions.tx import Do, Tx
from bot.folder import claim
from bot.keeping import Keeper, open_database
from bot.restoring import put_back
from bot.settings import Settings
from community.clock import SHANGHAI
from community.facts import Fact, FactKind, Recipient
from community.words import OutboxState, Priority
from schedules.clockwork import Clockwork
from storage import newest_backup, pgtools
from storage.backup import BadBackup, Flaw, make, opened
from storage.engine import Database
from storage.pgtools import MissingTool
from storage.presence import KEY, InUse
from storage.rotation import newest, rotate, superfluous
from storage.schema import prepare
from storage.soundness import NewerDatabase
from storage.tables import Person
from tests.postgres import fresh_database
from tests.street import AUNT_LI, THURSDAY, UNCLE_WANG, SmallStreet, build, meaning_of

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
Rows = dict[str, list[Any]]


def rows(database: Database) -> Rows:
    """Everything in every table."""
    found: Rows = {}
    with database.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            found[table] = sorted(map(repr, connection.execute(sa.select(sa.text("*")).select_from(sa.table(table)))))
    return found


def rows_again(street: SmallStreet) -> Rows:
    """Everything as whoever starts next finds it."""
    with closing(Database(street.database.url.render_as_string(hide_password=False))) as database:
        return rows(database)


def _do(street: SmallStreet, clock: "HandClock") -> Do:
    return Do(street.database, clock, street.chance, 1, lambda: None)


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """A street in which somebody has said something."""
    street = build(database)
    street.do(hear, heard=street.says(UNCLE_WANG, "今天天气真好"))
    said = street.says(AUNT_LI, "厨房灯不亮了")
    meaning = meaning_of(said.text, "repair", phone="13800000000")
    street.do(register_need, heard=said, meaning=meaning, sensitive=frozenset())
    return street


@pytest.fixture
def settings(prepared_url: str, tmp_path: Path) -> Settings:
    """Those under which `database` runs."""
    server = None if prepared_url.startswith("sqlite") else SecretStr(prepared_url)
    return Settings.model_construct(database_url=server, hehuo_data=tmp_path)


@pytest.fixture
def other(settings: Settings, street: SmallStreet, tmp_path: Path) -> Path:
    """A backup of the street."""
    return make(street.database, tmp_path / "elsewhere", now=NOW).path


def test_what_is_restored_is_what_was_backed_up(street: SmallStreet, settings: Settings, other: Path) -> None:
    before = rows(street.database)
    street.do(hear, heard=street.says(UNCLE_WANG, "后来的话"))
    assert rows(street.database) != before
    street.database.close()
    done = put_back(settings, other, key=None, now=NOW)
    assert rows_again(street) == before
    assert done.manifest.rows == {table: len(found) for table, found in before.items()}
    assert done.manifest.rows["matters"] == 1


def test_what_was_there_before_a_restore_can_be_had_again(street: SmallStreet, settings: Settings, other: Path) -> None:
    street.do(hear, heard=street.says(UNCLE_WANG, "后来的话"))
    later = rows(street.database)
    street.database.close()
    kept = put_back(settings, other, key=None, now=NOW).before
    assert kept is not None
    assert kept.stat().st_mode & 0o077 == 0
    put_back(settings, kept, key=None, now=NOW)
    assert rows_again(street) == later


def test_work_goes_on_after_a_restore(street: SmallStreet, settings: Settings, other: Path) -> None:
    """Running numbers go on behind those that were restored."""
    street.database.close()
    put_back(settings, other, key=None, now=NOW)
    restored = Database(street.database.url.render_as_string(hide_password=False))
    again = SmallStreet(restored, chance=street.chance, numbers=street.numbers)
    said = again.says(UNCLE_WANG, "门锁坏了")
    again.do(register_need, heard=said, meaning=meaning_of(said.text, "repair"), sensitive=frozenset())
    assert len(rows(again.database)["matters"]) == 2
    again.database.close()


def test_a_backup_is_encrypted_for_the_holder_of_the_key(
    street: SmallStreet, settings: Settings, tmp_path: Path
) -> None:
    private, stranger = x25519.Identity.generate(), x25519.Identity.generate()
    made = make(street.database, tmp_path / "closed", now=NOW, key=str(private.to_public()))
    assert not zipfile.is_zipfile(made.path)
    key, wrong = tmp_path / "key.txt", tmp_path / "wrong.txt"
    key.write_text(f"# a comment, as age-keygen writes one\n{private}\n")
    wrong.write_text(f"{stranger}\n")
    for given, flaw in ((None, Flaw.LOCKED), (wrong, Flaw.WRONG_KEY)):
        with pytest.raises(BadBackup) as caught, opened(made.path, key=given):
            pass
        assert caught.value.flaw is flaw
    before = rows(street.database)
    street.database.close()
    put_back(settings, made.path, key=key, now=NOW)
    assert rows_again(street) == before


@pytest.fixture
def spoilt(request: pytest.FixtureRequest, other: Path, tmp_path: Path) -> Path:
    """A backup to which something has happened."""
    file = tmp_path / "spoilt.zip"
    whole = other.read_bytes()
    if request.param == "half":
        file.write_bytes(whole[: len(whole) // 2])
    elif request.param == "a byte":
        at = len(whole) // 2
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    elif request.param == "empty":
        file.write_bytes(b"")
    elif request.param == "letter":
        file.write_text("各位邻居好")
    else:
        changed = {
            "swapped": {"sha256": hashlib.sha256(b"other").hexdigest()},
            "no time": {"made_at": "昨天"},
            "somewhere's time": {"made_at": "2026-11-26T09:30:00"},
        }
        _repack(other, file, **changed[request.param])
    return file


def _repack(source: Path, target: Path, **changed: Any) -> None:
    with zipfile.ZipFile(source) as archive:
        manifest = json.loads(archive.read("manifest.json")) | changed
        [payload] = [name for name in archive.namelist() if name != "manifest.json"]
        content = archive.read(payload)
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(payload, content)
        archive.writestr("manifest.json", json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoilt", "flaw"),
    [
        ("half", Flaw.CUT),
        ("a byte", Flaw.CUT),
        ("swapped", Flaw.CUT),
        ("no time", Flaw.CUT),
        ("somewhere's time", Flaw.CUT),
        ("empty", Flaw.NOT_OURS),
        ("letter", Flaw.NOT_OURS),
    ],
    indirect=["spoilt"],
)
def test_a_spoilt_backup_is_refused_and_nothing_changes(
    street: SmallStreet, settings: Settings, spoilt: Path, flaw: Flaw
) -> None:
    before = rows(street.database)
    with pytest.raises(BadBackup) as caught:
        put_back(settings, spoilt, key=None, now=NOW)
    assert caught.value.flaw is flaw
    assert rows(street.database) == before


def test_half_of_an_encrypted_backup_is_refused(street: SmallStreet, settings: Settings, tmp_path: Path) -> None:
    private = x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(private))
    made = make(street.database, tmp_path / "closed", now=NOW, key=str(private.to_public())).path
    made.write_bytes(made.read_bytes()[:-1000])
    with pytest.raises(BadBackup) as caught:
        put_back(settings, made, key=tmp_path / "key.txt", now=NOW)
    assert caught.value.flaw is Flaw.CUT


def test_a_backup_of_a_newer_version_is_refused(
    street: SmallStreet, settings: Settings, other: Path, tmp_path: Path
) -> None:
    _repack(other, tmp_path / "newer.zip", schema="9999")
    before = rows(street.database)
    with pytest.raises(NewerDatabase, match="9999"):
        put_back(settings, tmp_path / "newer.zip", key=None, now=NOW)
    assert rows(street.database) == before


def test_a_backup_of_the_other_kind_of_database_is_refused(
    street: SmallStreet, settings: Settings, other: Path, tmp_path: Path
) -> None:
    kind = "postgresql" if street.database.embedded else "sqlite"
    with zipfile.ZipFile(other) as archive:
        [payload] = [archive.read(name) for name in archive.namelist() if name != "manifest.json"]
        manifest = json.loads(archive.read("manifest.json")) | {"kind": kind}
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr({"sqlite": "hehuo.db", "postgresql": "hehuo.sql"}[kind], payload)
        archive.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(BadBackup) as caught:
        put_back(settings, tmp_path / "other.zip", key=None, now=NOW)
    assert caught.value.flaw is Flaw.OTHER_KIND


def test_no_broadcast_is_said_a_second_time_after_a_restore(
    street: SmallStreet, settings: Settings, tmp_path: Path
) -> None:
    for subject, priority, delay in (("due", 4, 0), ("later", 4, 48), ("order", 2, 0)):
        fact = Fact(
            FactKind.MARKET_POSTED, subject, Recipient(place="grid"), Priority(priority),
            not_before=THURSDAY + timedelta(hours=delay),
        )  # fmt: skip
        street.do(Tx.say, fact)
    made = make(street.database, tmp_path / "elsewhere", now=NOW).path
    street.database.close()
    put_back(settings, made, key=None, now=THURSDAY + timedelta(hours=1))
    again = SmallStreet(Database(street.database.url.render_as_string(hide_password=False)))
    states = {row.subject: row.state for row in again.said(FactKind.MARKET_POSTED)}
    assert states == {"due": OutboxState.UNKNOWN, "later": OutboxState.WAITING, "order": OutboxState.WAITING}
    again.database.close()


def test_who_was_forgotten_since_the_backup_is_forgotten_again(
    street: SmallStreet, settings: Settings, other: Path
) -> None:
    def person(database: Database) -> Person:
        return database.read_now(lambda s: s.exec(select(Person).where(Person.name == AUNT_LI.name)).one())

    aunt = person(street.database)
    later = SmallStreet(street.database, now=NOW + timedelta(hours=1))
    later.do(lambda tx: forget_person(tx, tx.session.get_one(Person, aunt.id), by=aunt.id, keep_open=True))
    street.database.close()
    done = put_back(settings, other, key=None, now=NOW + timedelta(hours=2))
    assert done.forgotten == 1
    assert AUNT_LI.name not in str(rows_again(street))
    assert "13800000000" not in str(rows_again(street))
    assert UNCLE_WANG.name in str(rows_again(street))


def test_a_restore_that_is_killed_as_it_forgets_again_has_changed_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings.model_construct(database_url=None, hehuo_data=tmp_path)
    with closing(open_database(settings, tmp_path)) as database:
        prepare(database)
        street = build(database)
        street.do(hear, heard=street.says(AUNT_LI, "今天天气真好"))
        made = make(database, tmp_path / "elsewhere", now=THURSDAY - timedelta(hours=1)).path
        aunt = database.read_now(lambda s: s.exec(select(Person).where(Person.name == AUNT_LI.name)).one())
        street.do(lambda tx: forget_person(tx, tx.session.get_one(Person, aunt.id), by=aunt.id, keep_open=True))
        before = rows(database)

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("actions.restored.bury_again", killed)
    with pytest.raises(KeyboardInterrupt):
        put_back(settings, made, key=None, now=THURSDAY)
    with closing(open_database(settings, tmp_path)) as database:
        assert rows(database) == before
    assert list(tmp_path.glob(".restoring-*")) == []


def test_a_restore_that_was_killed_as_it_forgot_again_does_so_when_it_is_tried_again(
    street: SmallStreet, settings: Settings, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aunt = street.database.read_now(lambda s: s.exec(select(Person).where(Person.name == AUNT_LI.name)).one())
    later = SmallStreet(street.database, now=NOW + timedelta(hours=1))
    later.do(lambda tx: forget_person(tx, tx.session.get_one(Person, aunt.id), by=aunt.id, keep_open=True))
    street.database.close()

    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("actions.restored.bury_again", killed)
        put_back(settings, other, key=None, now=NOW + timedelta(hours=2))
    assert put_back(settings, other, key=None, now=NOW + timedelta(hours=3)).forgotten == 1
    assert AUNT_LI.name not in str(rows_again(street))


def test_what_a_killed_restore_has_left_is_cleared_by_whoever_has_the_folder_next(tmp_path: Path) -> None:
    (tmp_path / ".restoring-left").mkdir()
    (tmp_path / ".restoring-left" / "database").write_text("doors and phones")
    os.close(claim(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["hehuo.lock"]


def test_only_seven_days_and_four_weeks_are_kept() -> None:
    start = datetime(2026, 9, 1, 3, 40, tzinfo=UTC)
    nights = [f"hehuo-{start + timedelta(days=n):%Y%m%d-%H%M%S}.zip" for n in range(80)]
    again = f"hehuo-{start + timedelta(days=79, hours=2):%Y%m%d-%H%M%S}.zip.age"
    aside = ["before-restore-20261118-000000.zip", "before-upgrade-0001-20261001-000000.zip"]
    foreign = ["readme.zip", "hehuo-yesterday.zip"]
    gone = superfluous([*nights, again, *aside, *foreign], datetime(2026, 11, 20, tzinfo=UTC))
    kept = sorted({*nights, again, *aside, *foreign} - set(gone))
    days = [f"hehuo-202611{day}-034000.zip" for day in (13, 14, 15, 16, 17, 18, 19)]
    sundays = ["hehuo-20261101-034000.zip", "hehuo-20261108-034000.zip", "hehuo-20261115-034000.zip"]
    assert kept == sorted({*days, again, *sundays, aside[0], *foreign})


def nightly(folder: Path, start: datetime, nights: int) -> None:
    """Backups night after night, and what is superfluous goes."""
    for night in range(nights):
        now = start + timedelta(days=night)
        (folder / f"hehuo-{now.astimezone(SHANGHAI):%Y%m%d-%H%M%S}.zip").touch()
        rotate(folder, now)


def test_a_backup_dated_in_the_future_silences_no_alarm_and_goes_within_five_weeks(tmp_path: Path) -> None:
    future = [tmp_path / "hehuo-20300101-034000.zip", tmp_path / "before-upgrade-0001-20300101-000000.zip.age"]
    for file in future:
        file.touch()
    nightly(tmp_path, THURSDAY, 6)
    assert newest(tmp_path, THURSDAY + timedelta(days=40)) == THURSDAY + timedelta(days=5)
    assert all(file.exists() for file in future), "who knows which clock was wrong"
    nightly(tmp_path, THURSDAY + timedelta(days=6), 23)
    assert not any(file.exists() for file in future)


def test_a_clock_at_its_beginning_deletes_nothing_least_of_all_what_was_just_made(tmp_path: Path) -> None:
    nightly(tmp_path, THURSDAY, 40)
    before = {path.name for path in tmp_path.iterdir()}
    nightly(tmp_path, datetime(1970, 1, 1, tzinfo=UTC), 3)
    made = {f"hehuo-1970010{day}-080000.zip" for day in (1, 2, 3)}
    assert {path.name for path in tmp_path.iterdir()} == before | made


class HandClock:
    """A clock that the test moves."""

    def __init__(self, now: datetime) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    async def sleep_until(self, at: datetime) -> None:
        raise AssertionError("nobody sleeps here")


async def test_every_night_makes_one_and_a_night_that_is_over_none(
    street: SmallStreet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock(THURSDAY)
    keeper = Keeper(street.database, tmp_path / "backups", None, clock, lambda _: None)
    do = _do(street, clock)
    works = Clockwork(do, street.database, clock, real_time=False, jobs={}, errands={"backup": keeper.nightly})
    await works.plan()
    clock.time = THURSDAY + timedelta(days=3)  # four nights later, at nine
    await works.run_due(clock.now())
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["hehuo-20261129-090000.zip"]
    assert newest(tmp_path / "backups", clock.now()) == clock.now()
    monkeypatch.setattr("socket.gethostname", lambda: "another machine")  # which knows of it by the rows
    known = street.database.read_now(lambda s: newest_backup.newest(tmp_path / "its own", clock.now(), s))
    assert known is not None and (known.at, known.folder) == (clock.now(), tmp_path / "backups")


async def test_a_backup_that_fails_is_tried_again(
    street: SmallStreet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock(THURSDAY + timedelta(days=1))
    (tmp_path / "backups").write_text("a file where the folder should be")
    keeper = Keeper(street.database, tmp_path / "backups", None, clock, lambda _: None)
    works = Clockwork(
        _do(street, clock), street.database, clock, real_time=False, jobs={}, errands={"backup": keeper.nightly}
    )
    await works.plan()
    await works.run_due(clock.now())
    (tmp_path / "backups").unlink()
    clock.time += timedelta(minutes=2)
    await works.run_due(clock.now())
    assert len(list((tmp_path / "backups").iterdir())) == 1


def test_what_a_killed_process_has_left_is_cleared_away(street: SmallStreet, tmp_path: Path) -> None:
    for name in ("left", "at-work"):
        (tmp_path / "backups" / f".making-{name}").mkdir(parents=True)
        (tmp_path / "backups" / f".making-{name}" / "hehuo.db").touch()
    os.utime(tmp_path / "backups" / ".making-left", (0, 0))
    made = make(street.database, tmp_path / "backups", now=NOW)
    assert {path.name for path in (tmp_path / "backups").iterdir()} == {made.path.name, ".making-at-work"}


def test_only_a_whole_backup_is_ever_seen(street: SmallStreet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up while it is written."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space"):
        make(street.database, tmp_path / "backups", now=NOW)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.fixture
def server(postgres: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a PostgreSQL database of their own."""
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        database = Database(url)
        prepare(database)
        database.close()
        yield Settings.model_construct(database_url=SecretStr(url), hehuo_data=tmp_path)


def test_a_server_on_which_a_bot_works_is_left_alone(server: Settings, tmp_path: Path) -> None:
    database = open_database(server, tmp_path)
    made = make(database, tmp_path / "elsewhere", now=NOW).path
    with psycopg.connect(database.url.set(drivername="postgresql").render_as_string()) as bot:
        bot.execute("SELECT pg_advisory_lock_shared(%s::bigint)", [KEY])
        with pytest.raises(InUse):
            put_back(server, made, key=None, now=NOW)
    assert put_back(server, made, key=None, now=NOW).before is not None
    database.close()


def test_a_missing_tool_is_named(server: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgtools, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PGBIN", raising=False)
    database = open_database(server, tmp_path)
    with pytest.raises(MissingTool, match="pg_dump"):
        make(database, tmp_path / "elsewhere", now=NOW)
    told: list[str] = []
    Keeper(database, tmp_path / "backups", None, HandClock(NOW), told.append).before_upgrade("0001")
    assert "pg_dump" in told[0]
    database.close()


def test_a_damaged_database_gives_way_and_is_kept(tmp_path: Path) -> None:
    settings = Settings.model_construct(database_url=None, hehuo_data=tmp_path)
    database = open_database(settings, tmp_path)
    prepare(database)
    made = make(database, tmp_path / "elsewhere", now=NOW).path
    database.close()
    file = tmp_path / "hehuo.db"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 8192)
    broken = file.read_bytes()
    kept = put_back(settings, made, key=None, now=NOW).before
    assert kept is not None
    assert kept.read_bytes() == broken
    with closing(open_database(settings, tmp_path)) as again:
        prepare(again)
