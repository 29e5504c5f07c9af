"""What the world holds: people, chats and messages, as plain records."""

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]

IN_CHAT = ("creator", "administrator", "member", "restricted")
ANONYMOUS_ADMIN = 1087968824  # Telegram's GroupAnonymousBot


@dataclass
class Person:
    """A virtual person. `started` and `blocked` are about the bot."""

    id: int
    name: str
    role: str
    username: str | None = None
    started: bool = False
    blocked: bool = False

    def user(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "zh-hans"}
        return user | ({"username": self.username} if self.username else {})


@dataclass
class Room:
    """A chat. `members` maps user ids (the bot's too) to their ChatMember status, people who left included.

    no_deleting: administrators who may not delete what others wrote.
    """

    id: int
    type: str
    title: str
    kind: str
    members: dict[int, str] = field(default_factory=dict)
    anonymous: list[int] = field(default_factory=list)
    no_deleting: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    links: list[Json] = field(default_factory=list)
    keyboard: Json | None = None

    @property
    def private(self) -> bool:
        """Whether it is one person's chat with the bot."""
        return self.type == "private"

    def has(self, user: int) -> bool:
        """Whether that user is in the chat now."""
        return self.members.get(user) in IN_CHAT

    def led_by(self, user: int) -> bool:
        """Whether that user is an administrator here."""
        return self.members.get(user) in ("administrator", "creator")

    def may_delete(self, user: int) -> bool:
        """Whether that user may delete what others wrote: any administrator of a group, of a supergroup by right."""
        return self.led_by(user) and not (self.type == "supergroup" and user in self.no_deleting)

    def present(self) -> list[int]:
        """User ids that are in the chat now."""
        return [user for user in self.members if self.has(user)]


@dataclass
class Post:
    """A message: `body` is the Bot API's Message; the rest is what Message doesn't tell."""

    chat: int
    id: int
    body: Json
    by: int
    reactions: dict[int, list[str]] = field(default_factory=dict)
    pinned: bool = False
    edited: bool = False
    silent: bool = False
    reader: int | None = None
    hidden_from: list[int] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Whether only `reader` sees it."""
        return self.reader is not None

    def seen_by(self, user: int) -> bool:
        """Whether that person's phone shows it."""
        return user not in self.hidden_from and self.reader in (None, user)


def to_json(record: Person | Room | Post) -> Json:
    """A record as the store keeps it."""
    return asdict(record)


def room_from(saved: Json) -> Room:
    """A stored chat; JSON made its user ids strings."""
    return Room(**{**saved, "members": {int(user): status for user, status in saved["members"].items()}})


def post_from(saved: Json) -> Post:
    """A stored message."""
    return Post(**{**saved, "reactions": {int(user): emoji for user, emoji in saved["reactions"].items()}})
