"""hehuo doctor against the sandbox standing in for the real service."""

import asyncio
import json
import random
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session, select

from actions.tx import Do
from bot import doctor
from bot.doctor import examine
from bot.nlp import listener
from bot.nlp.listener import MODEL
from bot.nlp.loading import load_all
from bot.nlp.packing import fingerprint
from bot.texts.doctor import Finding, State, report, skew
from bot.town.raising import raise_town
from community.words import DueState, InboxState, ModelState, PlaceKind
from sandbox.server import Running, running
from storage import newest_backup
from storage.backup import make
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.tables import Appointment, Due, Inbox, Place, Weights
from tests import shipped
from tests.contracts.test_health import held

TOKEN = "123456:doctor"


class Clock:
    """The system's."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime) -> None:
        return None


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox and a database of a town, raised once and copied for each test."""
    folder = tmp_path_factory.mktemp("town")

    async def made() -> None:
        with closing(Database(sqlite_url(folder))) as database:
            prepare(database)
            async with running(folder / "sandbox", token=TOKEN) as sandbox:
                await raised(sandbox, database)

    asyncio.run(made())
    return folder


async def raised(sandbox: Running, database: Database) -> None:
    do = Do(database, Clock(), random.Random(1), sandbox.world.bot_id, lambda: None)
    await raise_town(sandbox.url, do, database)


