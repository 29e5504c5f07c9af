"""A small web server inside the program."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator

import uvicorn
from starlette.applications import Starlette

from bot.ending import Code, Ending


class _Server(uvicorn.Server):
    """Leaves the signals to the program around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Serving:
    """Serves `app` at `listen` (host:port). cannot: what is said if that can't be had."""

    def __init__(self, app: Starlette, listen: str, cannot: Callable[[str], str]) -> None:
        host, _, port = listen.rpartition(":")
        self._listen = listen
        self._address = (host, int(port))
        self._cannot = cannot
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False,
                                ws="none", timeout_graceful_shutdown=3)  # fmt: skip
        self._server = _Server(config)

    async def run(self) -> None:
        """Serve until cancelled; then answer what is in hand. Raises Ending if the port cannot be had."""
        try:
            listener = socket.create_server(self._address)
        except OSError:
            raise Ending(Code.LISTEN, self._cannot(self._listen)) from None
        serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        try:
            await asyncio.shield(serving)
        finally:
            self._server.should_exit = True
            await serving
            listener.close()
