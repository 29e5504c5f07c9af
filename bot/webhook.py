"""The webhook: Telegram posts updates to us, and is answered only when they are on disk."""

import hmac
import json
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.intake import Intake
from bot.serving import Serving
from bot.texts import terminal

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1_000_000  # bytes; an update is a few kilobytes


class Webhook:
    """Serves the path of the public `url` at `listen` (host:port)."""

    def __init__(self, intake: Intake, *, url: str, listen: str, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        app = Starlette(routes=[Route(urlsplit(url).path or "/", self._receive, methods=["POST"])])
        self._serving = Serving(app, listen, terminal.cannot_listen)

    async def run(self) -> None:
        """Serve until cancelled; then answer what is in hand. Raises Ending if the port cannot be had."""
        await self._serving.run()

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        await self._intake.take([update])
        return Response(status_code=200)


async def _body(request: Request) -> bytes | None:
    """What was posted; None if it is too large, whatever its length is said to be: no more of it is read then."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > _LARGEST:
            return None
    return bytes(body)
