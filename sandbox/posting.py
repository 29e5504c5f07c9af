"""How a message comes to be in a chat, whoever writes it."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.people import ANONYMOUS_ADMIN, Post, Room
from sandbox.world import World

Json = dict[str, Any]


def deliver(
    world: World, room: Room, by: int, content: Json, *, reader: int | None = None, silent: bool = False
) -> Post:
    """Writes a message of `by` into the room; ephemeral (id 0, own numbering) if it has a `reader`."""
    number = world.next("whisper") if reader is not None else _message_id(world, room)
    body: Json = {"message_id": 0 if reader is not None else number, "from": world.user(by), "chat": world.chat(room)}
    body["date"] = world.clock.stamp()
    if by in room.anonymous:
        body |= {"from": world.user(ANONYMOUS_ADMIN), "sender_chat": world.chat(room)}
    if reader is not None:
        body |= {"ephemeral_message_id": number, "receiver_user": world.user(reader)}
    post = Post(room.id, number, body | content, by, reader=reader, silent=silent)
    world.keep(post)
    return post


def _message_id(world: World, room: Room) -> int:
    """Supergroups count by themselves; private chats and small groups share the bot's own count."""
    return world.next(f"message{room.id}") if room.type == "supergroup" else world.next("message")


def quoted(post: Post) -> Json:
    """A message as it stands inside a reply: without the reply it answers."""
    return {key: value for key, value in post.body.items() if key != "reply_to_message"}


def find_post(world: World, room: Room, message_id: int) -> Post | None:
    """A message that is still there."""
    return world.posts.get(room.id, {}).get(message_id)


def find_whisper(world: World, room: Room, ephemeral_id: int, reader: int) -> Post | None:
    """An ephemeral message of that reader that is still there."""
    post = world.whispers.get(room.id, {}).get(ephemeral_id)
    return post if post is not None and post.reader == reader else None


def reply_fields(world: World, room: Room, parameters: Json | None, reader: int | None) -> Json:
    """`reply_to_message` and `quote` for reply_parameters; raises BotApiError 400 if the message isn't there."""
    if not parameters:
        return {}
    if "ephemeral_message_id" in parameters:
        if reader is None:
            raise bad_request("ephemeral messages can be replied only with ephemeral messages")
        found = find_whisper(world, room, parameters["ephemeral_message_id"], reader)
    else:
        found = find_post(world, room, parameters.get("message_id", 0))
    if found is None:
        if parameters.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    fields: Json = {"reply_to_message": quoted(found)}
    quote = parameters.get("quote")
    if quote:
        position = str(found.body.get("text", found.body.get("caption", ""))).find(quote)
        if position < 0:
            raise bad_request("message quote not found")
        fields["quote"] = {"text": quote, "position": position, "is_manual": True}
    return fields
