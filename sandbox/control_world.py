"""Control calls that look at the world and set it up."""

from typing import Any

from sandbox import faults
from sandbox.ask import Ask
from sandbox.errors import ControlError
from sandbox.faults import Fault
from sandbox.people import Person, Post, Room
from sandbox.words import word
from sandbox.world import World

Json = dict[str, Any]


def world(ask: Ask) -> Json:
    """GET /sandbox/world: now, ready, people, chats, the bot, the hint, who spoke last in a grid group."""
    held = ask.world
    bot_facts = {"id": held.bot_id, "username": held.bot_username, "name": held.bot_name}
    return {
        "now": held.clock.now().isoformat(),
        "ready": bool(held.meta["seeded"]) and held.updates.present,
        "users": [_person(person) for person in held.people.values()],
        "chats": [_room(held, room) for room in held.rooms.values() if room.migrated_to is None],
        "bot": bot_facts | {"privacy": bool(held.meta["bot"].get("privacy"))},
        "version": held.meta["version"],
        "hint": held.meta["hint"],
        "talk": held.meta["talk"],
    }


def _person(person: Person) -> Json:
    shown: Json = {"id": person.id, "name": person.name, "role": person.role, "started": person.started}
    if person.username:
        shown["username"] = person.username
    return shown | ({"blocked": True, "unreachable": True} if person.blocked else {})


def _room(held: World, room: Room) -> Json:
    members = [user for user in room.present() if user != held.bot_id]
    shown: Json = {"id": room.id, "type": room.type, "title": room.title, "kind": room.kind, "members": members}
    admins = [user for user in members if room.led_by(user)]
    return shown | {"admins": admins, "bot": room.has(held.bot_id), "bot_admin": room.led_by(held.bot_id)}


def messages(ask: Ask) -> Json:
    """GET /sandbox/messages?chat=&user=&after=&limit=: the chat as that person's phone shows it, oldest first."""
    person = ask.person()
    room = ask.room_of(person)
    after, limit = ask.integer("after", 0), max(1, ask.integer("limit", 200))
    held = ask.world
    posts = [post for number, post in held.posts.get(room.id, {}).items() if number > after]
    posts += held.whispers.get(room.id, {}).values()
    seen = sorted((post for post in posts if post.seen_by(person.id)), key=lambda post: post.body["date"])[-limit:]
    answer: Json = {"messages": [_message(post) for post in seen]}
    return answer | ({"keyboard": room.keyboard} if room.keyboard else {})


def _message(post: Post) -> Json:
    reactions = [{"emoji": emoji, "by": user} for user, chosen in post.reactions.items() for emoji in chosen]
    return post.body | {"reactions": reactions, "edited": post.edited, "pinned": post.pinned, "silent": post.silent}


async def changes(ask: Ask) -> Json:
    """GET /sandbox/changes?after=V&timeout=25: answers once something visible differs from version V."""
    held, after = ask.world, ask.integer("after", -1)
    await held.bell.until(lambda: held.meta["version"] != after, ask.number("timeout", 25.0))
    return {"version": held.meta["version"]}


def calls(ask: Ask) -> Json:
    """GET /sandbox/calls?after=&limit=: Bot API calls after that sequence number, oldest first."""
    return {"calls": ask.world.journal.after(ask.integer("after", 0), max(1, ask.integer("limit", 5000)))}


def seeded(ask: Ask) -> Json:
    """POST /sandbox/seeded: the town is in place."""
    ask.world.set("seeded", True)
    return {"ok": True}


def hint(ask: Ask) -> Json:
    """POST /sandbox/hint {"text", "user"?, "chat"?, "button"?, "then"?}; {} clears it, pressing the button too.

    `then` is the hint that follows the press.
    """
    names = ("text", "user", "chat", "button", "then")
    wanted = {name: ask.fields[name] for name in names if ask.fields.get(name) is not None}
    if wanted:
        ask.text("text")
    ask.world.set("hint", wanted or None)
    return {"ok": True}


def bot(ask: Ask) -> Json:
    """POST /sandbox/bot {"privacy"?, "name"?, "username"?, "limits"?}: as set with BotFather; limits false: no 429."""
    settings = dict(ask.world.meta["bot"])
    if "privacy" in ask.fields:
        settings["privacy"] = ask.flag("privacy", False)
    for name in ("name", "username"):
        if ask.has(name):
            settings[name] = ask.text(name).lstrip("@")
    ask.world.limits.on = ask.flag("limits", ask.world.limits.on)
    ask.world.set("bot", settings)
    return {"ok": True}


def update(ask: Ask) -> Json:
    """POST /sandbox/update {"update": {...}}: queues a raw update, of any kind, whatever allowed_updates says."""
    raw = ask.fields.get("update")
    if not isinstance(raw, dict) or not [name for name in raw if name != "update_id"]:
        raise ControlError(400, "bad_field", field="update", problem=word("want_object"))
    kind = next(name for name in raw if name != "update_id")
    return {"update_id": ask.world.updates.inject(kind, raw[kind])}


def plant_fault(ask: Ask) -> Json:
    """POST /sandbox/faults {"kind", "method"?, "chat"?, "rate" | "count", "retry_after"?, "seconds"?}; alone: once."""
    fault = Fault(ask.one_of("kind", faults.KINDS), ask.text("method", "") or None)
    fault.chat = ask.integer("chat") if ask.has("chat") else None
    if ask.has("rate"):
        fault.rate = ask.number("rate")
    else:
        fault.count = ask.integer("count", 1)
    if not 0 < (fault.rate if fault.rate is not None else 1) <= 1 or (fault.count is not None and fault.count < 1):
        raise ControlError(400, "rate_or_count")
    fault.retry_after = ask.integer("retry_after", 3)
    fault.seconds = ask.number("seconds", 60.0)
    ask.world.faults.plant(fault)
    return {"ok": True}


def clear_faults(ask: Ask) -> Json:
    """DELETE /sandbox/faults: everything works again."""
    ask.world.faults.clear()
    return {"ok": True}
