"""What reaches the bot: privacy mode, administrators' updates, presence."""

from typing import Any

from sandbox.people import Post, Room
from sandbox.world import World

Json = dict[str, Any]


def hear(world: World, room: Room, post: Post, kind: str = "message") -> None:
    """Queues a person's message (or edit, by `kind`) if the bot may read it."""
    if post.by != world.bot_id and _audible(world, room, post.body):
        world.updates.push(kind, post.body, room.id)


def _audible(world: World, room: Room, body: Json) -> bool:
    if room.private:
        return not world.people[room.id].blocked
    if not room.has(world.bot_id):
        return False
    if not world.meta["bot"].get("privacy") or room.led_by(world.bot_id) or _service(body):
        return True
    answered = body.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id
    text = str(body.get("text", body.get("caption", "")))
    name = f"@{world.bot_username}".lower()
    command = text.startswith("/") and ("@" not in text.split(maxsplit=1)[0] or name in text.lower())
    return answered or command or name in text.lower()


def _service(body: Json) -> bool:
    return any(
        name in body for name in ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "pinned_message")
    )


def react(world: World, room: Room, post: Post, user: int, emoji: list[str]) -> None:
    """A person's reaction; only an administrator bot that asked for it hears."""
    old = post.reactions.pop(user, [])
    if emoji:
        post.reactions[user] = emoji
    world.keep(post)
    if not room.private and room.led_by(world.bot_id):
        change = {
            "chat": world.chat(room),
            "message_id": post.id,
            "user": world.user(user),
            "date": world.clock.stamp(),
        }
        change |= {"old_reaction": _reactions(old), "new_reaction": _reactions(emoji)}
        world.updates.push("message_reaction", change, room.id)


def _reactions(emoji: list[str]) -> list[Json]:
    return [{"type": "emoji", "emoji": one} for one in emoji]
