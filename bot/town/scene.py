"""The little scene that a new town plays by itself, so that the viewer knows what to tap."""

import asyncio
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

from bot.town.data import HERE, Town, read_town

log = structlog.get_logger(__name__)
PATIENCE = 120.0  # seconds that the scene waits for the bot before it gives up
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: somebody says something, a card is waited for, or the viewer is asked to act.

    home: whose group it is said in; empty: to the bot alone. button: of the card that is waited for or that the viewer
    is to tap. then: what the viewer is told after that. pause: seconds before it.
    """

    who: str
    say: str = ""
    home: str = ""
    wait: str = ""
    hint: str = ""
    button: str = ""
    then: str = ""
    pause: float = 0.0


def read_scene() -> tuple[Step, ...]:
    """The steps of `bot/town/scene.toml`."""
    written = tomllib.loads((HERE / "scene.toml").read_text(encoding="utf-8"))
    return tuple(Step(**step) for step in written["steps"])


def group_of(town: Town, home: str) -> str:
    """The title of the group of `home`, e.g. "BY3"."""
    community = next(one for one in town.communities if one.code == home[:2])
    return f"{community.name}{community.grids[int(home[2:]) - 1]}群"


async def play_scene(url: str, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Play the scene in the sandbox at `url`; returns once the viewer has tapped, or when a card never comes."""
    town = read_town()
    async with httpx.AsyncClient(base_url=url, timeout=60, trust_env=False) as http:
        stage = _Stage(http, town)
        await stage.look_around()
        for step in read_scene():
            await sleep(step.pause)
            if step.say:
                await stage.say(step)
            elif step.wait and not await stage.until_button(step.who, step.wait, there=True, patience=PATIENCE):
                return
            elif step.hint:
                await stage.hint(step)


class Scene:
    """Plays the scene beside everything else; when it can't go on, it is over and nothing else suffers."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def run(self) -> None:
        """Play it once."""
        try:
            await play_scene(self._url)
        except (httpx.HTTPError, LookupError) as error:
            log.warning("scene.broken_off", error=repr(error))


class _Stage:
    """The sandbox, spoken to by the names of its people and groups."""

    def __init__(self, http: httpx.AsyncClient, town: Town) -> None:
        self._http = http
        self._town = town
        self._people: dict[str, int] = {}
        self._groups: dict[str, int] = {}

    async def look_around(self) -> None:
        world = await self._get("world")
        self._people = {one["name"]: one["id"] for one in world["users"]}
        self._groups = {one["title"]: one["id"] for one in world["chats"] if one["type"] != "private"}

    async def say(self, step: Step) -> None:
        user = self._people[step.who]
        chat = self._groups[group_of(self._town, step.home)] if step.home else user
        await self._post("say", {"user": user, "chat": chat, "text": step.say})

    async def hint(self, step: Step) -> None:
        """Ask the viewer to tap, until the button is gone; who tapped it has seen the next hint already."""
        user = self._people[step.who]
        asked = {"text": step.hint, "user": user, "chat": user, "button": step.button, "then": step.then}
        await self._post("hint", asked)
        await self.until_button(step.who, step.button, there=False, patience=None)
        if (await self._get("world"))["hint"] == asked:
            await self._post("hint", {})

    async def until_button(self, who: str, label: str, *, there: bool, patience: float | None) -> bool:
        """Whether in `who`'s private chat a button like `label` came (or, with `there` False, went) in time."""
        loop = asyncio.get_running_loop()
        end = loop.time() + patience if patience is not None else None
        version = -1
        while end is None or loop.time() < end:
            if await self._offers(who, label) is there:
                return True
            version = (await self._get("changes", after=version, timeout=5))["version"]
        return False

    async def _offers(self, who: str, label: str) -> bool:
        user = self._people[who]
        found = await self._get("messages", chat=user, user=user)
        rows = [row for one in found["messages"] for row in one.get("reply_markup", {}).get("inline_keyboard", [])]
        return any(label in button["text"] for row in rows for button in row)

    async def _get(self, call: str, **params: Any) -> Json:
        answer = await self._http.get(f"/sandbox/{call}", params=params)
        found: Json = answer.raise_for_status().json()
        return found

    async def _post(self, call: str, body: Json) -> None:
        (await self._http.post(f"/sandbox/{call}", json=body)).raise_for_status()
