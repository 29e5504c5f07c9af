"""What the parts of the program cost as processes of their own on PostgreSQL: memory, and needs recorded a second.

Real processes against a sandbox that only says who the bot is. Needs lie in the inbox already and five partners serve
the trade, so a need is: handled, understood, recorded as matter and order, five pushes and all cards in the outbox, in
one commit on disk. With one worker and with two; the ratio says what the second is good for on this machine.
Run `uv run --group dev python -m tests.bench.bench_parts [needs]`.
"""

import asyncio
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import psutil
import sqlalchemy as sa
from sqlmodel import Session

from bot.intake import lane_of
from community.words import PartnerKind, PartnerState, PlaceKind, Tier
from sandbox.server import running
from storage import inbox
from storage.engine import Database
from storage.inbox import Arrival
from storage.schema import prepare
from storage.tables import Community, Grid, Matter, Member, Partner, Person, Place, Push, Street, Subscription
from tests.contracts.serving_kit import Process, serving
from tests.postgres import fresh_database, running_postgres

TOKEN = "123456:parts"
BOT = 123456
GROUPS, COMMUNITIES, PARTNERS = 40, 20, 5
WARM = 100
ROOT = Path(__file__).parents[2]
PARTS = ("ingress", "worker", "courier", "scheduler")


def main() -> None:
    """Run and print."""
    needs = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with running_postgres(durable=True) as server:
        asyncio.run(memory(server.url))
        rates = [asyncio.run(rate(server.url, workers, needs)) for workers in (1, 2)]
    print(f"two workers / one {rates[1] / rates[0]:.2f}")


async def memory(server: str) -> None:
    """What each part holds while it idles."""
    async with Stage(server, *PARTS) as stage:
        await asyncio.sleep(5)
        for one in stage.processes:
            print(f"{one.role:10} {rss(one):4.0f} MB")


async def rate(server: str, workers: int, needs: int) -> float:
    """Needs recorded a second."""
    async with Stage(server, *["worker"] * workers) as stage:
        stage.cpu_before = stage.cpu()
        stage.bytes_before = stage.size()
        await stage.work_off(WARM, first=1)
        seconds = await stage.work_off(needs, first=1000)
        busy = stage.cpu() / (needs + WARM) * 1000
        sizes = " ".join(f"{rss(one):.0f}" for one in stage.processes)
        print(
            f"{workers} worker(s): {needs / seconds:.0f} needs/s, {busy:.1f} ms of the workers' processor each "
            f"({stage.count(Matter)} matters, {stage.count(Push)} pushes, {stage.kilobytes():.1f} kB each, {sizes} MB)"
        )
        return needs / seconds


def rss(one: Process) -> float:
    """Megabytes."""
    return float(psutil.Process(one.process.pid).memory_info().rss / 1e6)


class Stage:
    """A database with a street, and running parts."""

    def __init__(self, server: str, *parts: str) -> None:
        self._server = server
        self._parts = parts
        self._stack = AsyncExitStack()
        self.processes: list[Process] = []
        self.cpu_before = 0.0
        self.bytes_before = 0

    async def __aenter__(self) -> "Stage":
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        url = self._stack.enter_context(fresh_database(self._server, "parts"))
        self.database = Database(url)
        self._stack.callback(self.database.close)
        prepare(self.database)
        self.database.write_now(settle)
        sandbox = await self._stack.enter_async_context(running(folder / "sandbox", token=TOKEN))
        env = {
            **os.environ, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_BASE": sandbox.url, "DATABASE_URL": url,
            "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        for part in self._parts:
            self.processes.append(await self._stack.enter_async_context(serving(part, env, folder)))
        for one in self.processes:
            await one.logs("app.running")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def work_off(self, needs: int, first: int) -> float:
        """Seconds until `needs` updates, put in at once, have been handled."""
        arrivals = [need(first + n) for n in range(needs)]
        now = datetime.now(UTC)

        def put(session: Session) -> None:
            inbox.put(session, arrivals, bot_id=BOT, now=now)
            session.execute(sa.select(sa.func.pg_notify("hehuo", "bench inbox")))

        self.database.write_now(put)
        start = time.perf_counter()
        while self.database.read_now(lambda session: inbox.waiting(session, bot_id=BOT)):  # noqa: ASYNC110 - a bench
            await asyncio.sleep(0.02)
        return time.perf_counter() - start

    def cpu(self) -> float:
        """Seconds that the processes have worked since `cpu_before`."""
        times = [psutil.Process(one.process.pid).cpu_times() for one in self.processes]
        return float(sum(time.user + time.system for time in times)) - self.cpu_before

    def kilobytes(self) -> float:
        """What a matter with all that belongs to it takes in the database."""
        return (self.size() - self.bytes_before) / 1e3 / self.count(Matter)

    def size(self) -> int:
        """Bytes of the database."""
        size = sa.select(sa.func.pg_database_size(sa.func.current_database()))
        return int(self.database.read_now(lambda session: session.execute(size).scalar_one()))

    def count(self, table: type[Matter] | type[Push]) -> int:
        """Rows of a table."""
        return int(
            self.database.read_now(lambda s: s.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())
        )


def need(number: int) -> Arrival:
    """Somebody of one of the groups has a need of their own."""
    group = number % GROUPS
    person = {"id": 5_000_000 + number, "is_bot": False, "first_name": f"居民{number}"}
    chat = {"id": -1000 - group, "type": "supergroup", "title": f"{group} 号网格"}
    text = f"{number % 30 + 1}号楼{number % 4 + 1}单元{number % 6 + 1}01厨房灯不亮了，谁会修"
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": person, "text": text}
    update = {"update_id": number, "message": message}
    return Arrival(number, lane_of(update), update)


def settle(session: Session) -> None:
    """A street with its groups and partners."""
    made = datetime(2026, 11, 1, tzinfo=UTC)
    session.add(Street(id="street", name="新安街道", made_at=made))
    session.flush()
    for n in range(COMMUNITIES):
        session.add(Community(id=f"c{n}", street_id="street", name=f"第{n}社区", code=f"C{chr(65 + n)}"))
    session.flush()
    for n in range(GROUPS):
        session.add(Grid(id=f"g{n}", community_id=f"c{n % COMMUNITIES}", name=f"{n} 号网格"))
    session.flush()
    for n in range(GROUPS):
        session.add(
            Place(
                id=f"place{n}", bot_id=BOT, chat_id=-1000 - n, kind=PlaceKind.GRID, title=f"{n} 号网格",
                street_id="street", community_id=f"c{n % COMMUNITIES}", grid_id=f"g{n}", admin=True, made_at=made,
            )
        )  # fmt: skip
    for n in range(PARTNERS):
        session.add(Person(id=f"w{n}", user_id=6_000_000 + n, name=f"师傅{n}", started=True, made_at=made))
        session.add(
            Partner(
                id=f"p{n}", street_id="street", name=f"维修队{n}", kind=PartnerKind.SOCIAL,
                state=PartnerState.ACTIVE, home_visit=True, made_at=made,
            )
        )  # fmt: skip
        session.flush()
        session.add(Member(id=f"m{n}", partner_id=f"p{n}", person_id=f"w{n}"))
        session.add(Subscription(id=f"s{n}", partner_id=f"p{n}", category="repair", tier=Tier.LOW))


if __name__ == "__main__":
    main()
