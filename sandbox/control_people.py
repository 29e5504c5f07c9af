"""Control calls that make people and groups and move them."""

from typing import Any

from sandbox import hearing, membership, speaking
from sandbox.ask import Ask
from sandbox.errors import ControlError
from sandbox.people import Person, Room
from sandbox.reactions import ALLOWED, plain

Json = dict[str, Any]
ROLES = ("resident", "partner", "staff", "leader", "stranger")
DEEDS = ("join", "leave", "kick", "admin", "member", "start", "block", "unblock", "migrate", "anonymous")


def add_user(ask: Ask) -> Json:
    """POST /sandbox/users {"name", "role", "started"?, "username"?} → {"id"}."""
    name = ask.text("name").strip()
    if not name:
        raise ControlError(400, "missing", field="name")
    person = Person(ask.world.next("person"), name, ask.one_of("role", ROLES, "stranger"))
    person.started = ask.flag("started", False)
    person.username = ask.text("username", "").lstrip("@") or None
    ask.world.keep(person)
    return {"id": person.id}


def add_chat(ask: Ask) -> Json:
    """POST /sandbox/chats {"title", "type", "kind"?, "members"?, "admins"?, "bot"?, "bot_admin"?} → {"id"}."""
    world, kind = ask.world, ask.one_of("type", ("group", "supergroup"), "group")
    title = ask.text("title").strip()
    if not title:
        raise ControlError(400, "missing", field="title")
    people = [Ask(world, {"user": user}).person().id for user in ask.ids("members")]
    admins = [Ask(world, {"user": user}).person().id for user in ask.ids("admins")]
    room = Room(-world.next(kind), kind, title, ask.one_of("kind", ("grid", "staff"), "grid"))
    room.members = dict.fromkeys(people, "member") | dict.fromkeys(admins, "administrator")
    world.keep(room)
    if ask.flag("bot", True):
        membership.change(world, room, world.bot_id, "member", membership.host(world, room))
        if ask.flag("bot_admin", True):
            membership.change(world, room, world.bot_id, "administrator", membership.host(world, room))
    return {"id": room.id}


def move_member(ask: Ask) -> Json:
    """POST /sandbox/members {"chat", "user", "do", "payload"?, "by"?}; the user may be the bot, brought in by `by`."""
    world, deed = ask.world, ask.one_of("do", DEEDS)
    if deed in ("start", "block", "unblock"):
        return _private(ask, deed)
    room = ask.room()
    if room.private:
        raise ControlError(409, "not_a_group", what=deed)
    if deed == "migrate":
        return {"id": membership.migrate(world, room).id}
    user = ask.integer("user")
    if user != world.bot_id:
        ask.person()
    if deed == "join":
        membership.join(world, room, user, _bringer(ask, room))
    elif deed == "leave":
        membership.leave(world, room, user)
    elif deed == "kick":
        membership.leave(world, room, user, by=_kicker(ask, room, user), status="kicked")
    else:
        _rank(ask, room, user, deed)
    return {"ok": True}


def _bringer(ask: Ask, room: Room) -> int | None:
    """Who adds somebody: a person in the group, or None if the request doesn't say."""
    if not ask.has("by"):
        return None
    person = Ask(ask.world, {"user": ask.integer("by")}).person()
    if not room.has(person.id):
        raise ControlError(409, "not_member", name=person.name)
    return person.id


def _kicker(ask: Ask, room: Room, user: int) -> int:
    others = [one for one in room.present() if one not in (user, ask.world.bot_id)]
    leading = [one for one in others if room.led_by(one)]
    return (leading or others or [membership.host(ask.world, room)])[0]


def _rank(ask: Ask, room: Room, user: int, deed: str) -> None:
    """admin (with "may_delete": false one who may not delete), member (an administrator no more) or anonymous (an
    administrator who writes as the group)."""
    world = ask.world
    by = _bringer(ask, room) or membership.host(world, room)
    if not room.has(user):
        membership.join(world, room, user, by)
    if deed == "anonymous" and user not in room.anonymous:
        room.anonymous.append(user)
    if deed == "member" and user in room.anonymous:
        room.anonymous.remove(user)
    if user in room.no_deleting:
        room.no_deleting.remove(user)
    if not ask.flag("may_delete", True):
        room.no_deleting.append(user)
    membership.change(world, room, user, "member" if deed == "member" else "administrator", by)


def _private(ask: Ask, deed: str) -> Json:
    world, person = ask.world, ask.person()
    if deed == "start":
        return {"message_id": speaking.start(world, person, ask.text("payload", ""))}
    if deed == "block":
        world.private_room(person.id)
        speaking.block(world, person)
    else:
        speaking.unblock(world, person)
    return {"ok": True}


def react(ask: Ask) -> Json:
    """POST /sandbox/react {"user", "chat", "message_id", "emoji"}: an empty emoji takes the reaction back."""
    person = ask.person()
    room = ask.room_of(person)
    post = ask.post(room)
    emoji = plain(ask.text("emoji", ""))
    if emoji and emoji not in ALLOWED:
        raise ControlError(400, "bad_reaction", emoji=emoji)
    hearing.react(ask.world, room, post, person.id, [emoji] if emoji else [])
    return {"message_id": post.id}
