"""Virtual hours, twice: the same seed must give the same trace, call by call, or a failure could not be played again.

The two plays are on the two databases, in processes of their own: what depended on either would show too.

A street lives through them: neighbours need things, partners take, give back and finish, residents rate, the clockwork
runs what is due, the courier's own delivery says what is to be said. Time is nobody's but the play's. The trace is a
hash over every answer and every call to Telegram with its time and its text.

Run `python -m tests.gates.hours [--times 72] [--database sqlite|postgresql|both] [--seed N]`; times: hours.
"""

import asyncio
import hashlib
import json
import multiprocessing
import random
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from telegram.ext import ExtBot
from telegram.request import RequestData

from actions import claiming, orders, residents
from actions.needs import register_need
from actions.tx import Do
from bot.courier.delivery import deliver
from bot.courier.ledger import ending_of
from bot.courier.limiter import PriorityLimiter, Turn
from bot.courier.render import slot_of
from bot.courier.speaker import Speaker as Voice
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.tidying import Tidier
from community.heard import Heard, Speaker
from community.words import OrderState, Rating
from schedules.clockwork import Clockwork
from storage import outbox
from storage.delivering import end, load_job
from storage.engine import Database
from storage.outbox import Batch
from storage.tables import Matter, Order, Person
from tests.gates.bases import open_bases
from tests.gates.core import PaperRequest
from tests.gates.gate import Asked, Verdict, hush, main
from tests.gates.paper import Json
from tests.street import GRID_CHAT, SENSITIVE, THURSDAY, WRENCH, build, meaning_of

TIMES = 72
OTHER = 6  # hours of a play from another seed
REPAIRERS = 3
LEASE = timedelta(minutes=5)
BUSY = 60.0  # minutes between two things that people do, on average
HANDLED = [orders.set_out, orders.complete_order, orders.complete_order, orders.release_order, claiming.decline_order]


class PlayClock:
    """Time that is set: whoever sleeps is at once where they wanted to be."""

    def __init__(self) -> None:
        self._now = THURSDAY

    def now(self) -> datetime:
        """Aware UTC."""
        return self._now

    def set(self, at: datetime) -> None:
        """Never back."""
        self._now = max(at, self._now)

    async def sleep_until(self, at: datetime) -> None:
        """Be there."""
        self.set(at)


