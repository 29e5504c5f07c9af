"""A canary: the real program is told a name, a phone, a door and a token, fails in several ways, logs none of it."""

import asyncio
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import Session

from community.words import InboxState
from sandbox.server import running
from storage.engine import Database, sqlite_url
from storage.schema import prepare
from storage.tables import Inbox
from tests.contracts.serving_kit import PATIENCE, Process, let_day_break, serving
from tests.contracts.test_health import free_address
from tests.conversations.people import Someone, World
from tests.conversations.street import People, people, settle

TOKEN = "123456:canary-AAbbCCddEEffGGhhIIjj"
NAME, PHONE, DOOR = "甄淼鑫", "13911112222", "1803"
ROOT = Path(__file__).parents[2]


async def test_no_log_and_no_metric_holds_a_token_or_anything_about_people(tmp_path: Path) -> None:
    (tmp_path / "sandbox").mkdir()
    database = Database(sqlite_url(tmp_path))
    prepare(database)
    address = free_address()
    async with (
        running(tmp_path / "sandbox", token=TOKEN) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=90, trust_env=False) as http,
    ):
        world = World(http)
        everyone = await people(world)
        settle(database, everyone, sandbox.world.bot_id)
        canary = await moves_in(world, everyone)
        env = {
            **os.environ, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": sandbox.url, "PYTHONPATH": str(ROOT),
            "HEHUO_HEALTH_LISTEN": address,
        }  # fmt: skip
        env.pop("DATABASE_URL", None)
        async with serving("all", env, tmp_path) as program:
            await program.logs("app.running")
            await world.post("seeded")
            await tells_all(world, everyone, canary, database)
            await goes_wrong(world, canary, program, database)
            metrics = (await http.get(f"http://{address}/metrics")).text
    database.close()

    logs = "".join(program.lines)
    for secret in (TOKEN, TOKEN.partition(":")[2], NAME, PHONE, DOOR, str(canary.id)):
        assert not is_in(logs, secret)
        assert not is_in(metrics, secret)
    assert "厨房" not in logs + metrics
    numbers_are_told(program)
    for counted in (
        "updates_total", "sends_total", "claims_total", "understanding_seconds_sum", "limiter_wait_seconds_sum",
        "failures_total", "inbox_lag_seconds", "outbox_lag_seconds",
    ):  # fmt: skip
        assert f"hehuo_{counted}" in metrics
    assert 'hehuo_claims_total{result="Taken"} 1.0' in metrics


def is_in(text: str, secret: str) -> bool:
    """Whether it is told, and not only digits within a longer number, such as a time."""
    return re.search(rf"(?<!\d){re.escape(secret)}(?!\d)", text) is not None


async def moves_in(world: World, everyone: People) -> Someone:
    """The canary, who has never written."""
    ident = int((await world.post("users", name=NAME, role="resident", started=True))["id"])
    await world.post("members", chat=everyone.grid, user=ident, do="join")
    return Someone(world, ident, NAME, everyone.grid)


async def tells_all(world: World, everyone: People, canary: Someone, database: Database) -> None:
    """The whole chain, with everything that may be told."""
    await canary.starts()
    await canary.sees(NAME, where="private")
    await canary.says(f"我是{NAME}，厨房灯不亮了，谁会修，7号楼9单元{DOOR}，电话{PHONE}")
    await canary.sees("BY-", where="group")
    async with asyncio.timeout(PATIENCE):
        while not any("接单" in str(message) for message in await everyone.wrench.from_bot("private")):
            let_day_break(database)
            await canary.tells_bot("/help")  # an answer makes the courier look at all that is due
            await asyncio.sleep(0.5)
    await everyone.wrench.taps("接单", "private")
    await everyone.wrench.sees(PHONE, where="private")
    await everyone.wrench.taps("办结", "private")
    await everyone.wrench.tells_bot(f"{NAME}家换了灯管，20 元")
    await canary.has_button("满意", "private")


async def goes_wrong(world: World, canary: Someone, program: Process, database: Database) -> None:
    """Telegram in trouble, an update that is none, and a handler that breaks over somebody's words."""
    await world.post("faults", kind="5xx", count=2, method="sendMessage")
    await canary.tells_bot(f"我叫{NAME}，家里马桶堵了，{PHONE}，在{DOOR}室")
    await program.logs("not delivered", '"matter": "BY-')
    database.write_now(lambda session: broken_updates(session, canary))
    await program.logs("lanes.failed")


def broken_updates(session: Session, canary: Someone) -> None:
    """What Telegram never sends; it breaks the parser, which quotes it."""
    chat = {"id": canary.id, "type": "private", "first_name": NAME}
    message = {"message_id": f"{NAME} {PHONE}", "date": 0, "chat": chat, "text": f"厨房 {DOOR}"}
    row = Inbox(
        bot_id=int(TOKEN.partition(":")[0]), update_id=10**9, lane=str(canary.id), state=InboxState.NEW,
        body={"update_id": 10**9, "message": message}, received_at=datetime.now(UTC),
    )  # fmt: skip
    session.add(row)


def numbers_are_told(program: Process) -> None:
    """What was done about a matter is logged with its number."""
    lines: list[dict[str, Any]] = [json.loads(line) for line in program.lines]
    did = {line["what"]: line["matter"] for line in lines if line["event"] == "did"}
    for what in ("register_need", "claim_order", "complete_order", "report_order"):
        assert str(did[what]).startswith("BY-"), what
