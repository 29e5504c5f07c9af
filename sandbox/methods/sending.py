"""Media and places: photos, documents, voice, locations, contacts, albums, copies and forwards, typing."""

from typing import Any

from sandbox import media
from sandbox.errors import bad_request
from sandbox.methods.messages import apply_edit, own_post
from sandbox.methods.writing import formatted, kept_options, send
from sandbox.params import Upload
from sandbox.people import Post, Room
from sandbox.posting import deliver, find_post
from sandbox.registry import Call, room_of, serves, writable_room

Json = dict[str, Any]
_ALBUM_FIELDS = {"photo": "photo", "document": "document"}
_ACTIONS = ("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
            "choose_sticker", "find_location", "record_video_note", "upload_video_note")  # fmt: skip
_CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document", "voice", "sticker", "location",
            "contact", "has_media_spoiler", "show_caption_above_media", "link_preview_options")  # fmt: skip


@serves("sendPhoto")
async def send_photo(call: Call) -> Json:
    """A picture by upload or by the file_id of an earlier one."""
    content: Json = {"photo": _photo(call, call.params["photo"])}
    return send(call, content | formatted(call.params, "caption", 1024)).body


@serves("sendDocument")
async def send_document(call: Call) -> Json:
    """A file by upload or by file_id."""
    content: Json = {"document": _document(call, call.params["document"])}
    return send(call, content | formatted(call.params, "caption", 1024)).body


@serves("sendVoice")
async def send_voice(call: Call) -> Json:
    """A voice note by upload or by file_id."""
    source = _source(call, call.params["voice"])
    if isinstance(source, Upload):
        voice = media.bare(media.keep_file(call.world, "voice", source.name, source.body)) | {"mime_type": source.mime}
    else:
        voice = {**source, "mime_type": "audio/ogg"}
    voice["duration"] = call.params.get("duration", 0)
    return send(call, {"voice": voice} | formatted(call.params, "caption", 1024)).body


@serves("sendLocation")
async def send_location(call: Call) -> Json:
    """A point on the map."""
    if not (-90 <= call.params["latitude"] <= 90 and -180 <= call.params["longitude"] <= 180):
        raise bad_request("wrong latitude or longitude specified")
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    return send(call, {"location": {name: call.params[name] for name in names if name in call.params}}).body


@serves("sendContact")
async def send_contact(call: Call) -> Json:
    """A phone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    return send(call, {"contact": {name: call.params[name] for name in names if call.params.get(name)}}).body


@serves("sendMediaGroup")
async def send_album(call: Call) -> list[Json]:
    """An album of 2 to 10 photos or documents; each one counts in the limits."""
    items = call.params["media"]
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of items: an album must include 2-10 items")
    contents = [_album_item(call, item) for item in items]
    group = {"media_group_id": str(call.world.next("album"))}
    first = send(call, contents[0] | group, messages=len(items))
    room = call.world.rooms[first.chat]
    shared = {name: first.body[name] for name in ("reply_to_message", "has_protected_content") if name in first.body}
    rest = [deliver(call.world, room, call.world.bot_id, content | group | shared) for content in contents[1:]]
    return [post.body for post in (first, *rest)]


def _album_item(call: Call, item: Json) -> Json:
    kind = item.get("type")
    if kind not in _ALBUM_FIELDS:
        raise bad_request(f"media of type {kind} is not served by the sandbox")
    make = _photo if kind == "photo" else _document
    return {_ALBUM_FIELDS[kind]: make(call, item["media"])} | formatted(item, "caption", 1024) | kept_options(item)


def _source(call: Call, given: str) -> Upload | Json:
    """What a media parameter points to: an upload of this request, or a stored file's fields."""
    if given.startswith("attach://"):
        upload = call.uploads.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request("can't find attached file")
        if not upload.body:
            raise bad_request("file must be non-empty")
        return upload
    known = media.known_file(call.world, given)
    if known is None and "://" in given:
        raise bad_request("failed to get HTTP URL content")  # the sandbox has no network
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return media.bare(known)


def _photo(call: Call, given: str) -> list[Json]:
    source = _source(call, given)
    if isinstance(source, Upload):
        return media.photo_sizes(call.world, source.body, source.name if "." in source.name else "photo.jpg")
    body = call.world.store.blob(call.world.files[given]["file_path"]) or b""
    width, height = media.picture_size(body)
    return [{**source, "width": width, "height": height}]


def _document(call: Call, given: str) -> Json:
    source = _source(call, given)
    return media.document(call.world, source) if isinstance(source, Upload) else source


@serves("copyMessage")
async def copy_message(call: Call) -> Json:
    """The same content as a new message of the bot, with another caption if given."""
    original = _original(call)
    content = {name: original.body[name] for name in _CONTENT if name in original.body}
    if not content:
        raise bad_request("message can't be copied")
    if "caption" in call.params:
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content |= formatted(call.params, "caption", 1024)
    return {"message_id": send(call, content).id}


@serves("forwardMessage")
async def forward_message(call: Call) -> Json:
    """The same content, saying where it came from."""
    return _forward(call, _original(call)).body


@serves("forwardMessages")
async def forward_messages(call: Call) -> list[Json]:
    """Several forwards; those that can't be found are skipped."""
    source = room_of(call, "from_chat_id")
    found = [find_post(call.world, source, number) for number in sorted(call.params["message_ids"])]
    return [{"message_id": _forward(call, post).id} for post in found if post is not None]


def _forward(call: Call, original: Post) -> Post:
    content = {name: original.body[name] for name in _CONTENT if name in original.body}
    if not content or original.body.get("has_protected_content"):
        raise bad_request("message can't be forwarded")
    sender = {"type": "user", "sender_user": original.body["from"], "date": original.body["date"]}
    return send(call, content | {"forward_origin": original.body.get("forward_origin", sender)})


def _original(call: Call) -> Post:
    room: Room = room_of(call, "from_chat_id")
    post = find_post(call.world, room, call.params["message_id"])
    if post is None:
        raise bad_request(f"message to {'copy' if call.method == 'copyMessage' else 'forward'} not found")
    return post


@serves("editMessageMedia")
async def edit_media(call: Call) -> Json:
    """Replaces a photo or document and its caption."""
    room, post = own_post(call, "edit")
    content = _album_item(call, call.params["media"])
    gone = ("photo", "document", "caption", "caption_entities", "text", "entities", "has_media_spoiler")
    return apply_edit(call, room, post, content, gone)


@serves("sendChatAction")
async def send_action(call: Call) -> bool:
    """typing… and its kin: nothing stays of it."""
    writable_room(call)
    if call.params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
