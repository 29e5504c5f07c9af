"""The world: everything the sandbox knows, in memory, written through to the store."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox import people
from sandbox.bell import Bell
from sandbox.clock import START, Clock
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.people import Person, Post, Room
from sandbox.queries import Queries
from sandbox.rules import Limits
from sandbox.store import Store
from sandbox.updates import Updates
from sandbox.words import word

Json = dict[str, Any]
_FIRST = {"person": 5_000_000_001, "group": 4_000_000_001, "supergroup": 1_002_000_000_001, "message": 1, "file": 1,
          "update": 100_000_001, "whisper": 1, "query": 700_000_001, "album": 13_000_001, "link": 1}  # fmt: skip


class World:
    """People, chats, messages, the bot and the clock. Callers change records, then `keep` them, then `commit`."""

    def __init__(self, data: Path, token: str, start: str | None = None) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.token = token
        self.store = Store(data / "sandbox.db")
        self.bell = Bell()
        self.people: dict[int, Person] = {}
        self.rooms: dict[int, Room] = {}
        self.posts: dict[int, dict[int, Post]] = {}
        self.whispers: dict[int, dict[int, Post]] = {}
        self.meta: dict[str, Any] = {"next": dict(_FIRST), "version": 1, "seeded": False, "hint": None, "bot": {},
                                     "talk": None}  # fmt: skip
        self._meta_dirty = True
        self.files: dict[str, Json] = dict(self.store.all("file"))
        self.faults = Faults()
        self.queries = Queries()
        self._load(start)
        self.limits = Limits(self.clock.seconds)
        self.updates = Updates(self)
        self.journal = Journal(self.store, self.clock)
        self.commit()

    def _load(self, start: str | None) -> None:
        kept = dict(self.store.all("meta"))
        saved = kept.pop("clock", None)
        self.meta.update(kept)
        if saved:  # a second on, because up to a second may have passed since it was written
            self.clock = Clock(datetime.fromisoformat(saved["now"]) + timedelta(seconds=1), saved["version"] + 1)
        else:
            self.clock = Clock(datetime.fromisoformat(start or START))
        self.people = {int(key): Person(**body) for key, body in self.store.all("person")}
        self.rooms = {int(key): people.room_from(body) for key, body in self.store.all("room")}
        for kind, shelf in (("post", self.posts), ("whisper", self.whispers)):
            loaded = sorted((people.post_from(body) for _, body in self.store.all(kind)), key=lambda post: post.id)
            for post in loaded:
                shelf.setdefault(post.chat, {})[post.id] = post

    @property
    def bot_id(self) -> int:
        """The number before the token's colon, as on Telegram."""
        head = self.token.partition(":")[0]
        return int(head) if head.isascii() and head.isdigit() else 7_000_000_001

    def bot_user(self) -> Json:
        """The bot as a User."""
        return {"id": self.bot_id, "is_bot": True, "first_name": self.bot_name, "username": self.bot_username}

    @property
    def bot_name(self) -> str:
        """What the bot is called."""
        return str(self.meta["bot"].get("name") or word("bot_name"))

    @property
    def bot_username(self) -> str:
        """The bot's @name."""
        return str(self.meta["bot"].get("username") or "hehuo_sandbox_bot")

    def user(self, user: int) -> Json:
        """Anyone as a User; KeyError if there is nobody."""
        if user == people.ANONYMOUS_ADMIN:
            return {"id": user, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        return self.bot_user() if user == self.bot_id else self.people[user].user()

    def chat(self, room: Room) -> Json:
        """A room as a Chat."""
        if room.private:
            person = self.people[room.id]
            return {"id": room.id, "type": "private", "first_name": person.name} | (
                {"username": person.username} if person.username else {}
            )
        return {"id": room.id, "type": room.type, "title": room.title}

    def next(self, sequence: str) -> int:
        """The next number of a sequence, never given twice."""
        number: int = self.meta["next"].setdefault(sequence, 1)
        self.meta["next"][sequence] = number + 1
        self._meta_dirty = True
        return number

    def keep(self, *records: Person | Room | Post) -> None:
        """Writes records through and tells everyone who waits for a change."""
        for record in records:
            if isinstance(record, Post):
                kind = "whisper" if record.ephemeral else "post"
                self._shelf(record).setdefault(record.chat, {})[record.id] = record
                self.store.put(kind, f"{record.chat}/{record.id}", people.to_json(record))
            elif isinstance(record, Room):
                self.rooms[record.id] = record
                self.store.put("room", record.id, people.to_json(record))
            else:
                self.people[record.id] = record
                self.store.put("person", record.id, people.to_json(record))
        self.changed()

    def remove(self, post: Post) -> None:
        """Deletes a message for everybody."""
        self._shelf(post).get(post.chat, {}).pop(post.id, None)
        self.store.drop("whisper" if post.ephemeral else "post", f"{post.chat}/{post.id}")
        self.changed()

    def _shelf(self, post: Post) -> dict[int, dict[int, Post]]:
        return self.whispers if post.ephemeral else self.posts

    def private_room(self, user: int) -> Room:
        """A person's chat with the bot, made when first needed."""
        room = self.rooms.get(user)
        if room is None:
            person = self.people[user]
            room = Room(user, "private", person.name, "private", {user: "member", self.bot_id: "member"})
            self.keep(room)
        return room

    def groups_of(self, user: int) -> Iterator[Room]:
        """Groups in which that user is now."""
        return (room for room in self.rooms.values() if not room.private and not room.migrated_to and room.has(user))

    def changed(self) -> None:
        """Something visible is different: raises the version that the page waits on."""
        self.meta["version"] += 1
        self._meta_dirty = True
        self.bell.ring()

    def set(self, key: str, value: Any) -> None:
        """Keeps a fact about the world itself (seeded, hint, bot)."""
        self.meta[key] = value
        self.changed()

    def commit(self) -> None:
        """Makes everything since the last commit last."""
        if self._meta_dirty:
            for key, value in self.meta.items():
                self.store.put("meta", key, value)
            self._meta_dirty = False
        self.store.put("meta", "clock", self.clock.saved())
        self.store.commit()

    def wake(self) -> None:
        """Ends all long polls, because the server is about to stop."""
        self.queries.give_up()
        self.bell.silence()

    def close(self) -> None:
        """Writes the last state and lets go of the file."""
        self.commit()
        self.store.close()
