"""Which function serves which Bot API method."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import bad_request, forbidden
from sandbox.params import Upload
from sandbox.people import Room
from sandbox.world import World

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One checked request: parameters of the schema's types, and the files that came along."""

    world: World
    method: str
    params: Json
    uploads: Mapping[str, Upload]


Method = Callable[[Call], Awaitable[Any]]
served: dict[str, Method] = {}


def serves(*names: str) -> Callable[[Method], Method]:
    """Registers a function for these methods."""

    def register(function: Method) -> Method:
        served.update(dict.fromkeys(names, function))
        return function

    return register


def room_of(call: Call, name: str = "chat_id") -> Room:
    """The chat that a request names, reachable or not; raises BotApiError 400 "chat not found" or the migration."""
    given = call.params.get(name)
    room = call.world.rooms.get(given) if isinstance(given, int) else None
    if room is None and isinstance(given, int) and given in call.world.people:
        room = call.world.private_room(given)
    if room is None:
        raise bad_request("chat not found")
    if room.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=room.migrated_to)
    return room


def writable_room(call: Call, name: str = "chat_id") -> Room:
    """The chat, if the bot may write there now; raises BotApiError 403 in Telegram's words if not."""
    world, room = call.world, room_of(call, name)
    if room.private:
        person = world.people[room.id]
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif room.members.get(world.bot_id) == "kicked":
        raise forbidden(f"bot was kicked from the {room.type} chat")
    elif not room.has(world.bot_id):
        raise forbidden(f"bot is not a member of the {room.type} chat")
    return room
