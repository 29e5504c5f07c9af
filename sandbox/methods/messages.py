"""Text messages: send, edit, delete."""

from typing import Any

from sandbox import keyboards
from sandbox.errors import bad_request
from sandbox.methods.writing import formatted, send
from sandbox.people import Post, Room
from sandbox.posting import find_post
from sandbox.registry import Call, serves, writable_room

Json = dict[str, Any]
_DELETABLE_SECONDS = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@serves("sendMessage")
async def send_message(call: Call) -> Json:
    """A text message."""
    return send(call, formatted(call.params, "text", 4096)).body


@serves("editMessageText")
async def edit_text(call: Call) -> Json:
    """Replaces the text; the keyboard is replaced too, or taken away if none is given."""
    room, post = own_post(call, "edit")
    if "text" not in post.body:
        raise bad_request("there is no text in the message to edit")
    content = formatted(call.params, "text", 4096)
    if call.params.get("link_preview_options"):
        content["link_preview_options"] = call.params["link_preview_options"]
    return apply_edit(call, room, post, content, ("text", "entities", "link_preview_options"))


@serves("editMessageCaption")
async def edit_caption(call: Call) -> Json:
    """Replaces the caption of a photo, document or voice message."""
    room, post = own_post(call, "edit")
    if not any(name in post.body for name in ("photo", "document", "voice", "video", "audio", "animation")):
        raise bad_request("there is no caption in the message to edit")
    return apply_edit(call, room, post, formatted(call.params, "caption", 1024), ("caption", "caption_entities"))


@serves("editMessageReplyMarkup")
async def edit_markup(call: Call) -> Json:
    """Replaces the inline keyboard only."""
    room, post = own_post(call, "edit")
    return apply_edit(call, room, post, {}, ())


@serves("deleteMessage")
async def delete_message(call: Call) -> bool:
    """Deletes the bot's own message within 48 h, or anyone's if the bot is an administrator that may delete."""
    room = writable_room(call)
    post = find_post(call.world, room, call.params["message_id"])
    if post is None:
        raise bad_request("message to delete not found")
    _delete(call, room, post)
    return True


@serves("deleteMessages")
async def delete_messages(call: Call) -> bool:
    """Deletes several; those that can't be found are skipped."""
    room = writable_room(call)
    for number in call.params["message_ids"]:
        post = find_post(call.world, room, number)
        if post is not None:
            _delete(call, room, post)
    return True


def _delete(call: Call, room: Room, post: Post) -> None:
    world = call.world
    own = post.by == world.bot_id
    if not own and not room.private and not room.may_delete(world.bot_id):
        raise bad_request("message can't be deleted")
    old = world.clock.stamp() - post.body["date"] > _DELETABLE_SECONDS
    if old and not room.led_by(world.bot_id):
        raise bad_request("message can't be deleted for everyone")
    world.remove(post)


def own_post(call: Call, verb: str) -> tuple[Room, Post]:
    """The bot's own message that a request wants to change."""
    if "message_id" not in call.params or "chat_id" not in call.params:
        raise bad_request("message identifier is not specified")
    room = writable_room(call)
    post = find_post(call.world, room, call.params["message_id"])
    if post is None:
        raise bad_request(f"message to {verb} not found")
    if post.by != call.world.bot_id or "pinned_message" in post.body:
        raise bad_request(f"message can't be {verb}ed")
    return room, post


def apply_edit(call: Call, room: Room, post: Post, content: Json, replaced: tuple[str, ...]) -> Json:
    """Changes a message's content and keyboard; 400 if nothing is different. Edits spend the same limits as sends."""
    keyboard = keyboards.check(call.params.get("reply_markup"), private=room.private, inline_only=True)
    body = {key: value for key, value in post.body.items() if key not in (*replaced, "reply_markup")} | content
    if keyboard:
        body["reply_markup"] = keyboard
    if {**body, "edit_date": 0} == {**post.body, "edit_date": 0}:
        raise bad_request(_NOT_MODIFIED)
    if not post.ephemeral:
        call.world.limits.spend(room.id, private=room.private)
    post.body = body | {"edit_date": call.world.clock.stamp()}
    post.edited = True
    call.world.keep(post)
    return post.body
