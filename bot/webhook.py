"""The webhook: Telegram posts updates to us, and is answered only when they are on disk."""

import asyncio
import contextlib
import hmac
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ending import Code, Ending
from bot.intake import Intake
from bot.texts import terminal

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1_000_000  # bytes; an update is a few kilobytes


class _Server(uvicorn.Server):
    """Leaves the signals to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Webhook:
    """Serves the path of the public `url` at `listen` (host:port)."""

    def __init__(self, intake: Intake, *, url: str, listen: str, secret: str) -> None:
        host, _, port = listen.rpartition(":")
        self._intake = intake
        self._address = (host, int(port))
        self._secret = secret.encode()
        app = Starlette(routes=[Route(urlsplit(url).path or "/", self._receive, methods=["POST"])])
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False,
                                ws="none", timeout_graceful_shutdown=3)  # fmt: skip
        self._server = _Server(config)

    async def run(self) -> None:
        """Serve until cancelled; then answer what is in hand. Raises Ending if the port cannot be had."""
        try:
            listener = socket.create_server(self._address)
        except OSError:
            raise Ending(Code.LISTEN, terminal.cannot_listen("{}:{}".format(*self._address))) from None
        serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        try:
            await asyncio.shield(serving)
        finally:
            self._server.should_exit = True
            await serving
            listener.close()

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        if int(request.headers.get("content-length") or 0) > _LARGEST:
            return Response(status_code=413)
        try:
            update = await request.json()
        except ValueError:
            return Response(status_code=400)
        await self._intake.take([update])
        return Response(status_code=200)
