"""People and the bot coming, going and leading; groups becoming supergroups."""

from typing import Any

from sandbox.errors import ControlError
from sandbox.hearing import hear
from sandbox.people import Room
from sandbox.posting import deliver
from sandbox.world import World

Json = dict[str, Any]
_RIGHTS = ("can_be_edited", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
           "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
           "can_delete_stories", "can_send_welcome_messages", "can_pin_messages")  # fmt: skip
_WITHHELD = ("can_be_edited", "can_promote_members")
_MAY = ("can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics", "can_send_messages",
        "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
        "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
        "can_react_to_messages", "can_edit_tag")  # fmt: skip


def member(world: World, room: Room, user: int, status: str | None = None) -> Json:
    """A user's ChatMember in that status, or in the one they have now."""
    status = status or room.members.get(user, "left")
    found: Json = {"user": world.user(user), "status": status}
    if status == "creator":
        found["is_anonymous"] = user in room.anonymous
    elif status == "administrator":
        found |= {right: right not in _WITHHELD for right in _RIGHTS} | {"is_anonymous": user in room.anonymous}
        found["can_delete_messages"] = user not in room.no_deleting
    elif status == "kicked":
        found["until_date"] = 0
    elif status == "restricted":
        found |= dict.fromkeys(_MAY, False) | {"is_member": True, "until_date": 0}
    return found


def change(world: World, room: Room, user: int, status: str, by: int) -> None:
    """Gives a user a status and tells the bot: my_chat_member about itself, chat_member (to admins) about others."""
    old = member(world, room, user)
    if user == world.bot_id and room.private:
        old = member(world, room, user, "member" if status == "kicked" else "kicked")
    room.members[user] = status
    world.keep(room)
    new = member(world, room, user)
    if old == new:
        return
    told = {"chat": world.chat(room), "from": world.user(by), "date": world.clock.stamp()}
    told |= {"old_chat_member": old, "new_chat_member": new}
    if user == world.bot_id:
        world.updates.push("my_chat_member", told, room.id)
    elif room.led_by(world.bot_id):
        world.updates.push("chat_member", told, room.id)


def join(world: World, room: Room, user: int, by: int | None = None) -> None:
    """Comes in, brought by `by` or alone (the bot: by its host), with the service message that everyone sees."""
    if room.has(user):
        return
    by = by or (host(world, room) if user == world.bot_id else user)
    change(world, room, user, "member", by)
    users = [world.user(user)]
    hear(world, room, deliver(world, room, by, {"new_chat_members": users}))


def leave(world: World, room: Room, user: int, *, by: int | None = None, status: str = "left") -> None:
    """Goes away, or is thrown out by `by`, with the service message; of its own leaving the bot hears otherwise."""
    if not room.has(user):
        return
    actor = by or (host(world, room) if user == world.bot_id else user)
    if user == world.bot_id:
        change(world, room, user, "kicked" if actor != user else status, actor)
        deliver(world, room, actor, {"left_chat_member": world.user(user)})
        return
    hear(world, room, deliver(world, room, actor, {"left_chat_member": world.user(user)}))
    change(world, room, user, status, actor)
    if user in room.anonymous:
        room.anonymous.remove(user)
        world.keep(room)


def host(world: World, room: Room) -> int:
    """Who manages a group: its creator, else its first person, else the bot itself."""
    people = [user for user in room.present() if user != world.bot_id]
    leaders = [user for user in people if room.members[user] == "creator"]
    return (leaders or people or [world.bot_id])[0]


def migrate(world: World, room: Room) -> Room:
    """Makes a small group a supergroup with a new id, as Telegram does: two service messages, the old id redirects."""
    if room.type != "group":
        raise ControlError(409, "already_supergroup")
    new = Room(-world.next("supergroup"), "supergroup", room.title, room.kind, dict(room.members), list(room.anonymous))
    by = host(world, room)
    told = deliver(world, room, by, {"migrate_to_chat_id": new.id})
    room.migrated_to = new.id
    world.keep(new, room)
    hear(world, room, told)
    hear(world, new, deliver(world, new, by, {"migrate_from_chat_id": room.id}))
    return new
