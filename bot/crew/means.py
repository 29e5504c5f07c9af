"""What every part of the program is given, made once at the start."""

import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from actions.tx import Do
from bot.bells import Bell, Bells
from bot.botapi import BotApi
from bot.courier.limiter import PriorityLimiter
from bot.duty import Component, Duty
from bot.line import Line
from bot.parts import Part
from bot.settings import Settings
from bot.settling import Awaiting, Idle
from community.clock import Clock
from storage import marks
from storage.engine import Database


@dataclass(frozen=True)
class Launch:
    """What the command decided: `sandbox` is its URL (None: the real service), `token` and `base` where the bot speaks.

    scene: a new town plays a scene. tell: given sentences for the person at the terminal. part: what this process does.
    """

    settings: Settings
    folder: Path
    token: str
    base: str
    sandbox: str | None
    scene: bool
    tell: Callable[[str], None]
    part: Part = Part.ALL


@dataclass(frozen=True)
class Self:
    """The bot as Telegram knows it."""

    id: int
    name: str


@dataclass(frozen=True)
class Means:
    """secret: signs deep links. limiter: of calls that Telegram counts. me: a name of this process alone."""

    launch: Launch
    stack: AsyncExitStack
    chance: random.Random
    http: httpx.AsyncClient
    api: BotApi
    clock: Clock
    database: Database
    bot: Self
    secret: bytes
    bells: Bells
    line: Line
    limiter: PriorityLimiter
    me: str

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the same database."""
        return not self.database.embedded and self.launch.sandbox is None

    def do(self) -> Do:
        """Runs actions, and wakes whoever has more to do after each."""
        return Do(self.database, self.clock, self.chance, self.bot.id, lambda: self.bells.ring(Bell.OUTBOX))

    async def keep(self, name: str) -> str:
        """The secret kept under `name`, made at the first time."""
        return await keep(self.database, name, self.chance, self.clock)

    def alone(self, name: str, make: Callable[[], "Crew"]) -> "Crew":
        """What `make` makes, to be run by one process at a time; several never run with a sandbox, which would wait."""
        if not self.shared:
            return make()
        return Crew([Duty(f"{name}:{self.bot.id}", self.me, self.database, lambda: make().components)])


async def keep(database: Database, name: str, chance: random.Random, clock: Clock) -> str:
    """The secret kept under `name`, made at the first time."""
    made, now = f"{chance.getrandbits(256):064x}", clock.now()
    return await database.write(lambda session: marks.keep(session, name, lambda: made, now=now), again=True)


@dataclass
class Crew:
    """Parts of the program that run together, and what of them the sandbox must wait for."""

    components: list[Component] = field(default_factory=list)
    idle: list[Idle] = field(default_factory=list)
    awaiting: list[Awaiting] = field(default_factory=list)

    def add(self, other: "Crew") -> None:
        """Take `other` on."""
        self.components += other.components
        self.idle += other.idle
        self.awaiting += other.awaiting
