"""Telegram on paper: what people do is a line in one file, what the bot sends is a line in another.

A line is written in one system call, so it is there whole or not at all however its writer ends; and no server has to
be started for each of a thousand short lives.
"""

import json
import os
from pathlib import Path
from typing import Any

from tests.gates.audit import Sent, broadcast_in, offered_order

Json = dict[str, Any]
BATCH = 100


class Pages:
    """A file of JSON lines, read on from where one stopped."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        self._read = 0
        self._rest = b""

    def add(self, line: Json) -> None:
        """Write a line."""
        os.write(self._file, json.dumps(line).encode() + b"\n")

    def more(self) -> list[Json]:
        """The lines since the last look."""
        found = os.pread(self._file, 10_000_000, self._read)
        self._read += len(found)
        *lines, self._rest = (self._rest + found).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """Put it away."""
        os.close(self._file)


class Paper:
    """Telegram as the bot sees it, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._sent, self._said = Pages(folder / "sent"), Pages(folder / "said")
        self._confirmed = os.open(folder / "confirmed", os.O_RDWR | os.O_CREAT, 0o600)
        self._updates: list[Json] = []
        self._messages = len(self._sent.more())

    def take(self, method: str, params: Json) -> Any:
        """Do what the bot asks for; the result of the call."""
        self._messages += 1
        self._sent.add({"method": method, "message_id": self._messages, **params})
        if not method.startswith("send"):
            return True
        chat = {"id": int(params["chat_id"]), "type": "private" if int(params["chat_id"]) > 0 else "supergroup"}
        return {"message_id": self._messages, "date": 1_795_000_000, "chat": chat, "text": "…"}

    def updates(self, offset: int | None) -> list[Json]:
        """getUpdates: what is below `offset` is confirmed and never given again."""
        if offset is not None:
            os.pwrite(self._confirmed, offset.to_bytes(8, "big"), 0)
        first = int.from_bytes(os.pread(self._confirmed, 8, 0), "big")
        self._updates += self._said.more()
        self._updates = [update for update in self._updates if update["update_id"] >= first]
        return self._updates[:BATCH]


class Phones:
    """Telegram as people see it, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._sent, self._said = Pages(folder / "sent"), Pages(folder / "said")
        self._count = 0

    def say(self, user: int, chat: int, text: str) -> int:
        """Somebody writes in a group; the message's id."""
        where = {"id": chat, "type": "supergroup", "title": "网格群"}
        number = self._count + 1
        self._put(message={"message_id": number, "date": 0, "chat": where, "from": _person(user), "text": text})
        return number

    def press(self, user: int, message: int, data: str) -> None:
        """Somebody presses a button in private."""
        shown = {"message_id": message, "date": 0, "chat": {"id": user, "type": "private"}}
        query = {"id": str(self._count), "from": _person(user), "chat_instance": "1", "data": data, "message": shown}
        self._put(callback_query=query)

    def sees(self) -> list[Sent]:
        """New messages since the last look."""
        return [
            Sent(
                chat := int(call["chat_id"]),
                call["message_id"],
                offered_order(call.get("reply_markup")),
                broadcast_in(chat, call.get("text")),
            )
            for call in self._sent.more()
            if call["method"].startswith("send")
        ]

    def close(self) -> None:
        """Put them away."""
        self._sent.close()
        self._said.close()

    def _put(self, **body: Json) -> None:
        self._count += 1
        self._said.add({"update_id": self._count, **body})


def _person(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": f"邻居{user}"}
