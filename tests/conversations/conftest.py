"""People as fixtures, over the real program and the sandbox's Bot API over HTTP."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.app import Launch, live
from bot.nlp.listener import Listener
from bot.parts import Part
from bot.settings import Settings
from community.understanding import Band, Kind
from sandbox.server import running
from storage.engine import Database
from tests import shipped
from tests.conversations.people import Someone, World
from tests.conversations.street import THURSDAY, People, people, settle

TOKEN = "123456:conversation"
VAGUE = (
    "家里坏了谁能来看看",
    "家里有个东西坏了，谁会修",
    "家里那个坏了，谁能来看看",
    "东西坏了",
    "那边的灯好像坏了",
    "谁家会修东西",
    "我家那个又坏了，有人会修吗",
    "有个东西坏了，能不能来人修一下",
    "坏了，谁来修修",
)


def pytest_collection_finish() -> None:
    """What the program imports once it runs, and the listener, are there before any process is forked."""
    for part in Part.ALL.all_of_it:
        import_module(f"bot.crew.{part.value}")
    shipped.listener()


@pytest.fixture
def vague(listener: Listener) -> str:
    """A sentence of which the listener, as it is trained today, is unsure: a need, perhaps a repair."""

    def unsure(text: str) -> bool:
        meaning = listener.understand(text, now=THURSDAY)
        likely = [scored.code for scored in meaning.categories[:3]]
        return meaning.kind in {Kind.NEED, Kind.INQUIRY} and meaning.band is Band.ASK and "repair" in likely

    return next(text for text in VAGUE if unsure(text))


@pytest.fixture
async def street(
    tmp_path: Path, database: Database, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[People]:
    """A street with everyone in it, and the bot awake."""
    monkeypatch.setattr(Listener, "load", lambda: listener)
    async with lively(tmp_path, database) as everyone:
        yield everyone


@asynccontextmanager
async def lively(folder: Path, database: Database) -> AsyncIterator[People]:
    """A sandbox with the street in it, and the program awake."""
    data = folder / "sandbox"
    data.mkdir()
    async with (
        running(data, token=TOKEN, start=THURSDAY.isoformat()) as sandbox,
        httpx.AsyncClient(base_url=sandbox.url, timeout=90, trust_env=False) as http,
    ):
        world = World(http)
        everyone = await people(world)
        settle(database, everyone, sandbox.world.bot_id)
        async with awake(sandbox.url, folder, database):
            await world.until(lambda: ready(world), "a bot that listens")
            yield everyone


@asynccontextmanager
async def awake(url: str, folder: Path, database: Database) -> AsyncIterator[None]:
    """The program against the sandbox at `url`, on the database of the test."""
    address = database.url.render_as_string(hide_password=False)
    settings = Settings.model_construct(database_url=SecretStr(address), telegram_webhook_url=None)
    launch = Launch(
        settings=settings, folder=folder, token=TOKEN, base=url, sandbox=url, scene=False, tell=lambda _: None
    )
    stop = asyncio.Event()
    life = asyncio.create_task(live(launch, stop, random.Random(1)))
    try:
        yield
    finally:
        stop.set()
        await life


async def ready(world: World) -> bool:
    """Whether the bot has begun to listen."""
    return bool((await world.get("world"))["ready"])


@pytest.fixture
def aunt(street: People) -> Someone:
    """李阿姨, a resident of the grid group."""
    return street.aunt


@pytest.fixture
def uncle(street: People) -> Someone:
    """王大爷, her neighbour."""
    return street.uncle


@pytest.fixture
def wrench(street: People) -> Someone:
    """Acts for 红扳手维修队."""
    return street.wrench


@pytest.fixture
def spanner(street: People) -> Someone:
    """Acts for 邻里帮维修, which serves the same categories."""
    return street.spanner


@pytest.fixture
def barber(street: People) -> Someone:
    """Acts for the hairdresser."""
    return street.barber


@pytest.fixture
def clerk(street: People) -> Someone:
    """网格员小赵, staff, at the desk."""
    return street.clerk


@pytest.fixture
def newcomer(street: People) -> Someone:
    """小孙, a resident who never wrote to the bot."""
    return street.newcomer


@pytest.fixture
def stranger(street: People) -> Someone:
    """Somebody without any role, who also sits in the staff chat and in a group that was never registered."""
    return street.stranger
