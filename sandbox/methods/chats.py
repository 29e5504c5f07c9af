"""Looking at chats and managing them: members, pins, invite links, leaving."""

from typing import Any

from sandbox import membership
from sandbox.errors import bad_request, forbidden
from sandbox.people import Post, Room
from sandbox.posting import deliver, find_post, quoted
from sandbox.registry import Call, room_of, serves, writable_room

Json = dict[str, Any]
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_PERMISSIONS = (
    "can_send_messages",
    "can_send_photos",
    "can_send_documents",
    "can_send_voice_notes",
    "can_invite_users",
)


@serves("getChat")
async def get_chat(call: Call) -> Json:
    """A chat's ChatFullInfo, with its newest pinned message."""
    world, room = call.world, readable_room(call)
    full = world.chat(room) | {"accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(_GIFTS, False)
    if not room.private:
        full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    if room.links:
        full["invite_link"] = room.links[0]["invite_link"]
    pinned = [post for post in world.posts.get(room.id, {}).values() if post.pinned]
    if pinned:
        full["pinned_message"] = quoted(pinned[-1])
    return full


@serves("getChatMember")
async def get_member(call: Call) -> Json:
    """One user's ChatMember, left ones too."""
    world, room, user = call.world, readable_room(call), call.params["user_id"]
    if user != world.bot_id and user not in world.people:
        raise bad_request("user not found")
    return membership.member(world, room, user)


@serves("getChatAdministrators")
async def get_administrators(call: Call) -> list[Json]:
    """Administrators; of bots only this one, and only if asked for or it leads."""
    world, room = call.world, readable_room(call)
    if room.private:
        raise bad_request("there are no administrators in the private chat")
    leading = [user for user in room.present() if room.led_by(user)]
    return [membership.member(world, room, user) for user in leading]


@serves("getChatMemberCount")
async def count_members(call: Call) -> int:
    """How many are in the chat, the bot included."""
    return len(readable_room(call).present())


def readable_room(call: Call) -> Room:
    """A chat the bot may look at: its private chats, and groups it is in."""
    room = room_of(call)
    if room.private:
        return room
    return writable_room(call)


@serves("pinChatMessage")
async def pin(call: Call) -> bool:
    """Pins a message, with the service message that says so."""
    room, post = _pinnable(call)
    if not post.pinned:
        post.pinned = True
        call.world.keep(post)
        deliver(call.world, room, call.world.bot_id, {"pinned_message": quoted(post)})
    return True


@serves("unpinChatMessage")
async def unpin(call: Call) -> bool:
    """Unpins one message, or the newest pinned one."""
    if "message_id" in call.params:
        posts = [_pinnable(call)[1]]
    else:
        room = _led_room(call)
        posts = [post for post in call.world.posts.get(room.id, {}).values() if post.pinned][-1:]
    _unpin(call, posts)
    return True


@serves("unpinAllChatMessages")
async def unpin_all(call: Call) -> bool:
    """Unpins everything."""
    room = _led_room(call)
    _unpin(call, [post for post in call.world.posts.get(room.id, {}).values() if post.pinned])
    return True


def _unpin(call: Call, posts: list[Post]) -> None:
    for post in posts:
        post.pinned = False
        call.world.keep(post)


def _pinnable(call: Call) -> tuple[Room, Post]:
    room = _led_room(call)
    post = find_post(call.world, room, call.params["message_id"])
    if post is None:
        raise bad_request("message to pin not found")
    return room, post


def _led_room(call: Call, need: str = "manage pinned messages in the chat") -> Room:
    room = writable_room(call)
    if not room.private and not room.led_by(call.world.bot_id):
        raise bad_request(f"not enough rights to {need}")
    return room


@serves("exportChatInviteLink")
async def export_link(call: Call) -> str:
    """A new primary invite link; the old one is revoked."""
    room = _led_room(call, "manage chat invite link")
    link = _link(call, room, primary=True)
    room.links.insert(0, link)
    call.world.keep(room)
    return str(link["invite_link"])


@serves("createChatInviteLink")
async def create_link(call: Call) -> Json:
    """An additional invite link."""
    room = _led_room(call, "manage chat invite link")
    link = _link(call, room, primary=False)
    for name in ("name", "expire_date", "member_limit"):
        if call.params.get(name):
            link[name] = call.params[name]
    room.links.append(link)
    call.world.keep(room)
    return link


def _link(call: Call, room: Room, *, primary: bool) -> Json:
    if room.private:
        raise bad_request("can't invite members to a private chat")
    address = f"https://t.me/+sandbox{call.world.next('link'):06d}"
    return {"invite_link": address, "creator": call.world.bot_user(), "is_primary": primary, "is_revoked": False,
            "creates_join_request": bool(call.params.get("creates_join_request"))}  # fmt: skip


@serves("leaveChat")
async def leave_chat(call: Call) -> bool:
    """The bot goes away by itself."""
    room = writable_room(call)
    if room.private:
        raise bad_request("chat member status can't be changed in private chats")
    membership.leave(call.world, room, call.world.bot_id, by=call.world.bot_id)
    return True


@serves("banChatMember")
async def ban(call: Call) -> bool:
    """Throws someone out."""
    room, user = _led_room(call, "restrict/unrestrict chat member"), call.params["user_id"]
    if user not in call.world.people:
        raise bad_request("user not found")
    if room.led_by(user):
        raise bad_request("user is an administrator of the chat")
    membership.leave(call.world, room, user, by=call.world.bot_id, status="kicked")
    return True


@serves("setChatTitle")
async def set_title(call: Call) -> bool:
    """Renames the group, with the service message that says so."""
    room = _led_room(call, "change chat title")
    if room.private:
        raise forbidden("can't change title of private chat")
    room.title = call.params["title"]
    call.world.keep(room)
    deliver(call.world, room, call.world.bot_id, {"new_chat_title": room.title})
    return True
