"""What every send has in common: text and entities, limits, replies, keyboards, ephemeral readers."""

from typing import Any

from sandbox import keyboards, markup
from sandbox.errors import bad_request
from sandbox.people import Post, Room
from sandbox.posting import deliver, find_post, reply_fields
from sandbox.registry import Call, writable_room
from sandbox.world import World

Json = dict[str, Any]
_PRESS_SECONDS = 15


def formatted(params: Json, name: str, most: int) -> Json:
    """`text` or `caption` with its entities; raises BotApiError 400 if empty, too long or badly marked up."""
    source = params.get(name) or ""
    if not source:
        if name == "text":
            raise bad_request("message text is empty")
        return {}
    given = "entities" if name == "text" else "caption_entities"
    mode = str(params.get("parse_mode") or "").lower()
    if mode == "html":
        text, entities = markup.parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = markup.trim(source, list(params.get(given) or []))
    if name == "text" and not text:
        raise bad_request("message text is empty")
    if markup.units(text) > most:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    return {name: text} | ({given: entities} if entities else {})


def send(call: Call, content: Json, *, messages: int = 1) -> Post:
    """Puts the bot's message into the chat that the request names, after every check and limit."""
    room = writable_room(call)
    keyboard = keyboards.check(call.params.get("reply_markup"), private=room.private)
    reader = _reader(call, room)
    content = {**content, **reply_fields(call.world, room, call.params.get("reply_parameters"), reader)}
    content |= kept_options(call.params)
    call.world.limits.spend(room.id, private=room.private, messages=messages)
    if keyboard and "inline_keyboard" in keyboard:
        content["reply_markup"] = keyboard
    silent = bool(call.params.get("disable_notification"))
    post = deliver(call.world, room, call.world.bot_id, content, reader=reader, silent=silent)
    if keyboard and "inline_keyboard" not in keyboard:
        _show_keyboard(call.world, room, keyboard, post)
    return post


def kept_options(params: Json) -> Json:
    """Options of a send that Telegram says back in the message."""
    options: Json = {}
    if params.get("protect_content"):
        options["has_protected_content"] = True
    for name in ("link_preview_options",):
        if params.get(name):
            options[name] = params[name]
    for name in ("show_caption_above_media", "has_spoiler"):
        if params.get(name):
            options["has_media_spoiler" if name == "has_spoiler" else name] = True
    return options


def _show_keyboard(world: World, room: Room, keyboard: Json, post: Post) -> None:
    room.keyboard = None if keyboard.get("remove_keyboard") else {**keyboard, "message_id": post.id}
    world.keep(room)


def _reader(call: Call, room: Room) -> int | None:
    """Who alone will see it: the receiver of ephemeral_message_parameters, checked as Telegram does."""
    asked = call.params.get("ephemeral_message_parameters")
    if not asked:
        return None
    world, reader = call.world, int(asked["receiver_user_id"])
    if room.private:
        raise bad_request("ephemeral messages can be sent only to group and supergroup chats")
    if not room.has(reader):
        raise bad_request("user not found")
    query = world.queries.get(str(asked.get("callback_query_id", "")))
    fresh = query is not None and query.user == reader and world.clock.seconds() - query.at <= _PRESS_SECONDS
    if asked.get("callback_query_id") and not fresh:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if not fresh and not room.led_by(world.bot_id) and not _replies_to_whisper(call, room, reader):
        raise bad_request("not enough rights to send ephemeral messages to the chat")
    if asked.get("replace_callback_query_message") and query is not None and query.message_id:
        shown = find_post(world, room, query.message_id)
        if shown is not None:
            shown.hidden_from.append(reader)
            world.keep(shown)
    return reader


def _replies_to_whisper(call: Call, room: Room, reader: int) -> bool:
    answered = (call.params.get("reply_parameters") or {}).get("ephemeral_message_id")
    post = call.world.whispers.get(room.id, {}).get(answered or 0)
    return post is not None and post.reader == reader and call.world.clock.stamp() - post.body["date"] <= _PRESS_SECONDS