class Trace(PaperRequest):
    """Everything that was done and said, as a hash; Telegram takes every call."""

    def __init__(self, clock: PlayClock) -> None:
        self._clock = clock
        self._hash = hashlib.sha256()
        self.lines = 0
        self.calls = 0

    def add(self, *what: object) -> None:
        """A line."""
        self.lines += 1
        self._hash.update(json.dumps([self._clock.now().isoformat(), *map(str, what)]).encode())

    @property
    def digest(self) -> str:
        """The hash so far."""
        return self._hash.hexdigest()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Take the call."""
        params: Json = dict(request_data.parameters) if request_data else {}
        self.calls += 1
        call = url.rpartition("/")[2]
        self.add(call, json.dumps(params, sort_keys=True, default=str))
        chat = {"id": int(params.get("chat_id", 0)), "type": "private"}
        message = {"message_id": self.calls, "date": 1_795_000_000, "chat": chat, "text": "…"}
        return 200, json.dumps({"ok": True, "result": message if call.startswith("send") else True}).encode()


class Play:
    """One street, from THURSDAY on."""

    def __init__(self, database: Database, seed: str) -> None:
        self._database = database
        self._chance = random.Random(seed)
        self._clock = PlayClock()
        self.trace = Trace(self._clock)
        bot: ExtBot[Turn] = ExtBot(
            "1:play", request=self.trace, get_updates_request=self.trace, rate_limiter=PriorityLimiter(self._clock)
        )
        self._voice = Voice(bot, b"", "hehuo", self._clock)
        self._do = Do(database, self._clock, random.Random(f"{seed} ids"), 1, lambda: None)
        errands = {"tidy": Tidier(self._do, database, self._clock).nightly}
        self._clockwork = Clockwork(self._do, database, self._clock, real_time=False, errands=errands)
        self._taxonomy = load_taxonomy()
        self._said = 0

    async def run(self, hours: int) -> None:
        """Live through `hours`."""
        until = THURSDAY + timedelta(hours=hours)
        await self._clockwork.plan()
        while (now := self._clock.now()) < until:
            next_deed = now + timedelta(minutes=self._chance.expovariate(1 / BUSY))
            due = [at for at in (await self._clockwork.next_due(), await self._next_fact()) if at is not None]
            self._clock.set(min([next_deed, *due]))
            self.trace.add("ran", await self._clockwork.run_due(self._clock.now()))
            if self._clock.now() >= next_deed:
                await self._somebody_acts()
            await self._say_what_is_due()

    async def _next_fact(self) -> datetime | None:
        now = self._clock.now()
        return await self._database.read(lambda session: outbox.next_due(session, bot_id=1, now=now))

    async def _somebody_acts(self) -> None:
        """A neighbour says something, or whoever holds or may hold an order does something about it."""
        live = select(Order).where(Order.state != OrderState.CLOSED).order_by(col(Order.offered_at), col(Order.id))
        open_orders = await self._database.read(lambda session: session.exec(live).all())
        if not open_orders or self._chance.random() < 0.3:
            await self._need()
            return
        order = self._chance.choice(open_orders)
        if order.state is OrderState.DONE:
            await self._rate(order)
        elif order.state is OrderState.OPEN:
            await self._act(claiming.claim_order, speaker=self._chance.choice(WRENCH[:REPAIRERS]), order=order.id)
        else:
            holder = await self._speaker(order.claimer_id)
            await self._act(self._chance.choice(HANDLED), speaker=holder, order=order.id)

    async def _need(self) -> None:
        self._said += 1
        who = Speaker(40_000 + self._said, f"邻居{self._said}")
        heard = Heard(who, "grid", GRID_CHAT, self._said, self._clock.now(), "厨房灯不亮了")
        meaning = meaning_of(heard.text, "repair")
        await self._act(register_need, heard=heard, meaning=meaning, sensitive=SENSITIVE)

    async def _rate(self, order: Order) -> None:
        matter = await self._database.read(lambda session: session.get_one(Matter, order.matter_id))
        owner = await self._speaker(matter.person_id)
        if self._chance.random() < 0.2:
            await self._act(residents.reopen_matter, speaker=owner, matter=matter.id)
        else:
            await self._act(residents.rate_matter, speaker=owner, matter=matter.id, rating=Rating.GOOD)

    async def _speaker(self, person: str | None) -> Speaker:
        row = await self._database.read(lambda session: session.get_one(Person, person))
        return Speaker(row.user_id, row.name)

    async def _act(self, action: Callable[..., Any], **given: Any) -> None:
        self.trace.add(action.__name__, await self._do(action, **given))

    async def _say_what_is_due(self) -> None:
        while batches := await self._database.write(self._take):
            await self._deliver(batches[0])

    def _take(self, session: Any) -> list[Batch]:
        return outbox.take(session, bot_id=1, now=self._clock.now(), lease=LEASE, room=1)

    async def _deliver(self, batch: Batch) -> None:
        now, slot = self._clock.now(), slot_of(batch.newest.slot, batch.newest.payload)
        job = await self._database.read(lambda session: load_job(session, batch, slot.load if slot else None, now))

        async def began() -> None:
            await self._database.write(lambda session: outbox.begin(session, batch.ids))

        done = await deliver(job, self._voice, Wording(self._taxonomy, now), began)
        ended = self._clock.now()
        ending = ending_of(job, done, now=ended, chance=self._chance)
        await self._database.write(lambda session: end(session, job, ending, ended))


def play(seed: str, hours: int, kind: str) -> tuple[int, int, str]:
    """Calls, lines and hash of one play on a database of `kind`."""
    hush()
    with open_bases(kind) as bases:
        database = Database(bases.url())
        build(database, repairers=REPAIRERS)
        played = Play(database, seed)
        asyncio.run(played.run(hours))
        database.close()
    return played.trace.calls, played.trace.lines, played.trace.digest


def run(asked: Asked) -> Iterable[Verdict]:
    """Two plays, each in a process of its own: on the two databases, or twice on the one that was named."""
    verdict, seed = Verdict("hours"), str(asked.seed)
    first, second = asked.databases[0], asked.databases[-1]
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as processes:
        one, two = (processes.submit(play, seed, asked.times, kind) for kind in (first, second))
        other = processes.submit(play, f"{seed} other", min(asked.times, OTHER), first)
        (calls, lines, digest), (_, _, again), (_, _, others) = one.result(), two.result(), other.result()
    verdict.count(hours=asked.times, on=f"{first} and {second}", calls=calls, lines=lines, trace=digest[:16])
    verdict.promise(f"another trace the second time: {again[:16]}", digest == again)
    verdict.promise("another seed gives the same trace, so the hash sees nothing", digest != others)
    return [verdict]


if __name__ == "__main__":
    main(__doc__, TIMES, run)
