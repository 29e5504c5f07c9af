"""The thin core: inbox, actions, outbox and courier on a real database, with Telegram on paper and without aiogram.

What comes in goes through the real ingress and intake; a few lines stand in for the lanes and the handlers; what goes
out goes through the real courier, limiter and python-telegram-bot.
"""

import asyncio
import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from actions.announcements import Drafted, choose_all, write_announcement
from actions.claiming import claim_order
from actions.needs import register_need
from actions.publishing import send_announcement
from actions.tx import Do, Tx
from bot.botapi import BotApi, Unreachable
from bot.callbacks import decode
from bot.courier.courier import Courier
from bot.courier.limiter import PriorityLimiter, Turn
from bot.ingress import Ingress
from bot.intake import Intake
from bot.line import Line
from bot.nlp.data import load_taxonomy
from community.heard import Heard, Speaker
from storage import taking
from storage.engine import WORKERS, CommitUnknown, Database, Session
from storage.taking import Room, Taken
from storage.together import Together
from tests.gates.gate import hush
from tests.gates.paper import Json, Paper
from tests.street import DESK_CHAT, GRID_CHAT, SENSITIVE, THURSDAY, meaning_of

BOT = 1
TOKEN = "1:paper"
LEASE = timedelta(seconds=30)  # the courier's, by its own clock
IN_HAND = 50
POLL = 0.005


