"""Real processes of `hehuo serve`, and what they log."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session, col

from community.words import OutboxState
from storage.engine import Database
from storage.tables import Outbox

PATIENCE = 300.0  # seconds; only waited for in full when something never comes


@dataclass
class Process:
    """A running `hehuo serve`, and what it has logged."""

    role: str
    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self) -> None:
        """Keep what it logs."""
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self.lines.append(line.decode())
            self.more.set()

    async def logs(self, *words: str) -> None:
        """Return once it has logged a line with all of `words`."""
        async with asyncio.timeout(PATIENCE):
            while not self.has_logged(*words):
                self.more.clear()
                await self.more.wait()

    def has_logged(self, *words: str) -> bool:
        """Whether it has."""
        return any(all(word in line for word in words) for line in self.lines)


@asynccontextmanager
async def serving(role: str, env: dict[str, str], folder: Path) -> AsyncIterator[Process]:
    """A process of that role, killed in the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "serve", "--role", role, "--data", str(folder),
        env=env, cwd=folder, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, limit=1 << 20,
    )  # fmt: skip
    one = Process(role, process)
    reading = asyncio.create_task(one.read())
    try:
        yield one
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


def let_day_break(database: Database) -> None:
    """Say now what waits for the morning, whatever the hour at which a test runs."""

    def work(session: Session) -> None:
        waiting = col(Outbox.state) == OutboxState.WAITING
        session.execute(sa.update(Outbox).where(waiting).values(not_before=datetime.now(UTC)))

    database.write_now(work)
