"""A person's words arriving in a chat; pressing START and blocking the bot."""

from typing import Any

from sandbox import markup, membership
from sandbox.hearing import hear
from sandbox.people import Person, Post, Room
from sandbox.posting import deliver
from sandbox.world import World

Json = dict[str, Any]


def write(world: World, person: Person, room: Room, content: Json) -> Post:
    """Puts a person's words into the chat; the first private ones press START by themselves."""
    if room.private:
        unblock(world, person)
        if not person.started:
            person.started = True
            world.keep(person)
    if "text" in content:
        content["text"], entities = markup.trim(content["text"], [])
        if entities:
            content["entities"] = entities
    post = deliver(world, room, person.id, content)
    if room.private and room.keyboard and room.keyboard.get("one_time_keyboard"):
        room.keyboard = None
        world.keep(room)
    hear(world, room, post)
    return post


def start(world: World, person: Person, payload: str = "") -> int:
    """Presses START (again): unblocks, and sends /start with the deep link's payload. Answers the message's id."""
    room = world.private_room(person.id)
    unblock(world, person)
    person.started = True
    world.keep(person)
    return write(world, person, room, {"text": f"/start {payload}".strip()}).id


def unblock(world: World, person: Person) -> None:
    """Lets the bot write again, if it was blocked."""
    if person.blocked:
        person.blocked = False
        world.keep(person)
        membership.change(world, world.private_room(person.id), world.bot_id, "member", person.id)


def block(world: World, person: Person) -> None:
    """Blocks the bot: it gets my_chat_member, and 403 from now on."""
    if not person.blocked:
        person.blocked = True
        world.keep(person)
        membership.change(world, world.private_room(person.id), world.bot_id, "kicked", person.id)
