"""A street small enough to know by heart, the bot as the test plays it, and the window that looks at it."""

import asyncio
from collections.abc import Awaitable
from typing import Any, Protocol, Self

import httpx
from playwright.async_api import ConsoleMessage, Locator, Page, Request

Json = dict[str, Any]
TOKEN = "7000000001:AAplayedByTheTest"
_PATIENCE = 60.0  # s, so that a test whose event never comes fails instead of hanging


class Street:
    """People and groups made through the control interface; `bot` calls the Bot API."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.people: dict[str, int] = {}
        self.groups: dict[str, int] = {}
        self._http = httpx.AsyncClient(base_url=url, timeout=30, trust_env=False)
        self._offset = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def settle_in(self) -> None:
        """Everybody is there and the bot has polled once, so the world is ready."""
        roles = {
            "王秀兰": "resident",
            "李建国": "resident",
            "红扳手": "partner",
            "小宋理发": "partner",
            "赵敏": "staff",
        }
        for name, role in roles.items():
            self.people[name] = (await self.control("users", name=name, role=role, started=role != "resident"))["id"]
        await self._group("3 号网格群", "grid", "王秀兰", "李建国")
        await self._group("5 号网格群", "grid", "李建国")
        await self._group("街道值班台", "staff", "赵敏")
        await self.control("seeded")
        await self.rest()

    async def _group(self, title: str, kind: str, *names: str) -> None:
        members = [self.people[name] for name in names]
        made = await self.control("chats", title=title, type="supergroup", kind=kind, members=members)
        self.groups[title] = made["id"]

    async def control(self, path: str, **body: Any) -> Json:
        """POST /sandbox/<path>."""
        answer = await self._http.post(f"/sandbox/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def look(self, path: str) -> Json:
        """GET /sandbox/<path>."""
        return dict((await self._http.get(f"/sandbox/{path}")).json())

    async def bot(self, method: str, **parameters: Any) -> Any:
        """A Bot API call that must succeed; its result."""
        answer = (await self._http.post(f"/bot{TOKEN}/{method}", json=parameters)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def send_file(self, chat: int, name: str, body: bytes) -> None:
        """The bot sends a document."""
        sent = await self._http.post(
            f"/bot{TOKEN}/sendDocument", data={"chat_id": chat}, files={"document": (name, body)}
        )
        assert sent.json()["ok"], sent.text

    async def updates(self, wait: int = 0) -> list[Json]:
        """The bot's next updates, awaited for so many seconds."""
        fresh: list[Json] = await self.bot("getUpdates", offset=self._offset, timeout=wait)
        if fresh:
            self._offset = fresh[-1]["update_id"] + 1
        return fresh

    async def heard(self, kind: str) -> Json:
        """Polls until an update of that kind comes; its body."""
        async with asyncio.timeout(_PATIENCE):
            while True:
                for update in await self.updates(wait=10):
                    if kind in update:
                        return dict(update[kind])

    async def rest(self) -> None:
        """Takes what is waiting and confirms it."""
        while await self.updates():
            pass

    async def settle_until(self, moment: str) -> None:
        """Plays the bot that has nothing due, until the clock has come that far."""
        async with asyncio.timeout(_PATIENCE):
            now = ""
            while now < moment:
                await self.rest()
                clock = await self.look("clock")
                await self.control("clock/settled", version=clock["version"], next_due=None)
                now = clock["now"]


class Viewer:
    """One browser window, and everything in it that should not happen."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.strayed: list[str] = []
        self._origin = origin
        self._allowed: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def expect_refusal(self, status: int) -> None:
        """The browser itself reports a refused request on the console; this test provokes one."""
        self._allowed.append(f"status of {status} ")

    def _console(self, message: ConsoleMessage) -> None:
        allowed = any(words in message.text for words in self._allowed)
        if message.type in ("error", "warning") and not allowed:
            self.complaints.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._origin}/", "data:", "blob:")):
            self.strayed.append(request.url)

    def phone(self, key: str) -> Locator:
        """The phone "resident", "partner" or "staff"."""
        return self.page.locator(f'[data-phone="{key}"]')

    async def switch(self, key: str, person: str) -> None:
        """Hands that phone to somebody else, found by typing the name."""
        phone = self.phone(key)
        await phone.locator(".pick.who").click()
        await phone.get_by_label("找人").fill(person)
        await phone.locator(".choice", has_text=person).click()

    async def go(self, key: str, chat: str) -> None:
        """Opens another chat on that phone."""
        phone = self.phone(key)
        await phone.locator(".pick.chat").click()
        await phone.locator(".choice", has_text=chat).click()

    async def write(self, key: str, text: str) -> None:
        """Types and presses Enter on that phone."""
        box = self.phone(key).get_by_label("写消息")
        await box.fill(text)
        await box.press("Enter")


class OpenPage(Protocol):
    """How a test asks for a window."""

    def __call__(self, width: int = 1440, height: int = 900) -> Awaitable[Viewer]: ...
