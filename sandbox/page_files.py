"""The web page's files."""

import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

_FOLDER = Path(__file__).parent / "page"
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html",
          ".svg": "image/svg+xml",
          ".woff2": "font/woff2", ".json": "application/json", ".webmanifest": "application/manifest+json"}  # fmt: skip


async def index(_request: Request) -> Response:
    """GET /."""
    return _send("index.html")


async def file(request: Request) -> Response:
    """GET /page/<file>."""
    return _send(request.path_params["path"])


def _send(path: str) -> Response:
    found = (_FOLDER / path).resolve()
    if not found.is_relative_to(_FOLDER.resolve()) or not found.is_file():
        return PlainTextResponse("Not Found", status_code=404)
    kind = _TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    return FileResponse(found, media_type=kind, headers={"Cache-Control": "no-cache"})
