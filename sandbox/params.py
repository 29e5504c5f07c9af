"""A Bot API request as sent (query, form, JSON or multipart) → named parameters of the schema's types."""

import json
import math
import mimetypes
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from typing import Any
from urllib.parse import parse_qsl

from sandbox import schema
from sandbox.errors import bad_request

Json = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file sent with a request."""

    name: str
    mime: str
    body: bytes


def read(query: str, content_type: str, body: bytes) -> tuple[Json, dict[str, Upload]]:
    """Raw parameters (strings, or JSON values if the body was JSON) and uploads by field name."""
    raw: Json = dict(parse_qsl(query, keep_blank_values=True))
    uploads: dict[str, Upload] = {}
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json" and body.strip():
        try:
            sent = json.loads(body)
        except ValueError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(sent, dict):
            raise bad_request("JSON object expected")
        raw.update(sent)
    elif kind == "application/x-www-form-urlencoded":
        raw.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    elif kind == "multipart/form-data":
        uploads = _multipart(content_type, body, raw)
    return raw, uploads


def _multipart(content_type: str, body: bytes, raw: Json) -> dict[str, Upload]:
    envelope = Message()
    envelope["Content-Type"] = content_type
    boundary = envelope.get_boundary()
    if boundary is None:
        raise bad_request("boundary of multipart/form-data is missing")
    uploads = {}
    for piece in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        head, parted, content = piece.partition(b"\r\n\r\n")
        if not parted:
            continue
        headers = HeaderParser().parsestr(head.decode("utf-8", "replace").lstrip())
        name = str(headers.get_param("name", "", "content-disposition"))
        filename = headers.get_filename()
        if filename is None and headers.get_content_type() in ("text/plain", "application/json"):
            raw[name] = content.decode("utf-8", "replace")
        else:
            mime = headers.get_content_type()
            guessed = mimetypes.guess_type(filename or "")[0] if mime == "application/octet-stream" else None
            uploads[name] = Upload(filename or name, guessed or mime, content)
    return uploads


def check(method: str, raw: Json, uploads: dict[str, Upload]) -> Json:
    """Parameters of the schema, typed and within its limits. Unknown ones are ignored, as Telegram does.

    Raises BotApiError 400 in Telegram's words where it has its own.
    """
    params = {}
    for name, fact in (schema.params_of(method) or {}).items():
        if name in uploads and "InputFile" in fact["type"]:
            params[name] = f"attach://{name}"
            continue
        value = raw.get(name)
        if value is None or (value == "" and not fact["required"]):
            if fact["required"]:
                raise _absent(name)
            continue
        params[name] = _typed(name, fact["type"], value)
        _limit(name, fact, params[name])
    return params


def _absent(name: str) -> Exception:
    words = {
        "chat_id": "chat_id is empty",
        "text": "message text is empty",
        "photo": "there is no photo in the request",
        "document": "there is no document in the request",
        "voice": "there is no voice in the request",
        "user_id": "invalid user_id specified",
        "message_id": "message identifier is not specified",
        "file_id": "file_id is not specified",
        "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    }
    return bad_request(words.get(name, f'parameter "{name}" is required'))


def _typed(name: str, kind: str, value: Any) -> Any:
    if kind == "Integer":
        return _integer(name, value)
    if kind == "Boolean":
        return str(value).lower() in ("true", "yes", "1")
    if kind == "Float":
        return _number(name, value)
    if kind in ("String", "InputFile or String", "InputFile"):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if kind == "Integer or String":
        text = str(value).strip()
        return int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() else text
    return _object(name, kind, value)


def _integer(name: str, value: Any) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not (text.lstrip("-").isascii() and text.lstrip("-").isdigit()):
        raise bad_request(f'field "{name}" must be of type Integer')
    return int(text)


def _number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise bad_request(f'field "{name}" must be of type Float')
    return number


def _object(name: str, kind: str, value: Any) -> Any:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {_spoken(name)} JSON object") from None
    if name == "reply_markup":
        return value  # keyboards have Telegram's own wordings: see keyboards.py
    if value in ({}, []) and kind != "Array of ReactionType":
        return value
    wrong = schema.problems(kind, _as_declared(value), name)
    wrong = [problem for problem in wrong if " has no such field" not in problem]
    if wrong:
        raise bad_request(f"can't parse {_spoken(name)}: {wrong[0]}")
    return value


def _as_declared(value: Any) -> Any:
    """Clients send null for what they leave out."""
    if isinstance(value, dict):
        return {key: _as_declared(item) for key, item in value.items() if item is not None}
    return [_as_declared(item) for item in value] if isinstance(value, list) else value


def _spoken(name: str) -> str:
    return {"reply_markup": "reply keyboard markup", "entities": "message entities"}.get(name, name.replace("_", " "))


def _limit(name: str, fact: Json, value: Any) -> None:
    if "max" not in fact:
        return
    size = schema.size_in(fact["unit"], value)
    if name in ("text", "caption", "media"):
        return  # counted where they are used: after the markup is parsed, and as the items of an album
    if size > fact["max"]:
        raise bad_request(f"{_spoken(name)} is too long")
    if size < fact["min"]:
        raise bad_request(f"{_spoken(name)} must be non-empty")
