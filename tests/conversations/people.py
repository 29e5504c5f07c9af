"""People as tests know them: they speak, tap, edit and look at their phones, over the control interface."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]

PATIENCE = 20.0  # seconds that a person waits for what must come
POLL = 2.0


class NeverCame(AssertionError):
    """What a person waited for did not come in time."""


@dataclass
class World:
    """The sandbox, asked over HTTP."""

    http: httpx.AsyncClient

    async def get(self, path: str, **params: Any) -> Json:
        """GET, which must succeed."""
        answer = await self.http.get(f"/sandbox/{path}", params=params)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found

    async def post(self, path: str, **body: Any) -> Json:
        """POST, which must succeed."""
        answer = await self.http.post(f"/sandbox/{path}", json=body)
        assert answer.is_success, answer.text
        found: Json = answer.json()
        return found

    async def until(self, look: Callable[[], Awaitable[Any]], what: str) -> Any:
        """What `look` finds, looked for again after every visible change. Raises NeverCame."""
        version, patience = -1, PATIENCE
        while True:
            found = await look()
            if found:
                return found
            answer = await self.get("changes", after=version, timeout=POLL)
            if answer["version"] == version:
                patience -= POLL
            version = answer["version"]
            if patience <= 0:
                raise NeverCame(what)

    async def passes(self, **delta: float) -> None:
        """Move the clock: days, hours, minutes, seconds. Everything due happens before this returns."""
        units = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}
        await self.post("clock", advance=sum(units[name] * value for name, value in delta.items()))


@dataclass
class Someone:
    """A person with a phone."""

    world: World
    id: int
    name: str
    group: int | None

    async def says(self, text: str = "", *, private: bool = False, **more: Any) -> int:
        """Write in the group (or to the bot alone); the message's id."""
        chat = self.id if private or self.group is None else self.group
        said = await self.world.post("say", user=self.id, chat=chat, text=text, **more)
        return int(said["message_id"])

    async def tells_bot(self, text: str = "", **more: Any) -> int:
        """Write to the bot alone."""
        return await self.says(text, private=True, **more)

    async def edits(self, message: int, text: str) -> None:
        """Change one's words in the group."""
        await self.world.post("edit", user=self.id, chat=self.group, message_id=message, text=text)

    async def deletes(self, message: int) -> None:
        """Take one's words in the group away."""
        await self.world.post("delete", user=self.id, chat=self.group, message_id=message)

    async def starts(self, payload: str = "") -> None:
        """Press START."""
        await self.world.post("members", chat=self.id, user=self.id, do="start", payload=payload)

    async def sees(self, *words: str, where: str = "anywhere") -> Json:
        """The newest message with all of `words`, waited for. where: "private", "group" or "anywhere"."""
        found: Json = await self.world.until(lambda: self._newest(words, where), f"{self.name}: {words}")
        return found

    async def sees_no_more(self, *words: str, where: str = "anywhere") -> None:
        """Wait until no message holds all of `words`."""

        async def gone() -> bool:
            return await self._newest(words, where) is None

        await self.world.until(gone, f"{self.name}: no {words}")

    async def has_button(self, label: str, where: str = "anywhere", *, of: str = "") -> Json:
        """The newest message with a button like `label`, waited for; `of`: what that message says."""
        found: Json = await self.world.until(lambda: self._with_button(label, where, of), f"{self.name}: [{label}]")
        return found

    async def has_no_button(self, label: str, where: str = "anywhere") -> None:
        """Wait until no message offers a button like `label`."""

        async def gone() -> bool:
            return await self._with_button(label, where) is None

        await self.world.until(gone, f"{self.name}: no [{label}]")

    async def taps(self, label: str, where: str = "anywhere", *, of: str = "") -> str:
        """Press the newest button like `label` (below what says `of`); the toast's text, "" if there was none."""
        return await self.taps_under(await self.has_button(label, where, of=of), label)

    async def taps_under(self, message: Json, label: str) -> str:
        """Press the button like `label` of this message as it was seen: its count may have grown on the way."""
        return await self.taps_on(message, data_of(message, label))

    async def taps_on(self, message: Json, button: str) -> str:
        """Press a button of this message by its label or its data, as an old client would even when it is gone."""
        chat = message["chat"]["id"]
        answer = await self.world.post("tap", user=self.id, chat=chat, message_id=message["message_id"], button=button)
        return str((answer["answer"] or {}).get("text", ""))

    async def phone(self, where: str = "anywhere") -> list[Json]:
        """Everything on this person's phone, oldest first."""
        chats = [chat for chat, name in ((self.id, "private"), (self.group, "group")) if where in (name, "anywhere")]
        found: list[Json] = []
        for chat in chats:
            if chat is not None:
                found += (await self.world.get("messages", chat=chat, user=self.id))["messages"]
        return sorted(found, key=lambda message: (message["date"], message["message_id"]))

    async def from_bot(self, where: str = "anywhere") -> list[Json]:
        """What the bot said."""
        return [message for message in await self.phone(where) if message.get("from", {}).get("is_bot")]

    async def reaction_on(self, message: int) -> str:
        """The bot's reaction on a message in the group, waited for."""

        async def look() -> str:
            for found in await self.phone("group"):
                if found["message_id"] == message and found["reactions"]:
                    return str(found["reactions"][0]["emoji"])
            return ""

        return str(await self.world.until(look, f"a reaction on {message}"))

    async def _newest(self, words: tuple[str, ...], where: str) -> Json | None:
        for message in reversed(await self.from_bot(where)):
            if all(word in text_of(message) for word in words):
                return message
        return None

    async def _with_button(self, label: str, where: str, of: str = "") -> Json | None:
        for message in reversed(await self.phone(where)):
            if of in text_of(message) and any(label in one for one in labels(message)):
                return message
        return None


def text_of(message: Json) -> str:
    """What a message says: text, caption, or the kind of thing it carries."""
    kinds = [kind for kind in ("photo", "location", "voice", "contact", "document") if kind in message]
    return str(message.get("text") or message.get("caption") or "") + "".join(f"[{kind}]" for kind in kinds)


def labels(message: Json) -> list[str]:
    """The labels of a message's inline buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def data_of(message: Json, label: str) -> str:
    """The data behind a button, as an old client remembers it; the whole label of one that opens a link."""
    rows = message["reply_markup"]["inline_keyboard"]
    found = next(button for row in rows for button in row if label in button["text"])
    return str(found.get("callback_data", found["text"]))
