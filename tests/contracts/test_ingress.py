"""Updates on their way in: real polling and a real webhook, on disk before they are confirmed, whatever fails."""

import asyncio
import random
import socket
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlmodel import col

from bot import ingress, introducing
from bot.botapi import BotApi, Unauthorized, Untrusted
from bot.clock import SandboxClock, SystemClock
from bot.crew.means import Launch
from bot.ending import Code, Ending
from bot.hook import RECENT, Hook
from bot.ingress import Ingress
from bot.intake import ALLOWED_UPDATES, Intake, lane_of
from bot.line import Line
from bot.settings import Settings
from bot.texts import terminal
from bot.webhook import HEADER, Webhook
from sandbox.server import running
from storage.engine import Database
from storage.marks import in_touch
from storage.tables import Inbox, Mark

TOKEN = "7654321:sandbox-test-token-which-is-long-enough"
BOT = 7654321


class Town:
    """A sandbox with one group in it, and the way from it into our inbox."""

    def __init__(self, url: str, http: httpx.AsyncClient, database: Database) -> None:
        self.url = url
        self.http = http
        self.database = database
        self.api = BotApi(http, url, TOKEN)
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self.line = Line(SystemClock())
        self.arrived = asyncio.Event()
        self.intake = Intake(database, SystemClock(), BOT, self.arrived.set)
        self.person = self.chat = 0

    def ingress(self, api: BotApi | None = None) -> Ingress:
        return Ingress(api or self.api, self.intake, random.Random(1), self.told.put_nowait, self.line)

    async def ask(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.http.post(f"{self.url}/sandbox/{path}", json=body)
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    async def says(self, text: str) -> None:
        await self.ask("say", user=self.person, chat=self.chat, text=text)

    def texts(self) -> list[str]:
        """What is on disk, in order."""
        bodies = self.database.read_now(
            lambda session: session.execute(select(col(Inbox.body)).order_by(col(Inbox.id))).scalars().all()
        )
        return [body["message"]["text"] for body in bodies if body and "message" in body and "text" in body["message"]]

    async def until(self, *texts: str) -> None:
        """Return once exactly `texts` are on disk."""
        async with asyncio.timeout(60):
            while self.texts() != list(texts):
                self.arrived.clear()
                if self.texts() != list(texts):
                    await self.arrived.wait()


@asynccontextmanager
async def at_work(component: Ingress | Webhook) -> AsyncIterator[None]:
    task = asyncio.create_task(component.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def line(database: Database, tmp_path: Path) -> AsyncIterator[Town]:
    async with running(tmp_path / "sandbox", token=TOKEN) as sandbox, httpx.AsyncClient(trust_env=False) as http:
        made = Town(sandbox.url, http, database)
        made.person = (await made.ask("users", name="王芳", role="resident"))["id"]
        made.chat = (await made.ask("chats", title="一网格", type="group", kind="grid", members=[made.person]))["id"]
        yield made


async def test_what_is_said_is_on_disk_in_order_and_confirmed(line: Town) -> None:
    async with at_work(line.ingress()):
        await line.says("一")
        await line.says("二")
        await line.until("一", "二")
        await line.says("三")
        await line.until("一", "二", "三")


async def test_a_restart_takes_nothing_twice_and_misses_nothing(line: Town) -> None:
    await line.says("一")
    unconfirmed = await line.api.call("getUpdates", allowed_updates=ALLOWED_UPDATES)
    await line.intake.take(unconfirmed)
    await line.says("二")
    async with at_work(line.ingress()):
        await line.until("一", "二")


@pytest.mark.parametrize("kind", ["429", "5xx", "timeout", "drop_after"])
async def test_trouble_is_told_once_and_nothing_is_lost(line: Town, kind: str) -> None:
    more = {"retry_after": 1} if kind == "429" else {"seconds": 0.2} if kind == "timeout" else {}
    await line.ask("faults", method="getUpdates", kind=kind, count=2, **more)
    await line.says("一")
    async with at_work(line.ingress()):
        await line.until("一")
        said = await asyncio.wait_for(line.told.get(), 60)
        assert "Telegram" in said
        assert await asyncio.wait_for(line.told.get(), 60) == terminal.REACHED_AGAIN
        assert line.told.empty()


async def test_a_second_program_with_the_same_token_is_told(line: Town) -> None:
    async with at_work(line.ingress()):
        await line.says("一")
        await line.until("一")
        async with at_work(line.ingress()):
            assert await asyncio.wait_for(line.told.get(), 60) == terminal.CONFLICT
            assert line.line.wrong() == ["conflict"]


async def test_a_certificate_that_is_not_trusted_is_told_by_its_flaw(line: Town) -> None:
    def refuses(request: httpx.Request) -> httpx.Response:
        flaw = ssl.SSLCertVerificationError(1, "certificate verify failed")
        flaw.verify_message = "self-signed certificate"
        raise httpx.ConnectError(f"for {request.url}") from flaw

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuses)) as http:
        api = BotApi(http, "https://far", TOKEN)
        async with at_work(line.ingress(api)):
            assert "self-signed certificate" in await asyncio.wait_for(line.told.get(), 60)
        with pytest.raises(Untrusted) as caught:
            await api.call("getMe")
    assert TOKEN not in str(caught.value)


