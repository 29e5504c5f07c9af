"""/bot<token>/<method> and /file/bot<token>/<path>: the Bot API over HTTP."""

import logging
import mimetypes
import time
from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox import params, schema
from sandbox.errors import BotApiError, bad_request
from sandbox.faults import Fault
from sandbox.methods import bot, chats, ephemeral, messages, reacting, receiving, sending  # noqa: F401 - they register
from sandbox.params import Upload
from sandbox.registry import Call, served
from sandbox.world import World

Json = dict[str, Any]
_SHOWN = 4096
_log = logging.getLogger(__name__)
Hangup = Callable[[Request], None]


class BotApi:
    """Answers the bot's requests; `hangup` closes a request's connection without an answer."""

    def __init__(self, world: World, hangup: Hangup) -> None:
        self._world = world
        self._hangup = hangup

    async def method(self, request: Request) -> Response:
        """One call, checked, perhaps struck by a fault, performed, written down and answered."""
        started = time.perf_counter()
        name = schema.method_name(request.path_params["method"])
        if request.path_params["token"] != self._world.token:
            return _answer(BotApiError(401, "Unauthorized").body())
        if name is None:
            return _answer(BotApiError(404, "Not Found").body())
        sent: Json = {}
        uploads: Mapping[str, Upload] = {}
        fault: Fault | None = None
        try:
            sent, uploads = params.read(
                request.url.query, request.headers.get("content-type", ""), await request.body()
            )
            fault = self._world.faults.for_call(name, sent.get("chat_id"))
            answer: Json | None = await self._struck(name, sent, uploads, fault)
        except BotApiError as error:
            answer = error.body()
        except Exception:  # noqa: BLE001 - a mistake of ours must look like Telegram's own, and be told on the terminal
            _log.exception("%s failed", name)
            answer = BotApiError(500, "Internal Server Error").body()
        self._world.journal.add(name, _shown(sent, uploads), answer, (time.perf_counter() - started) * 1000)
        self._world.commit()
        if answer is None:
            self._hangup(request)
            return Response(status_code=504)
        return _answer(answer)

    async def _struck(self, name: str, sent: Json, uploads: Mapping[str, Upload], fault: Fault | None) -> Json | None:
        """The answer, or None if a fault leaves the caller without one."""
        if fault is not None and fault.kind == "429":
            raise BotApiError(429, f"Too Many Requests: retry after {fault.retry_after}", retry_after=fault.retry_after)
        if fault is not None and fault.kind == "5xx":
            raise BotApiError(502, "Bad Gateway")
        if fault is not None and fault.kind == "timeout":
            await self._world.bell.until(lambda: False, fault.seconds)
            return None
        result = await perform(self._world, name, sent, uploads)
        if fault is not None and fault.kind == "5xx_after":
            raise BotApiError(502, "Bad Gateway")
        return None if fault is not None else {"ok": True, "result": result}

    async def file(self, request: Request) -> Response:
        """A stored file's bytes."""
        if request.path_params["token"] != self._world.token:
            return _answer(BotApiError(401, "Unauthorized").body())
        body = self._world.store.blob(request.path_params["path"])
        if body is None:
            return _answer(BotApiError(404, "Not Found").body())
        return Response(body, media_type="application/octet-stream")


async def shown_file(world: World, request: Request) -> Response:
    """GET /sandbox/file/<file_id>: a picture or sound for the page, which knows no token."""
    known = world.files.get(request.path_params["file_id"])
    body = world.store.blob(known["file_path"]) if known else None
    if known is None or body is None:
        return PlainTextResponse("Not Found", status_code=404)
    kind = mimetypes.guess_type(known["file_path"])[0] or ""
    safe = kind if kind.startswith(("image/", "audio/")) and "svg" not in kind else "application/octet-stream"
    return Response(body, media_type=safe, headers={"X-Content-Type-Options": "nosniff"})


async def perform(world: World, name: str, sent: Json, uploads: Mapping[str, Upload]) -> Any:
    """Checks the parameters and does what the method does; raises BotApiError."""
    function = served.get(name)
    if function is None:
        raise bad_request(f"method {name} is not served by the sandbox")
    return await function(Call(world, name, params.check(name, sent, dict(uploads)), uploads))


def _shown(sent: Json, uploads: Mapping[str, Upload]) -> Json:
    """Parameters as the journal keeps them: long texts cut, files by name and size."""
    files = {field: f"{upload.name} ({len(upload.body)} bytes)" for field, upload in uploads.items()}
    return {field: value[:_SHOWN] if isinstance(value, str) else value for field, value in sent.items()} | files


def _answer(body: Json) -> JSONResponse:
    return JSONResponse(body, status_code=200 if body["ok"] else body["error_code"])
