"""The program as several real processes on one PostgreSQL database: it works, and goes on when some are killed."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr
from sqlmodel import Session, col, select

from actions.dues import plan_due
from actions.tx import Tx
from bot.ending import Code, Ending
from bot.folder import claim
from bot.launching import serve
from bot.parts import Part
from bot.settings import Settings
from community.words import OrderState, OutboxState
from sandbox.server import running
from storage.engine import Database
from storage.schema import prepare
from storage.tables import Due, Order, Outbox
from tests.contracts.serving_kit import PATIENCE, Process, let_day_break, serving
from tests.conversations.people import Someone, World
from tests.conversations.street import People, people, settle
from tests.postgres import fresh_database

TOKEN = "123456:processes"
ROOT = Path(__file__).parents[2]


class Idle(AssertionError):
    """Nobody does the work."""


@dataclass
class Service:
    """The processes, the street, and the database under both."""

    everyone: People
    world: World
    database: Database
    bot_id: int
    processes: list[Process]

    async def on_duty(self, role: str) -> Process:
        """Which process of `role` does the work now, waited for. Raises Idle with what all of them logged last."""
        able = [one for one in self.processes if one.role == role]
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for one in able:
                        if one.process.returncode is None and one.has_logged("duty.taken", role):
                            return one
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise Idle("".join(f"{one.process}\n{''.join(one.lines[-20:])}" for one in able)) from None

    async def kill(self, role: str) -> None:
        """Kill -9 the one on duty, and return when another has taken over."""
        gone = await self.on_duty(role)
        gone.process.kill()
        await gone.process.wait()
        await self.on_duty(role)

    async def claims(self, who: Someone) -> str:
        """`who` takes the newest order; the toast."""
        async with asyncio.timeout(PATIENCE):
            while not any("接单" in str(message) for message in await who.from_bot("private")):
                let_day_break(self.database)
                await asyncio.sleep(0.2)
        return await who.taps("接单", "private")


@pytest.fixture
async def service(postgres: str, tmp_path: Path) -> AsyncIterator[Service]:
    """One ingress, two workers, two couriers, two schedulers."""
    with fresh_database(postgres, f"t{uuid4().hex}") as url:
        database = Database(url)
        prepare(database)
        async with AsyncExitStack() as stack:
            stack.callback(database.close)
            (tmp_path / "sandbox").mkdir()
            sandbox = await stack.enter_async_context(running(tmp_path / "sandbox", token=TOKEN))
            http = await stack.enter_async_context(httpx.AsyncClient(base_url=sandbox.url, timeout=90, trust_env=False))
            world = World(http)
            everyone = await people(world)
            settle(database, everyone, sandbox.world.bot_id)
            env = {
                **os.environ, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": sandbox.url, "DATABASE_URL": url,
                "PYTHONPATH": str(ROOT),
            }  # fmt: skip
            roles = ("ingress", "worker", "worker", "courier", "courier", "scheduler", "scheduler")
            processes = [await stack.enter_async_context(serving(role, env, tmp_path)) for role in roles]
            for one in processes:
                await one.logs("app.running")
            await world.post("seeded")
            yield Service(everyone, world, database, sandbox.world.bot_id, processes)


async def test_the_chain_goes_on_whoever_is_killed_and_nothing_is_said_twice(service: Service) -> None:
    aunt, wrench = service.everyone.aunt, service.everyone.wrench
    said = await aunt.says("厨房灯不亮了，谁会修")
    assert await aunt.reaction_on(said) == "👀"
    assert "BY-" in await service.claims(wrench)
    await aunt.sees("红扳手", where="group")

    await all_said(service)
    await service.kill("courier")
    await wrench.taps("我出发了", "private")
    await aunt.sees("已经出发", where="group")

    await service.kill("scheduler")
    said = await service.everyone.uncle.says("家里马桶堵了，有没有人会通")
    assert await service.everyone.uncle.reaction_on(said) == "👀"
    order = open_order(service.database)
    assert not order.unclaimed_told
    plan(service, "unclaimed", order.id)
    await until_told(service, order.id)

    assert [one.role for one in service.processes if one.process.returncode is not None] == ["courier", "scheduler"]
    await all_said(service)
    assert await unaccounted(service) == []


@pytest.mark.parametrize("part", ["ingress", "worker", "courier", "scheduler"])
def test_sqlite_is_written_by_one_process_only(part: str, tmp_path: Path) -> None:
    settings = Settings.model_construct(telegram_token=SecretStr(TOKEN), database_url=None, hehuo_data=tmp_path)
    with pytest.raises(Ending, match="PostgreSQL") as caught:
        serve(settings, Part(part))
    assert caught.value.code is Code.SETTINGS
    held = claim(tmp_path)
    with pytest.raises(Ending, match="已有一个 hehuo") as caught:
        serve(settings, Part.ALL)
    assert caught.value.code is Code.IN_USE
    os.close(held)


def open_order(database: Database) -> Order:
    """The one order that nobody has taken."""
    return database.read_now(lambda s: s.exec(select(Order).where(Order.state == OrderState.OPEN)).one())


def plan(service: Service, kind: str, subject: str) -> None:
    """Let it be due now; the scheduler is not told and finds it by itself."""

    def work(session: Session) -> None:
        session.execute(sa.delete(Due).where(col(Due.kind) == kind, col(Due.subject) == subject))
        plan_due(Tx(session, datetime.now(UTC), random.Random(1), service.bot_id), kind, subject, datetime.now(UTC))

    service.database.write_now(work)


async def until_told(service: Service, order: str) -> None:
    """Until the scheduler has seen to it that nobody took the order."""
    async with asyncio.timeout(PATIENCE):
        while not service.database.read_now(lambda s: s.get_one(Order, order)).unclaimed_told:  # noqa: ASYNC110 - rows
            await asyncio.sleep(0.2)


async def all_said(service: Service) -> None:
    """Until nothing that is due waits to be said, or is being said."""

    def left(session: Session) -> bool:
        due = select(Outbox.id).where(Outbox.state == OutboxState.WAITING, Outbox.not_before <= datetime.now(UTC))
        return session.exec(due).first() is not None

    async with asyncio.timeout(PATIENCE):
        while service.database.read_now(left):  # noqa: ASYNC110 - rows
            await asyncio.sleep(0.2)


async def unaccounted(service: Service) -> list[int]:
    """Messages that were sent and that no fact knows of: it was said again, by a courier that did not know."""
    calls = (await service.world.get("calls", after=0))["calls"]
    sent = {call["answer"]["result"]["message_id"] for call in calls if call["method"] == "sendMessage" and call["ok"]}
    known = service.database.read_now(lambda s: set(s.exec(select(Outbox.message_id)).all()))
    assert sent & known
    return sorted(sent - known)
