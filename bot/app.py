"""The composition root: the only file that knows every room."""

import asyncio
import random
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from actions.invites import LASTS, make_first_invite
from actions.tx import Do
from bot import deeplinks
from bot.botapi import ApiFailure, BotApi, Flooded, Unauthorized, Unreachable
from bot.clock import SandboxClock, SandboxGone, SystemClock
from bot.courier.commands import Menus
from bot.courier.courier import Courier
from bot.courier.speaker import open_bot
from bot.ending import Code, Ending
from bot.handlers import build_router
from bot.hearing import Hearing
from bot.ingress import Ingress
from bot.intake import ALLOWED_UPDATES, Intake
from bot.keeping import Keeper, backups_of, open_database
from bot.lanes import Lanes
from bot.nlp.listener import Listener, default_taxonomy
from bot.settings import Settings
from bot.settling import Settling
from bot.texts import terminal
from bot.town.raising import raise_town
from bot.town.scene import Scene
from community.clock import Clock
from schedules.clockwork import Clockwork
from storage import marks
from storage.engine import CommitUnknown, Database, DatabaseDown, readable
from storage.schema import prepare
from storage.soundness import CorruptDatabase, NewerDatabase

_TRIES = 3
_INVITATION = "i"  # the purpose of a deep link that bot/handlers/start.py takes for one
log = structlog.get_logger(__name__)


class Component(Protocol):
    """A part of the program that works until it is cancelled."""

    async def run(self) -> None:
        """Work."""
        ...


@dataclass(frozen=True)
class Launch:
    """What the command decided: `sandbox` is its URL (None: the real service), `token` and `base` where the bot speaks.

    scene: a new town plays a scene. tell: given sentences for the person at the terminal.
    """

    settings: Settings
    folder: Path
    token: str
    base: str
    sandbox: str | None
    scene: bool
    tell: Callable[[str], None]


@dataclass(frozen=True)
class Self:
    """The bot as Telegram knows it."""

    id: int
    name: str


