"""The composition root: makes what every part needs, and lets those parts run together that this process is to do."""

import asyncio
import random
import signal
from contextlib import AsyncExitStack
from importlib import import_module
from typing import Protocol

import httpx
import structlog

from actions.invites import LASTS, make_first_invite
from bot import deeplinks
from bot.bells import Bell, Bells
from bot.botapi import BotApi
from bot.clock import SandboxClock, SystemClock
from bot.courier.limiter import PriorityLimiter
from bot.crew.means import Crew, Launch, Means, keep
from bot.duty import Component
from bot.ending import Code, Ending
from bot.introducing import introduce
from bot.keeping import Keeper, backups_of, open_database
from bot.line import Line
from bot.parts import Part
from bot.settling import Settling
from bot.texts import terminal
from bot.town.raising import raise_town
from bot.town.scene import Scene
from bot.verdict import where, why
from community.clock import Clock
from storage import marks
from storage.engine import Database
from storage.presence import at_work
from storage.schema import prepare
from storage.soundness import CorruptDatabase, NewerDatabase

__all__ = ["Launch", "live", "recruit", "run"]

_INVITATION = "i"  # the purpose of a deep link that bot/handlers/start.py takes for one
log = structlog.get_logger(__name__)


class Recruit(Protocol):
    """A file of `bot.crew`."""

    async def build(self, means: Means) -> Crew:
        """The part, ready to run."""
        ...


def recruit(part: Part) -> list[Recruit]:
    """What `part` is made of, imported only now: a courier alone needs none of what the worker does."""
    return [import_module(f"bot.crew.{one.value}") for one in part.all_of_it]


async def run(launch: Launch) -> None:
    """Everything, until SIGINT or SIGTERM. Raises Ending."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await live(launch, stop, random.SystemRandom())
    except Exception as error:
        ending = why(error, launch)
        if ending is None:
            raise
        raise ending from None


async def live(launch: Launch, stop: asyncio.Event, chance: random.Random) -> None:
    """Everything, until `stop`. Raises what the parts raise, in a group."""
    async with AsyncExitStack() as stack:
        await _Assembly(launch, stack, chance).run(stop)


class _Assembly:
    """Builds the parts in order and lets them run together."""

    def __init__(self, launch: Launch, stack: AsyncExitStack, chance: random.Random) -> None:
        self._launch = launch
        self._stack = stack
        self._chance = chance

    async def run(self, stop: asyncio.Event) -> None:
        launch = self._launch
        recruits = recruit(launch.part)
        means = await self._means()
        crew = Crew()
        async with asyncio.TaskGroup() as group:
            building = [group.create_task(one.build(means)) for one in recruits]
            raised = await self._settle_in(means)
        for built in building:
            crew.add(built.result())
        if not means.database.embedded:
            crew.components.append(self._doorbell(means))
        if launch.settings.hehuo_health_listen is not None:
            crew.components.append(self._health(means, launch.settings.hehuo_health_listen))
        if isinstance(means.clock, SandboxClock) and launch.sandbox is not None:
            crew.components += self._settling(means, means.clock, launch.sandbox, crew)
            if raised and launch.scene:
                crew.components.append(Scene(launch.sandbox))
        await _together(crew.components, stop)

    async def _means(self) -> Means:
        launch = self._launch
        http = await self._stack.enter_async_context(httpx.AsyncClient(trust_env=launch.sandbox is None))
        api = BotApi(http, launch.base, launch.token)
        clock = await self._clock(http)
        database = await self._database(clock)
        secret = await keep(database, "deeplink_secret", self._chance, clock)
        return Means(
            launch, self._stack, self._chance, http, api, clock, database, await introduce(api, launch, database),
            secret.encode(), Bells(), Line(clock),
            PriorityLimiter(clock), me=f"{self._chance.getrandbits(64):016x}",
        )  # fmt: skip

    async def _settle_in(self, means: Means) -> bool:
        """A town for the sandbox, or the way in for the first of the staff; whether a new town was raised."""
        launch = self._launch
        raised = False
        if launch.sandbox is not None:
            raised = await raise_town(launch.sandbox, means.do(), means.database)
            log.info("start.town", raised=raised)
        elif Part.INGRESS in launch.part.all_of_it:
            await self._first_staff(means)
        return raised

    def _doorbell(self, means: Means) -> Component:
        from storage.doorbell import Doorbell  # noqa: PLC0415 - psycopg's 8 MB, which only PostgreSQL needs

        bells = means.bells
        doorbell = Doorbell(means.database, means.me, lambda what: bells.hear(Bell(what)), bells.hear_all)
        bells.others = doorbell.ring
        return doorbell

    def _health(self, means: Means, listen: str) -> Component:
        from bot.health import Health  # noqa: PLC0415 - a web server, which only this needs

        folder = backups_of(self._launch.settings, self._launch.folder)
        return Health(means.database, means.clock, means.line, folder, listen, terminal.cannot_be_asked)

    def _settling(self, means: Means, clock: SandboxClock, url: str, crew: Crew) -> list[Component]:
        """What follows the sandbox's clock, and tells it when there is nothing left to do."""
        settling = Settling(means.http, url, clock, crew.idle, crew.awaiting)
        for bell in Bell:
            means.bells.answer(bell, "settling", settling.stir)
        clock.jumped = means.bells.hear_all
        return [clock, settling]

    async def _clock(self, http: httpx.AsyncClient) -> Clock:
        if self._launch.sandbox is None:
            return SystemClock()
        clock = SandboxClock(http, self._launch.sandbox)
        await clock.start()
        return clock

    async def _database(self, clock: Clock) -> Database:
        database = open_database(self._launch.settings, self._launch.folder)
        self._stack.callback(database.close)
        await asyncio.to_thread(self._stack.enter_context, at_work(database))
        try:
            await asyncio.to_thread(prepare, database, self._keeper(database, clock).before_upgrade)
        except NewerDatabase:
            raise Ending(Code.NEWER, terminal.newer(where(self._launch))) from None
        except CorruptDatabase:
            raise Ending(Code.CORRUPT, terminal.corrupt(self._launch.folder / "hehuo.db")) from None
        if await database.read(lambda session: marks.made_at(session, marks.UNSETTLED)) is not None:
            from actions.restored import settle_left  # noqa: PLC0415 - only after a restore that was killed

            await asyncio.to_thread(settle_left, database, clock.now())
        return database

    def _keeper(self, database: Database, clock: Clock) -> Keeper:
        settings, folder = self._launch.settings, self._launch.folder
        return Keeper(database, backups_of(settings, folder), settings.hehuo_backup_key, clock, self._launch.tell)

    async def _first_staff(self, means: Means) -> None:
        """Where there is no staff yet, show the one link that makes the first."""
        self._launch.tell(terminal.connected(means.bot.name))
        token = await means.do()(make_first_invite)
        if token is not None:
            payload = deeplinks.sign(means.secret, _INVITATION, token, expires=means.clock.now() + LASTS)
            self._launch.tell(terminal.first_staff(f"https://t.me/{means.bot.name}?start={payload}"))


async def _together(components: list[Component], stop: asyncio.Event) -> None:
    """Run all until `stop`; the first that fails ends the others."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(component.run(), name=type(component).__name__) for component in components]
        log.info("app.running", parts=[task.get_name() for task in tasks])
        await stop.wait()
        for task in tasks:
            task.cancel()