async def test_an_unknown_token_ends_it_when_telegram_keeps_on_saying_so(
    line: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingress, "_ASK_AGAIN", (0.0, 0.0, 0.0))
    stranger = BotApi(line.http, line.url, "7654321:another-token")
    with pytest.raises(Unauthorized):
        await line.ingress(stranger).run()
    assert line.told.get_nowait() == terminal.REFUSED_FOR_NOW


async def test_a_token_unknown_for_a_moment_does_not(line: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingress, "_ASK_AGAIN", (0.0, 0.0, 0.0))
    refused = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    answers = [refused, refused, refused]

    class Confused(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if answers:
                seen.append(line.line.wrong())
                return httpx.Response(401, json=answers.pop())
            return await super().handle_async_request(request)

    seen: list[list[str]] = []
    await line.says("一")
    http = httpx.AsyncClient(transport=Confused())
    async with http, at_work(line.ingress(BotApi(http, line.url, TOKEN))):
        await line.until("一")
        assert await line.told.get() == terminal.REFUSED_FOR_NOW
        assert seen == [[], ["token"], ["token"]]


@pytest.mark.parametrize("known", [True, False])
async def test_at_the_start_a_token_that_was_known_is_asked_for_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    monkeypatch.setattr(introducing, "_ASK_AGAIN", (0.0, 0.0))
    refused = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    answers = [refused, refused, {"ok": True, "result": {"id": BOT, "username": "hehuo_bot"}}]
    if known:
        database.write_now(lambda session: session.add(Mark(name=in_touch(BOT), at=SystemClock().now())))
    launch = Launch(Settings.model_construct(), tmp_path, TOKEN, "https://far", None, scene=False, tell=lambda _: None)
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=answers.pop(0)))
    async with httpx.AsyncClient(transport=transport) as http:
        asking = introducing.introduce(BotApi(http, "https://far", TOKEN), launch, database)
        if known:
            assert (await asking).name == "hehuo_bot"
        else:
            with pytest.raises(Ending) as caught:
                await asking
            assert (caught.value.code, len(answers)) == (Code.TOKEN, 2)


async def test_the_webhook_is_looked_after(line: Town) -> None:
    url, met = f"{line.url}/nobody/hears/this", list[str]()

    async def reached() -> None:
        met.append("reached")

    hook = Hook(line.api, SystemClock(), line.line, reached, url=url, secret="s")
    with line.line.watched():
        await hook.set()
        await hook.look()
        assert (met, line.line.wrong()) == (["reached"], [])
        await line.says("一")
        async with asyncio.timeout(60):
            while "last_error_date" not in await line.api.call("getWebhookInfo"):  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(0.01)
        await hook.look()
        assert (met, line.line.wrong()) == (["reached"], ["webhook"]), "what waits there does not get through"
        await line.api.call("deleteWebhook")
        await hook.look()
        assert line.line.wrong() == ["webhook"]
        assert (await line.api.call("getWebhookInfo"))["url"] == url, "it was taken away and is set again"
        await line.api.call("deleteWebhook")


async def test_old_trouble_of_the_webhook_is_over(line: Town) -> None:
    info = {"url": "https://x", "pending_update_count": 3, "last_error_date": time.time() - 2 * RECENT}
    answer = {"ok": True, "result": info}
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=answer))) as http:
        hook = Hook(BotApi(http, "https://far", TOKEN), SystemClock(), line.line, None, url="https://x", secret="s")
        with line.line.watched():
            await hook.look()
            assert line.line.wrong() == []
            answer["result"] = {**info, "last_error_date": time.time()}
            await hook.look()
            assert line.line.wrong() == ["webhook"]