async def run(launch: Launch) -> None:
    """Everything, until SIGINT or SIGTERM. Raises Ending."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        await live(launch, stop, random.SystemRandom())
    except* Ending as group:
        raise _first(group) from None
    except* Unauthorized:
        raise Ending(Code.TOKEN, terminal.wrong_token()) from None
    except* (SandboxGone, httpx.TransportError) as group:  # Telegram's own failures come as an ApiFailure
        log.error("sandbox.gone", exc_info=group)
        raise Ending(Code.SANDBOX, terminal.SANDBOX_GONE) from None
    except* (DatabaseDown, CommitUnknown) as group:
        log.error("database.gone", exc_info=group)
        raise Ending(Code.DATABASE, terminal.no_database(_where(launch))) from None


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
        settling: list[Settling] = []
        hearing: list[Hearing] = []
        loading = asyncio.ensure_future(asyncio.to_thread(Listener.load))
        http = await self._stack.enter_async_context(httpx.AsyncClient(trust_env=launch.sandbox is None))
        api = BotApi(http, launch.base, launch.token)
        clock = await self._clock(http)
        database = await self._database(clock)
        me = await _introduce(api, launch)
        secret = (await self._keep(database, clock, "deeplink_secret")).encode()

        def stirred() -> None:
            courier.wake()
            clockwork.wake()
            for heard in hearing:
                heard.wake()
            for one in settling:
                one.stir()

        def arrived() -> None:
            lanes.wake()
            for one in settling:
                one.stir()

        do = Do(database, clock, self._chance, me.id, stirred)
        speaker = open_bot(launch.token, clock, api=launch.base)
        courier = Courier(
            database, speaker, clock=clock, chance=self._chance,
            taxonomy=default_taxonomy(), secret=secret, bot_id=me.id, bot_name=me.name,
        )  # fmt: skip
        errands = {"backup": self._keeper(database, clock).nightly}
        clockwork = Clockwork(do, database, clock, real_time=launch.sandbox is None, errands=errands)
        raised = False
        if launch.sandbox is None:
            await self._first_staff(do, clock, secret, me)
        else:
            raised = await raise_town(launch.sandbox, do, database)
            log.info("start.town", raised=raised)
        hearing.append(Hearing(await loading, database, clock))
        given = {"hearing": hearing[0], "secret": secret, "bot_name": me.name}
        lanes = Lanes(self._dispatcher(), self._bot(), do, database, clock, given)
        intake = Intake(database, clock, me.id, arrived)
        components: list[Component] = [courier, Menus(speaker, database), clockwork, lanes]
        components.append(await self._mouth(api, intake, database, clock))
        if isinstance(clock, SandboxClock) and launch.sandbox is not None:
            settling.append(Settling(http, launch.sandbox, clock, [lanes, intake], [courier, clockwork]))
            clock.jumped = stirred
            components += [clock, *settling]
            if raised and launch.scene:
                components.append(Scene(launch.sandbox))
        await _together(components, stop)

    async def _clock(self, http: httpx.AsyncClient) -> Clock:
        if self._launch.sandbox is None:
            return SystemClock()
        clock = SandboxClock(http, self._launch.sandbox)
        await clock.start()
        return clock

    async def _database(self, clock: Clock) -> Database:
        database = open_database(self._launch.settings, self._launch.folder)
        self._stack.callback(database.close)
        try:
            await asyncio.to_thread(prepare, database, self._keeper(database, clock).before_upgrade)
        except NewerDatabase:
            raise Ending(Code.NEWER, terminal.newer(_where(self._launch))) from None
        except CorruptDatabase:
            raise Ending(Code.CORRUPT, terminal.corrupt(self._launch.folder / "hehuo.db")) from None
        return database

    def _keeper(self, database: Database, clock: Clock) -> Keeper:
        settings, folder = self._launch.settings, self._launch.folder
        return Keeper(database, backups_of(settings, folder), settings.hehuo_backup_key, clock, self._launch.tell)

    async def _keep(self, database: Database, clock: Clock, name: str) -> str:
        made, now = f"{self._chance.getrandbits(256):064x}", clock.now()
        return await database.write(lambda session: marks.keep(session, name, lambda: made, now=now))

    def _bot(self) -> Bot:
        """aiogram's bot: it hears, and answers presses."""
        session = AiohttpSession(api=TelegramAPIServer.from_base(self._launch.base))
        self._stack.push_async_callback(session.close)
        return Bot(self._launch.token, session=session)

    def _dispatcher(self) -> Dispatcher:
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_router(build_router())
        return dispatcher

    async def _mouth(self, api: BotApi, intake: Intake, database: Database, clock: Clock) -> Component:
        """Where updates come in: the webhook if there is a URL for it, else polling."""
        settings = self._launch.settings
        url = settings.telegram_webhook_url
        if url is None:
            await api.call("deleteWebhook", drop_pending_updates=False)
            return Ingress(api, intake, self._chance, self._launch.tell)
        from bot.webhook import Webhook  # noqa: PLC0415 - a web server, which only this needs

        given = settings.telegram_webhook_secret
        secret = given.get_secret_value() if given else await self._keep(database, clock, "webhook_secret")
        await api.call("setWebhook", url=url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
        return Webhook(intake, url=url, listen=settings.telegram_webhook_listen, secret=secret)

    async def _first_staff(self, do: Do, clock: Clock, secret: bytes, me: Self) -> None:
        """Where there is no staff yet, show the one link that makes the first."""
        self._launch.tell(terminal.connected(me.name))
        token = await do(make_first_invite)
        if token is not None:
            payload = deeplinks.sign(secret, _INVITATION, token, expires=clock.now() + LASTS)
            self._launch.tell(terminal.first_staff(f"https://t.me/{me.name}?start={payload}"))


async def _introduce(api: BotApi, launch: Launch) -> Self:
    """Who the token is. Raises Ending if nobody answers or the token is unknown."""
    for attempt in range(_TRIES):
        try:
            me = await api.call("getMe")
            return Self(me["id"], me["username"])
        except Unauthorized:
            raise Ending(Code.TOKEN, terminal.wrong_token()) from None
        except (Unreachable, Flooded) as failure:
            log.warning("start.unreachable", failure=repr(failure))
            await asyncio.sleep(attempt)
        except ApiFailure as failure:
            log.error("start.refused", failure=repr(failure))
            break
    raise Ending(Code.NETWORK, terminal.no_network(launch.base))


async def _together(components: list[Component], stop: asyncio.Event) -> None:
    """Run all until `stop`; the first that fails ends the others."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(component.run(), name=type(component).__name__) for component in components]
        log.info("app.running", parts=[task.get_name() for task in tasks])
        await stop.wait()
        for task in tasks:
            task.cancel()


def _where(launch: Launch) -> str:
    """The database in words that hold no password."""
    if launch.settings.database_url is None:
        return str((launch.folder / "hehuo.db").absolute())
    return readable(launch.settings.database_url.get_secret_value())


def _first(group: BaseExceptionGroup[Ending]) -> Ending:
    found: BaseException = group
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, Ending)  # noqa: S101 - that is what the group is made of
    return found
