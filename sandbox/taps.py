"""Pressing inline buttons."""

import asyncio
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox import speaking
from sandbox.ask import Ask
from sandbox.errors import ControlError
from sandbox.people import Person, Post, Room
from sandbox.posting import find_whisper
from sandbox.queries import ANSWER_SECONDS, Query

Json = dict[str, Any]
_DECORATION = re.compile(r"[^\w+]+")


async def tap(ask: Ask) -> Json:
    """POST /sandbox/tap: presses by label or by data; waits at most 15 s for the bot's answer."""
    person = ask.person()
    room = ask.room_of(person)
    post = _target(ask, person, room)
    if not post.seen_by(person.id):
        raise ControlError(409, "not_visible", name=person.name)
    button = _find(post, ask.text("button"))
    _follow_hint(ask, person, room, button["text"])
    if "url" in button:
        return {"answer": None, "opened": _open(ask, person, button["url"])}
    if "copy_text" in button:
        return {"answer": None, "copied": button["copy_text"]["text"]}
    if "callback_data" not in button:
        raise ControlError(409, "not_tappable", button=button["text"])
    return {"answer": await _press(ask, person, room, post, button["callback_data"])}


def _follow_hint(ask: Ask, person: Person, room: Room, label: str) -> None:
    """Whoever presses what the hint asks for has done as it says: its next sentence comes, or none."""
    hint = ask.world.meta["hint"] or {}
    here = hint.get("user") in (None, person.id) and hint.get("chat") in (None, room.id)
    if here and hint.get("button") and hint["button"] in label:
        ask.world.set("hint", {"text": hint["then"]} if hint.get("then") else None)


def _target(ask: Ask, person: Person, room: Room) -> Post:
    if not ask.has("ephemeral_message_id"):
        return ask.post(room)
    number = ask.integer("ephemeral_message_id")
    whisper = find_whisper(ask.world, room, number, person.id)
    if whisper is None:
        raise ControlError(404, "no_message", message_id=number)
    return whisper


def _find(post: Post, wanted: str) -> Json:
    """The button with that label, else the only one whose label contains it, else a press with that very data."""
    buttons: list[Json] = [
        button for row in post.body.get("reply_markup", {}).get("inline_keyboard", []) for button in row
    ]
    exact = [button for button in buttons if button["text"] == wanted]
    if exact:
        return exact[0]
    by_data = [button for button in buttons if button.get("callback_data") == wanted]
    if by_data:
        return by_data[0]
    plain = [button for button in buttons if _DECORATION.sub("", button["text"]) == _DECORATION.sub("", wanted) != ""]
    near = plain if len(plain) == 1 else [button for button in buttons if wanted and wanted in button["text"]]
    if len(near) == 1:
        return near[0]
    labels = "、".join(button["text"] for button in buttons) or "–"
    if near:
        raise ControlError(409, "several_buttons", button=wanted, labels=labels)
    if _looks_like_data(wanted):
        return {"text": wanted, "callback_data": wanted}
    raise ControlError(409, "no_button", button=wanted, labels=labels)


def _looks_like_data(wanted: str) -> bool:
    """Button data is ASCII without spaces and labels are Chinese: so an old client's press isn't taken for a typo."""
    return wanted.isascii() and wanted.isprintable() and " " not in wanted and 1 <= len(wanted) <= 64


async def _press(ask: Ask, person: Person, room: Room, post: Post, data: str) -> Json | None:
    world = ask.world
    number = str(world.next("query"))
    query = Query(number, person.id, room.id, 0 if post.ephemeral else post.id, world.clock.seconds(),
                  asyncio.get_running_loop().create_future())  # fmt: skip
    world.queries.add(query)
    body = {
        "id": number,
        "from": person.user(),
        "message": post.body,
        "chat_instance": str(abs(room.id) * 31),
        "data": data,
    }
    if room.has(world.bot_id) and not person.blocked:
        world.updates.push("callback_query", body, f"presser{person.id}")
    world.commit()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await asyncio.shield(query.answer)
    except TimeoutError:
        query.settle(None)
        return None


def _open(ask: Ask, person: Person, url: str) -> str:
    """What a phone does with a link: one to the bot starts it with its payload, any other is just opened.

    One that brings the bot into a group needs a choice of the group, so it is left to whoever holds the phone.
    """
    parts = urlsplit(url)
    ours = (
        parts.netloc.lower() in ("t.me", "telegram.me")
        and parts.path.strip("/").lower() == ask.world.bot_username.lower()
    )
    asked = parse_qs(parts.query, keep_blank_values=True)
    if ours and "startgroup" not in asked:
        payload = asked.get("start", [""])[0]
        speaking.start(ask.world, person, payload)
    return url