@dataclass(frozen=True, slots=True)
class FastClock:
    """Runs `speed` times as fast as the machine's, from THURSDAY on at `began` (seconds since the epoch).

    skipped: time that passed while nobody was there. Every process of a world has the same time.
    """

    began: float
    speed: float
    skipped: timedelta = timedelta()

    def now(self) -> datetime:
        """Aware UTC."""
        return THURSDAY + self.skipped + timedelta(seconds=(time.time() - self.began) * self.speed)

    async def sleep_until(self, at: datetime) -> None:
        """Return at `at`."""
        while (left := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(left / self.speed)


class Weather:
    """What happens to calls and updates on their way: here they only take a moment."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    async def before(self, method: str) -> int:
        """Just before the call has its effect: 0, or the HTTP status that it is refused with. May raise."""
        await asyncio.sleep(self.chance.uniform(0, 0.003))
        return 0

    async def after(self, method: str) -> int:
        """Just after it: 0, or the HTTP status that is answered although it was done. May raise."""
        await asyncio.sleep(self.chance.uniform(0, 0.003))
        return 0

    def updates(self, batch: list[Json]) -> list[Json]:
        """What comes of the updates of a poll."""
        return batch


class PaperRequest(BaseRequest):
    """python-telegram-bot's way out, onto paper."""

    def __init__(self, paper: Paper, weather: Weather) -> None:
        self._paper = paper
        self._weather = weather

    @property
    def read_timeout(self) -> float | None:
        """Nobody waits for paper."""
        return None

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Write the call down and answer."""
        call = url.rpartition("/")[2]
        refused = await self._weather.before(call)
        if refused:
            return refused, _refusal(refused)
        result = self._paper.take(call, dict(request_data.parameters) if request_data else {})
        spoiled = await self._weather.after(call)
        if spoiled:
            return spoiled, _refusal(spoiled)
        return 200, json.dumps({"ok": True, "result": result}).encode()


def _refusal(code: int) -> bytes:
    more = {"parameters": {"retry_after": 2}} if code == 429 else {}
    return json.dumps({"ok": False, "error_code": code, "description": "planted", **more}).encode()


class PaperApi(BotApi):
    """The way in: getUpdates from paper."""

    def __init__(self, paper: Paper, weather: Weather) -> None:
        self._paper = paper
        self._weather = weather

    async def call(self, method: str, *, wait: float = 0.0, **params: Any) -> Any:
        """The next updates, once there are some."""
        refused = await self._weather.before(method)
        if refused:
            raise Unreachable(str(refused))
        while not (batch := self._paper.updates(params.get("offset"))):  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(POLL)
        return self._weather.updates(batch)


class Hands:
    """Stands in for lanes and handlers: the rows of a lane in order, each to the one action that it asks for."""

    def __init__(self, database: Database, do: Do, clock: FastClock) -> None:
        self._database, self._do, self._clock = database, do, clock
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look now."""
        self._woken.set()

    async def run(self) -> None:
        """Handle what comes in, until cancelled."""
        while True:
            self._woken.clear()
            lanes: dict[str, list[Taken]] = {}
            for row in await self._take():
                lanes.setdefault(row.lane, []).append(row)
            await asyncio.gather(*(self._serve(rows) for rows in lanes.values()))
            if not lanes:
                await self._woken.wait()

    async def _take(self) -> list[Taken]:
        """As the lanes do it: what nobody knows to be taken is given back."""
        now, taken = self._clock.now(), list[Taken]()

        def work(session: Session) -> None:
            taken[:] = taking.take(session, bot_id=BOT, now=now, lasts=None, held=(), room=Room(IN_HAND, IN_HAND))

        try:
            await self._database.write(work)
        except CommitUnknown:
            await self._database.write(lambda session: taking.give_back(session, taken), again=True)
            self._woken.set()
            return []
        return taken

    async def _serve(self, rows: list[Taken]) -> None:
        for row in rows:
            while not await self._handled(row):
                pass

    async def _handled(self, row: Taken) -> bool:
        try:
            await self._handle(row, self._do.because(row.id))
        except CommitUnknown:
            return False
        return True

    async def _handle(self, row: Taken, do: Do) -> None:
        message, query = row.body.get("message"), row.body.get("callback_query")
        if message:
            who = Speaker(message["from"]["id"], message["from"]["first_name"])
            chat, text = message["chat"]["id"], message["text"]
            if chat == DESK_CHAT:
                await do(announce, speaker=who, text=text)
                return
            heard = Heard(who, place_of(chat), chat, message["message_id"], self._clock.now(), text)
            await do(register_need, heard=heard, meaning=meaning_of(text, "repair"), sensitive=SENSITIVE)
        elif query:
            who = Speaker(query["from"]["id"], query["from"]["first_name"])
            await do(claim_order, speaker=who, order=decode(query["data"]).id)


def announce(tx: Tx, *, speaker: Speaker, text: str) -> None:
    """Staff write something for every group and send it."""
    written = write_announcement(tx, speaker=speaker, place="desk", text=text)
    assert isinstance(written, Drafted)
    choose_all(tx, speaker=speaker, announcement=written.announcement)
    send_announcement(tx, speaker=speaker, announcement=written.announcement)


def place_of(chat: int) -> str:
    """Our id of a group."""
    return "grid" if chat == GRID_CHAT else f"grid{-chat}"


def thaw(database: Database) -> None:
    """Make `database`, which nobody uses at this moment, fit to be forked: no connection, no thread, all else warm."""
    database.engine.dispose()
    database._reader.dispose()
    for pool in (database._write_pool, database._read_pool):
        pool.shutdown()
    threads = ThreadPoolExecutor(2 if database.embedded else WORKERS)
    database._write_pool, database._read_pool = Together(database.engine) if database.embedded else threads, threads


async def work(database: Database, paper: Paper, clock: FastClock, weather: Weather) -> None:
    """The core at work, until cancelled or killed."""
    hush()
    chance = weather.chance
    request = PaperRequest(paper, weather)
    bot: ExtBot[Turn] = ExtBot(TOKEN, request=request, get_updates_request=request, rate_limiter=PriorityLimiter(clock))
    courier = Courier(
        database, bot, clock=clock, chance=chance, taxonomy=load_taxonomy(), secret=b"", bot_id=BOT, bot_name="hehuo"
    )
    hands = Hands(database, Do(database, clock, chance, BOT, courier.wake), clock)
    intake = Intake(database, clock, BOT, hands.wake)
    ingress = Ingress(PaperApi(paper, weather), intake, chance, lambda _: None, Line(clock))
    async with asyncio.TaskGroup() as group:
        for part in (courier, hands, ingress):
            group.create_task(part.run())
