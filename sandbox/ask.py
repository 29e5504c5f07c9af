"""A control request's JSON body (or query), read field by field with a sentence for what is wrong."""

import json
import math
from datetime import datetime
from typing import Any

from sandbox.errors import ControlError
from sandbox.people import Person, Post, Room
from sandbox.words import word
from sandbox.world import World

Json = dict[str, Any]


class Ask:
    """Typed access; every method raises ControlError 400 for a wrong type, 404 for unknown people, chats, messages."""

    def __init__(self, world: World, fields: Json) -> None:
        self.world = world
        self.fields = fields

    @classmethod
    def from_body(cls, world: World, body: bytes) -> "Ask":
        """Reads a JSON object; an empty body is an empty object."""
        try:
            fields = json.loads(body or b"{}")
        except ValueError:
            fields = None
        if not isinstance(fields, dict):
            raise ControlError(400, "not_json")
        return cls(world, fields)

    def _get(self, name: str, kinds: type | tuple[type, ...], wanted: str) -> Any:
        value = self.fields.get(name)
        if value is None:
            raise ControlError(400, "missing", field=name)
        if not isinstance(value, kinds) or (isinstance(value, bool) and kinds is not bool):
            raise ControlError(400, "bad_field", field=name, problem=word(wanted))
        return value

    def has(self, name: str) -> bool:
        """Whether the field is there and says something (not null, not false)."""
        return self.fields.get(name) not in (None, False)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number; numerals in a query count too."""
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value.lstrip("-").isascii() and value.lstrip("-").isdigit():
            return int(value)
        return int(self._get(name, int, "want_integer"))

    def number(self, name: str, default: float | None = None) -> float:
        """A number."""
        value = self.fields.get(name)
        if value is None and default is not None:
            return default
        try:
            found = float(value if isinstance(value, str) else self._get(name, (int, float), "want_number"))
        except (ValueError, OverflowError):
            found = math.nan
        if not math.isfinite(found):
            raise ControlError(400, "bad_field", field=name, problem=word("want_number"))
        return found

    def text(self, name: str, default: str | None = None) -> str:
        """A piece of text."""
        if self.fields.get(name) is None and default is not None:
            return default
        return str(self._get(name, str, "want_text"))

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        return default if self.fields.get(name) is None else bool(self._get(name, bool, "want_boolean"))

    def one_of(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of these words."""
        value = self.text(name, default)
        if value not in choices:
            problem = word("want_one_of", choices="、".join(choices))
            raise ControlError(400, "bad_field", field=name, problem=problem)
        return value

    def ids(self, name: str) -> list[int]:
        """A list of whole numbers, empty if absent."""
        value = self.fields.get(name) or []
        if not isinstance(value, list) or any(isinstance(item, bool) or not isinstance(item, int) for item in value):
            raise ControlError(400, "bad_field", field=name, problem=word("want_list"))
        return value

    def moment(self, name: str) -> datetime:
        """An ISO time with its zone."""
        try:
            moment = datetime.fromisoformat(self.text(name))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise ControlError(400, "bad_field", field=name, problem=word("want_time"))
        return moment

    def person(self, name: str = "user") -> Person:
        """A virtual person by id."""
        number = self.integer(name)
        person = self.world.people.get(number)
        if person is None:
            raise ControlError(404, "no_user", user=number)
        return person

    def room(self) -> Room:
        """A chat by id; a person's own id is their chat with the bot."""
        number = self.integer("chat")
        if number in self.world.people:
            return self.world.private_room(number)
        room = self.world.rooms.get(number)
        if room is None:
            raise ControlError(404, "no_chat", chat=number)
        if room.migrated_to is not None:
            raise ControlError(409, "migrated", chat=room.migrated_to)
        return room

    def room_of(self, person: Person) -> Room:
        """A chat in which that person is; ControlError 409 if not."""
        room = self.room()
        if room.private and room.id != person.id:
            raise ControlError(409, "not_own_chat", name=person.name)
        if not room.has(person.id):
            raise ControlError(409, "not_member", name=person.name)
        return room

    def post(self, room: Room, name: str = "message_id") -> Post:
        """A message of the chat that is still there."""
        number = self.integer(name)
        post = self.world.posts.get(room.id, {}).get(number)
        if post is None:
            raise ControlError(404, "no_message", message_id=number)
        return post
