"""Changing and removing group messages that one person alone sees."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.messages import apply_edit
from sandbox.methods.writing import formatted
from sandbox.people import Post, Room
from sandbox.posting import find_whisper
from sandbox.registry import Call, serves, writable_room

Json = dict[str, Any]


def _own_whisper(call: Call, verb: str) -> tuple[Room, Post]:
    room = writable_room(call)
    post = find_whisper(call.world, room, call.params["ephemeral_message_id"], call.params["receiver_user_id"])
    if post is None or post.by != call.world.bot_id:
        raise bad_request(f"message to {verb} not found")
    return room, post


@serves("editEphemeralMessageText")
async def edit_text(call: Call) -> bool:
    """Replaces its text and keyboard."""
    room, post = _own_whisper(call, "edit")
    apply_edit(call, room, post, formatted(call.params, "text", 4096), ("text", "entities", "link_preview_options"))
    return True


@serves("editEphemeralMessageCaption")
async def edit_caption(call: Call) -> bool:
    """Replaces its caption and keyboard."""
    room, post = _own_whisper(call, "edit")
    apply_edit(call, room, post, formatted(call.params, "caption", 1024), ("caption", "caption_entities"))
    return True


@serves("editEphemeralMessageReplyMarkup")
async def edit_markup(call: Call) -> bool:
    """Replaces its keyboard."""
    room, post = _own_whisper(call, "edit")
    apply_edit(call, room, post, {}, ())
    return True


@serves("deleteEphemeralMessage")
async def delete(call: Call) -> bool:
    """Takes it from its reader's phone."""
    _, post = _own_whisper(call, "delete")
    call.world.remove(post)
    return True