@pytest.fixture
async def street(
    tmp_path: Path, town: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Running]:
    """A street that is set up, with settings as for the real service. What the listener needs is read already."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "load_all", shipped.listener)
    if database.embedded:
        shutil.copytree(town, tmp_path, dirs_exist_ok=True)  # nobody has opened the file that this replaces
    async with running(tmp_path / "sandbox", token=TOKEN) as sandbox:
        settings(monkeypatch, database, sandbox)
        if not database.embedded:
            await raised(sandbox, database)
        yield sandbox


def settings(monkeypatch: pytest.MonkeyPatch, database: Database, sandbox: Running) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_API_BASE", sandbox.url)
    if database.url.get_backend_name() == "postgresql":
        monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    else:  # the folder's own
        monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("TELEGRAM_WEBHOOK_URL", raising=False)


async def wrong(folder: Path) -> dict[str, Finding]:
    """What is not fine, by code."""
    found = await asyncio.to_thread(examine, data=folder)
    return {one.code: one for one in found if one.state is not State.FINE}


async def control(sandbox: Running, call: str, **body: object) -> None:
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        (await http.post(f"/sandbox/{call}", json=body)).raise_for_status()


async def test_a_street_in_order_has_nothing_wrong(
    street: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "load_all", load_all)
    found = await wrong(tmp_path)
    assert {one.state for one in found.values()} <= {State.NOTE}
    assert set(found) <= {"running", "holidays", "disk", "backup"}


async def test_whether_it_runs(street: Running, tmp_path: Path, database: Database) -> None:
    assert (await wrong(tmp_path))["running"].state is State.NOTE
    with held(database, tmp_path):
        assert "running" not in await wrong(tmp_path)


@pytest.mark.parametrize(("age", "state"), [(timedelta(hours=20), None), (timedelta(days=3), State.WRONG)])
async def test_how_old_the_newest_backup_is(
    street: Running, tmp_path: Path, database: Database, age: timedelta, state: State | None
) -> None:
    assert (await wrong(tmp_path))["backup"].state is State.NOTE
    make(database, tmp_path / "backups", now=datetime.now(UTC) - age)
    found = (await wrong(tmp_path)).get("backup")
    assert (found.state if found else None) is state


@pytest.mark.parametrize(("machine", "state"), [("the-other", State.FINE), (None, State.NOTE)])
async def test_the_backups_of_the_machine_that_is_on_duty_count_for_all(
    street: Running,
    tmp_path: Path,
    database: Database,
    machine: str | None,
    state: State,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """They lie on its own disk; but what this one has made, and nobody finds any more, is none."""
    made = make(database, tmp_path / "far", now=datetime.now(UTC) - timedelta(hours=20))
    with monkeypatch.context() as there:
        if machine is not None:
            there.setattr("socket.gethostname", lambda: machine)
        await database.write(lambda session: newest_backup.note(session, made))
    [found] = [finding for finding in await asyncio.to_thread(examine, data=tmp_path) if finding.code == "backup"]
    assert found.state is state
    assert (f"（{machine} 上的 {tmp_path / 'far'}）" in found.said) == (machine is not None)


async def test_a_wrong_token(street: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:another")
    assert "@BotFather" in (await wrong(tmp_path))["token"].mend


async def test_nobody_answers(street: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_BASE", "http://127.0.0.1:9")
    assert "连不上" in (await wrong(tmp_path))["network"].said


async def test_privacy_mode_where_the_bot_is_no_administrator(street: Running, tmp_path: Path) -> None:
    chat = next(room for room in street.world.rooms.values() if room.title == "般阳社区3号网格群")
    await control(street, "bot", privacy=True)
    assert "privacy" not in await wrong(tmp_path)
    await control(street, "members", chat=chat.id, user=street.world.bot_id, do="member")
    found = await wrong(tmp_path)
    assert chat.title in found["privacy"].said
    assert chat.title in found["groups_admin"].said


async def test_a_group_that_the_bot_was_thrown_out_of(street: Running, tmp_path: Path) -> None:
    chat = next(room for room in street.world.rooms.values() if room.title == "松龄社区1号网格群")
    await control(street, "members", chat=chat.id, user=street.world.bot_id, do="kick")
    assert chat.title in (await wrong(tmp_path))["groups_gone"].said


async def test_a_group_that_became_a_supergroup_is_not_lost(street: Running, tmp_path: Path) -> None:
    chat = next(room for room in street.world.rooms.values() if room.title == "松龄社区1号网格群")
    chat.type = "group"  # those of the town are supergroups from the beginning
    await control(street, "members", chat=chat.id, do="migrate")
    assert "groups_gone" not in await wrong(tmp_path)


async def test_a_webhook_that_the_settings_do_not_know(street: Running, tmp_path: Path) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        await http.post(f"{street.url}/bot{TOKEN}/setWebhook", json={"url": "https://127.0.0.1:9/elsewhere"})
    assert "127.0.0.1:9/elsewhere" in (await wrong(tmp_path))["webhook"].said


async def test_what_waits_and_what_was_put_away(street: Running, tmp_path: Path, database: Database) -> None:
    def rows(session: Session) -> None:
        long_ago = datetime.now(UTC) - timedelta(hours=3)
        for number, state in ((1, InboxState.NEW), (2, InboxState.QUARANTINED)):
            session.add(Inbox(bot_id=1, update_id=number, lane="1", state=state, body={}, received_at=long_ago))
        session.add(Due(id="d", kind="digest", subject="desk", local_date=long_ago.date(), due_at=long_ago,
                        state=DueState.WAITING))  # fmt: skip

    database.write_now(rows)
    found = await wrong(tmp_path)
    assert "3 小时" in found["inbox"].said
    assert "1 条" in found["quarantine"].said
    assert "3 小时" in found["dues"].said and "scheduler" in found["dues"].mend


async def test_which_weights_are_in_use(street: Running, tmp_path: Path, database: Database) -> None:
    base, now = fingerprint(), datetime(2026, 11, 26, 18, 30, tzinfo=UTC)

    def night(state: ModelState, labels: int) -> Weights:
        return Weights(made_at=now, state=state, base=base, labels=labels, measures={"labels": labels})

    async def said() -> Finding:
        found = await asyncio.to_thread(examine, data=tmp_path)
        return next(one for one in found if one.code == "weights")

    assert "出厂权重" in (await said()).said
    await database.write(lambda session: session.add(night(ModelState.IN_USE, 14)))
    assert "第 1 版权重（11 月 27 日从 14 条标注学来）" in (await said()).said
    await database.write(lambda session: session.add(night(ModelState.REFUSED, 20)))
    assert "第 1 版" in (await said()).said and "没过金标准" in (await said()).said
    assert (await said()).state is State.NOTE


async def test_learned_weights_that_are_spoilt(street: Running, tmp_path: Path, database: Database) -> None:
    row = Weights(made_at=datetime.now(UTC), state=ModelState.IN_USE, base=fingerprint(), labels=1,
                  measures={"labels": 1}, data=b"PK")  # fmt: skip
    await database.write(lambda session: session.add(row))
    found = (await wrong(tmp_path))["weights"]
    assert found.state is State.WRONG
    assert "第 1 版权重坏了" in found.said and "出厂权重" in found.mend


async def test_a_file_of_the_listener_that_is_spoilt(
    street: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "load_all", load_all)
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / "weights.bin").write_bytes(b"12")
    monkeypatch.setattr(listener, "MODEL", tmp_path / "model")
    found = (await wrong(tmp_path))["language"]
    assert found.state is State.WRONG
    assert "weights.bin" in found.said and "重新安装" in found.mend


async def test_nobody_is_staff_and_no_desk(street: Running, tmp_path: Path, database: Database) -> None:
    def no_desk(session: Session) -> None:
        session.exec(select(Place).where(Place.kind == PlaceKind.STAFF)).one().kind = PlaceKind.UNBOUND

    database.write_now(no_desk)
    found = await wrong(tmp_path)
    assert found["desk"].state is State.WRONG
    assert "值班台" in found["groups_unbound"].said

    def no_staff(session: Session) -> None:
        for row in session.exec(select(Appointment)):
            session.delete(row)

    database.write_now(no_staff)
    assert (await wrong(tmp_path))["staff"].state is State.WRONG


def test_a_folder_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [one.code for one in examine(data=tmp_path / "nowhere")] == ["folder"]


async def test_without_the_database_nothing_is_said_of_groups_that_it_would_know(
    street: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/gone")
    found = {one.code for one in await asyncio.to_thread(examine, data=tmp_path)}
    assert "token" in found
    assert not found & {"groups", "privacy"}


def test_a_corrupt_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)
    (tmp_path / "hehuo.db").write_bytes(b"no database at all" * 400)
    found = {one.code: one for one in examine(data=tmp_path)}
    assert "损坏" in found["database"].said
    assert found["sandbox"].state is State.WRONG


def test_a_clock_that_is_off() -> None:
    assert skew(3).state is State.FINE
    assert "快了 90 秒" in skew(90).said
    assert "慢了 90 秒" in skew(-90).said


def test_the_command_fails_and_speaks_json(tmp_path: Path) -> None:
    hehuo = Path(sys.executable).parent / "hehuo"
    command = [str(hehuo), "doctor", "--json", "--data", str(tmp_path / "nowhere")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    said = json.loads(done.stdout)
    assert done.returncode == 1
    assert said["ok"] is False
    assert [check["code"] for check in said["checks"]] == ["folder"]


def test_the_page_counts_what_is_to_be_mended() -> None:
    assert "一切正常" in report([skew(0)])
    assert "有 1 处要修" in report([skew(0), skew(1000)])
