"""The server as a whole: one port with the Bot API, the control interface and the page."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from sandbox import page_files
from sandbox.api import BotApi, shown_file
from sandbox.control import Control
from sandbox.stepping import Stepper
from sandbox.webhook import Deliveries
from sandbox.words import word
from sandbox.world import World

_TICK_SECONDS = 1.0
_MOST_BYTES = 50 * 1024 * 1024
_VERBS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


@dataclass(frozen=True)
class Running:
    """A sandbox that answers at `url`."""

    url: str
    world: World


class _Lines:
    """Open connections by the peer's address, so that a fault can cut one off."""

    def __init__(self) -> None:
        self._open: dict[Any, asyncio.Transport] = {}

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's HTTP protocol, which also notes its connection here."""
        lines = self._open

        class Noted(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                lines[transport.get_extra_info("peername")] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                lines.pop(self.transport.get_extra_info("peername"), None)
                super().connection_lost(exc)

        return Noted

    def hangup(self, request: Request) -> None:
        """Cuts the connection of this request, unanswered."""
        transport = self._open.get(tuple(request.client) if request.client else None)
        if transport is not None:
            transport.abort()


def application(world: World, lines: _Lines) -> Starlette:
    """All routes."""
    bot_api = BotApi(world, lines.hangup)
    control = Control(world, Stepper(world))
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", _sized(bot_api.method), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", bot_api.file),
            Route("/sandbox/file/{file_id}", partial(shown_file, world)),
            Route("/sandbox/{path:path}", _sized(control), methods=_VERBS),
            Route("/", page_files.index),
            Route("/page/{path:path}", page_files.file),
        ]
    )


def _sized(endpoint: Any) -> Any:
    async def checked(request: Request) -> Response:
        if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
            return JSONResponse({"ok": False, "error_code": 413, "description": "Request Entity Too Large",
                                 "error": word("too_big")}, status_code=413)  # fmt: skip
        answer: Response = await endpoint(request)
        return answer

    return checked


class _Server(uvicorn.Server):
    """Leaves signals to the caller, and ends the long polls before it waits for connections."""

    world: World

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.world.wake()
        await super().shutdown(sockets)


def bind(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1: that port, else the next free one; 0 is any."""
    for candidate in range(port, port + 100 if port else 1):
        listener = socket.socket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # so that asyncio sets TCP_NODELAY
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
        except OSError:
            listener.close()
            continue
        listener.listen(128)
        return listener
    raise OSError(f"no free port from {port} on")


@contextlib.asynccontextmanager
async def running(data: Path, *, port: int = 0, token: str, start: str | None = None) -> AsyncIterator[Running]:
    """A sandbox on its data folder, in this process, until the context ends.

    `start` (ISO with zone) is a new world's first moment. The socket listens already, so the url answers at once.
    """
    world = World(data, token, start)
    lines = _Lines()
    listener = bind(port)
    config = uvicorn.Config(
        application(world, lines),
        http=lines.protocol(),
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_keep_alive=75,  # longer than clients keep idle connections, or they would meet closed ones
        timeout_graceful_shutdown=5,
    )
    server = _Server(config)
    server.world = world
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    busy = [asyncio.create_task(_tick(world)), asyncio.create_task(Deliveries(world).run())]
    try:
        yield Running(f"http://127.0.0.1:{listener.getsockname()[1]}", world)
    finally:
        for task in busy:
            task.cancel()
        server.should_exit = True
        await asyncio.gather(*busy, return_exceptions=True)
        await serving
        listener.close()
        world.close()


async def _tick(world: World) -> None:
    """Keeps the clock on disk and gives up on presses that nobody answered."""
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        world.queries.expire(world.clock.seconds())
        world.commit()
