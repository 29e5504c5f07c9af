"""The town at work, over the sandbox's control interface: residents need things, neighbours chat, partners race."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import httpx

from tests.gates.audit import Seen, Sent, offered_order

Json = dict[str, Any]
NEEDS = (
    "{}号楼2单元的电梯又停了",
    "{}号楼厨房灯不亮了，谁会修",
    "{}号楼厨房水管漏水了，谁会修",
    "{}号楼的楼道灯不亮了，谁来修一下",
)
CHATTER = ("早", "收到", "哈哈哈", "今天真冷啊", "谁家的猫跑出来了[笑]", "吃了没", "好的好的", "周末去哪玩")
EVERY = 0.6  # seconds between needs
TALK = 0.1  # seconds between other messages
LOOK = 0.1
TAKEN = "您接下了"  # what the one is told who wins
UNANSWERED = 20  # needs that wait to be offered while nobody says another; a program that is down must not be buried
EAGER = 0.4  # how many of those who are offered an order press at once


class Load:
    """Everybody at work. seen: what became of it, as they see it."""

    def __init__(self, http: httpx.AsyncClient, chance: random.Random) -> None:
        self._http = http
        self._chance = chance
        self.seen = Seen()
        self._offered: set[str] = set()
        self._read = 0
        self._presses: set[asyncio.Task[None]] = set()
        self._groups: list[Json] = []
        self._residents: dict[int, list[int]] = {}

    async def get(self, path: str, **params: Any) -> Json:
        """GET /sandbox/…, which must succeed."""
        answer = await self._http.get(f"/sandbox/{path}", params=params)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found

    async def post(self, path: str, **body: Any) -> Json:
        """POST /sandbox/…, which must succeed."""
        answer = await self._http.post(f"/sandbox/{path}", json=body)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found

    async def push_clock(self, seconds: float) -> None:
        """Move the sandbox's clock; a bot that is silent meanwhile is no failure here."""
        await self._http.post("/sandbox/clock", json={"advance": seconds, "timeout": 10})

    async def now(self) -> datetime:
        """The sandbox's time."""
        return datetime.fromisoformat((await self.get("clock", after=-1, timeout=0))["now"])

    async def settle_in(self, patience: float) -> None:
        """Return once the town is raised and the bot listens."""
        async with asyncio.timeout(patience):
            while not (world := await self.get("world"))["ready"]:  # noqa: ASYNC110 - it is in another process
                await asyncio.sleep(LOOK)
        self._groups = [chat for chat in world["chats"] if chat["kind"] == "grid"]
        residents = {user["id"] for user in world["users"] if user["role"] == "resident"}
        self._residents = {chat["id"]: [one for one in chat["members"] if one in residents] for chat in self._groups}
        await self.look(press=False)
        self._offered.clear()

    async def work(self) -> None:
        """Talk, need and race until cancelled."""
        async with asyncio.TaskGroup() as group:
            for step in (self._need, self._talk, self._watch):
                group.create_task(_for_ever(step))

    async def sent_more(self, patience: float) -> None:
        """Return once the bot sends something new, or is silent for too long."""
        before = len(self.seen.sends)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while len(self.seen.sends) == before:  # noqa: ASYNC110 - the sandbox is asked now and then
                    await asyncio.sleep(LOOK)

    async def rest(self) -> None:
        """Wait for the answers to what was pressed."""
        await asyncio.gather(*self._presses)

    async def look(self, *, press: bool) -> None:
        """Take note of what the bot has sent; `press`: some of those who are offered an order take it."""
        for call in (await self.get("calls", after=self._read))["calls"]:
            self._read = call["seq"]
            answer = call["answer"] or {}
            message = answer.get("result")
            if not isinstance(message, dict) or "message_id" not in message or not call["method"].startswith("send"):
                continue
            order = offered_order(call["params"].get("reply_markup"))
            chat = message["chat"]["id"]
            self.seen.sends.append(Sent(chat, message["message_id"], order))
            if order is None:
                continue
            self._offered.add(order)
            if press and self._chance.random() < EAGER:
                self._press(chat, message["message_id"], order)

    async def _need(self) -> None:
        await asyncio.sleep(EVERY)
        if self._is_behind():
            return
        chat = self._chance.choice(self._groups)["id"]
        number = len(self.seen.needs)
        user = (await self.post("users", name=f"新邻居{number}", role="resident"))["id"]
        await self.post("members", chat=chat, user=user, do="join")
        text = NEEDS[number % len(NEEDS)].format(number + 1)  # two needs of one place would be one matter
        said = await self.post("say", user=user, chat=chat, text=text)
        self.seen.needs.append((chat, said["message_id"]))

    async def _talk(self) -> None:
        await asyncio.sleep(TALK)
        if self._is_behind():
            return
        chat = self._chance.choice(self._groups)["id"]
        user = self._chance.choice(self._residents[chat])
        await self.post("say", user=user, chat=chat, text=self._chance.choice(CHATTER))

    async def _watch(self) -> None:
        await asyncio.sleep(LOOK)
        await self.look(press=True)

    def _is_behind(self) -> bool:
        """Whether the bot has enough to do."""
        return len(self.seen.needs) - len(self._offered) >= UNANSWERED

    def _press(self, user: int, message: int, order: str) -> None:
        task = asyncio.create_task(self._tap(user, message, order))
        self._presses.add(task)
        task.add_done_callback(self._presses.discard)

    async def _tap(self, user: int, message: int, order: str) -> None:
        answer = await self.post("tap", user=user, chat=user, message_id=message, button=f"cl:{order}:")
        if TAKEN in str((answer["answer"] or {}).get("text")):
            self.seen.told[order].add(user)


async def _for_ever(step: Callable[[], Awaitable[None]]) -> None:
    while True:
        await step()
