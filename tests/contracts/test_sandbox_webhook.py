"""Updates brought to the bot's own address, with its secret, in order, again until they are taken."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tests.contracts.sandbox_kit import Refused, Town, check_update


class Hook:
    """A bot's web server: keeps what it is sent, answers with `status`."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.status = 200
        self.arrived = asyncio.Event()
        self.hold = asyncio.Event()
        self.hold.set()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, many requests."""
        while head := await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b"":
            lines = head.decode().split("\r\n")[1:-2]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            self.requests.append((headers, body))
            self.arrived.set()
            await self.hold.wait()
            writer.write(f"HTTP/1.1 {self.status} X\r\nContent-Length: 0\r\n\r\n".encode())
            await writer.drain()

    async def received(self, count: int) -> list[dict[str, Any]]:
        """Waits for that many requests; their bodies."""
        while len(self.requests) < count:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), 10)
        return [body for _, body in self.requests]


@asynccontextmanager
async def listening() -> AsyncIterator[Hook]:
    """A bot's web server that the sandbox doesn't know of yet."""
    hook = Hook()

    async def safely(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await hook.serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(safely, "127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield hook
    finally:
        server.close()


@asynccontextmanager
async def hooked(town: Town, **options: Any) -> AsyncIterator[Hook]:
    """A bot that asked for a webhook."""
    async with listening() as hook:
        await town.bot("setWebhook", url=hook.url, **options)
        try:
            yield hook
        finally:
            await town.bot("deleteWebhook")


async def emptied(town: Town) -> None:
    """Waits until every update was taken."""
    assert await town.world.bell.until(lambda: not town.world.updates.pending(), 10)


async def test_updates_arrive_with_the_secret_and_then_are_gone(town: Town) -> None:
    resident = await town.person("王阿姨")
    async with hooked(town, secret_token="s3cret", max_connections=5) as hook:
        await town.says(resident, resident, "在吗")
        (update,) = await hook.received(1)
        check_update(update)
        assert update["message"]["text"] == "在吗"
        assert hook.requests[0][0]["x-telegram-bot-api-secret-token"] == "s3cret"
        await emptied(town)
        info = await town.bot("getWebhookInfo")
        assert (info["url"], info["max_connections"], info["pending_update_count"]) == (hook.url, 5, 0)
        with pytest.raises(Refused, match="can't use getUpdates method while webhook is active"):
            await town.bot("getUpdates")
    assert await town.bot("getUpdates") == []


async def test_a_failing_bot_gets_the_same_update_again_and_order_holds(town: Town) -> None:
    resident = await town.person("王阿姨")
    async with hooked(town) as hook:
        hook.status = 500
        await town.says(resident, resident, "一")
        await town.says(resident, resident, "二")
        await hook.received(2)
        hook.status = 200
        await emptied(town)
        texts = [body["message"]["text"] for _, body in hook.requests]
        assert texts == ["一"] * (len(texts) - 1) + ["二"]
        assert "500" in (await town.bot("getWebhookInfo"))["last_error_message"]


async def test_chats_do_not_wait_for_each_other(town: Town) -> None:
    first, second = await town.person("王阿姨"), await town.person("小李")
    async with hooked(town) as hook:
        hook.hold.clear()
        await town.says(first, first, "一")
        await town.says(first, first, "还是我")
        await town.says(second, second, "二")
        bodies = await hook.received(2)
        assert sorted(body["message"]["text"] for body in bodies) == ["一", "二"]
        hook.hold.set()
        await emptied(town)
        assert [body["message"]["text"] for _, body in hook.requests][-1] == "还是我"


async def test_the_clock_waits_for_what_the_webhook_has_not_taken(town: Town) -> None:
    resident = await town.person("王阿姨")
    async with hooked(town) as hook:
        hook.hold.clear()
        await town.says(resident, resident, "在吗")
        await hook.received(1)
        version = (await town.look("clock"))["version"]
        assert (await town.ask("clock/settled", version=version, next_due=None))["counted"] is False
        hook.hold.set()
        await emptied(town)
        assert (await town.ask("clock/settled", version=version, next_due=None))["counted"] is True


async def test_a_webhook_fault_delivers_twice(town: Town) -> None:
    resident = await town.person("王阿姨")
    async with hooked(town) as hook:
        await town.ask("faults", kind="duplicate")
        await town.says(resident, resident, "在吗")
        bodies = await hook.received(2)
        assert bodies[0] == bodies[1]


async def test_dropping_what_waits_and_bad_addresses(town: Town) -> None:
    resident = await town.person("王阿姨")
    await town.says(resident, resident, "旧话")
    async with hooked(town, drop_pending_updates=True) as hook:
        await town.says(resident, resident, "新话")
        assert [body["message"]["text"] for body in await hook.received(1)] == ["新话"]
        await emptied(town)
    for url, options in (("ftp://x", {}), ("https://example.org", {"max_connections": 101})):
        with pytest.raises(Refused, match="Bad Request: bad webhook"):
            await town.bot("setWebhook", url=url, **options)