async def test_the_webhook_takes_what_telegram_posts_and_nobody_elses(line: Town) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    url, secret = f"http://{listen}/telegram", "s3cret"
    async with at_work(Webhook(line.intake, url=url, listen=listen, secret=secret)):
        await line.says("一")
        await line.api.call("setWebhook", url=url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
        await line.until("一")
        forged = {"update_id": 1, "message": {"chat": {"id": 1}, "text": "假的"}}
        for given in (None, b"wrong", b"\xe9"):
            headers = {HEADER.encode(): given} if given else {}
            assert (await line.http.post(url, json=forged, headers=headers)).status_code == 403
        assert (await line.http.post(url, content=b"{", headers={HEADER: secret})).status_code == 400
        assert (await line.http.post(url, content=b"[" * 200_000, headers={HEADER: secret})).status_code == 400
        assert (await line.http.post(url, json=[], headers={HEADER: secret})).status_code == 200
        assert line.texts() == ["一"]


async def test_a_body_without_an_end_is_read_no_further_than_an_update_can_be_large(line: Town) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1000):
            yield b" " * 64_000

    async with at_work(Webhook(line.intake, url=f"http://{listen}/x", listen=listen, secret="s3cret")):
        async with asyncio.timeout(60):
            while (await _status(line.http, f"http://{listen}/x", b"{}")) is None:  # noqa: ASYNC110 - only asking tells
                await asyncio.sleep(0.01)
        assert await _status(line.http, f"http://{listen}/x", endless()) == 413
        assert await _status(line.http, f"http://{listen}/x", b" " * 1_000_001) == 413


async def _status(http: httpx.AsyncClient, url: str, content: Any) -> int | None:
    """What the webhook answers; None while nobody listens yet."""
    try:
        return (await http.post(url, content=content, headers={HEADER: "s3cret"})).status_code
    except httpx.ConnectError:
        return None


async def test_it_is_busy_until_the_last_of_several_is_taken(database: Database) -> None:
    gate = asyncio.Event()
    intake = Intake(database, SystemClock(), BOT, lambda: None)

    class Slow:
        async def write(self, work: Any, *, again: bool) -> None:
            await gate.wait()

    slow = Intake(Slow(), SystemClock(), BOT, lambda: None)  # type: ignore[arg-type]
    first = asyncio.create_task(slow.take([{"update_id": 1}]))
    second = asyncio.create_task(slow.take([{"update_id": 2}]))
    await asyncio.sleep(0)
    assert slow.busy and not intake.busy
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert slow.busy, "the other is being taken still"
    gate.set()
    await second
    assert not slow.busy


async def test_the_clock_follows_the_sandbox_and_wakes_who_sleeps(line: Town) -> None:
    clock = SandboxClock(line.http, line.url)
    await clock.start()
    before, version = clock.now(), clock.version
    jumped = asyncio.Event()
    clock.jumped = jumped.set
    following = asyncio.create_task(clock.run())
    sleeping = asyncio.create_task(clock.sleep_until(before.replace(year=before.year + 1)))
    moving = asyncio.create_task(line.ask("clock", to=before.replace(year=before.year + 1).isoformat(), timeout=1))
    await line.http.post(f"{line.url}/sandbox/clock/settled", json={"version": version, "next_due": None})
    with suppress(httpx.HTTPStatusError):  # 504: there is no bot that would settle
        await moving
    await asyncio.wait_for(jumped.wait(), 60)
    await asyncio.wait_for(sleeping, 60)
    assert clock.now().year == before.year + 1
    assert clock.version > version
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 9}}}, "-5"),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "message": {"chat": {"id": -5}}}}, "-5"),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, "9"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -5}, "from": {"id": 9}}}, "-5"),
        ({"update_id": 1, "message_reaction": {"chat": {"id": -5}, "user": {"id": 9}}}, "-5"),
        ({"update_id": 1, "poll_answer": {"user": {"id": 9}}}, "9"),
        ({"update_id": 1, "something_new": {"of": "the future"}}, "0"),
        ({"update_id": 1}, "0"),
    ],
)
def test_the_lane_is_the_chat_else_the_person(update: dict[str, Any], lane: str) -> None:
    assert lane_of(update) == lane
