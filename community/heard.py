"""A message as the actions receive it: plain values, no library's types."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, by Telegram's user id."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Heard:
    """One message.

    place: our id of the group it was said in; None in private. at: aware UTC. reply_to: the message it answers.
    media: {"type": "photo|voice|location|contact|document", "file_id"? , "latitude"?, "longitude"?, "phone"?}.
    """

    speaker: Speaker
    place: str | None
    chat_id: int
    message_id: int
    at: datetime
    text: str
    media: tuple[Mapping[str, Any], ...] = ()
    reply_to: int | None = None
