"""People speaking: what a client sends, and how it becomes messages and updates."""

import mimetypes
from base64 import b64decode
from typing import Any

from sandbox import markup, media
from sandbox.ask import Ask
from sandbox.errors import ControlError
from sandbox.hearing import hear
from sandbox.params import Upload
from sandbox.people import Person, Post, Room
from sandbox.posting import quoted
from sandbox.speaking import write
from sandbox.words import word

Json = dict[str, Any]
_LONGEST = 4096


def say(ask: Ask) -> Json:
    """POST /sandbox/say: one person's message, photo, file, place, contact, voice, sticker or forward."""
    person = ask.person()
    room = ask.room_of(person)
    common: Json = {}
    if ask.has("reply_to"):
        common["reply_to_message"] = quoted(ask.post(room, "reply_to"))
    if ask.has("forward"):
        common["forward_origin"] = _origin(ask)
    posts = [write(ask.world, person, room, common | content) for content in _contents(ask, person)]
    if room.kind == "grid":
        ask.world.set("talk", {"user": person.id, "chat": room.id})
    answer: Json = {"message_id": posts[0].id}
    return answer | ({"message_ids": [post.id for post in posts]} if len(posts) > 1 else {})


def _contents(ask: Ask, person: Person) -> list[Json]:
    """What each of the messages holds: one, but for albums and long texts."""
    text = ask.text("text", "")
    if ask.has("photo"):
        return _photos(ask, text)
    for name, make in (
        ("voice", _voice),
        ("sticker", _sticker),
        ("document", _document),
        ("location", _location),
        ("contact", _contact),
        ("chat_shared", _shared),
    ):
        if ask.has(name):
            return [make(ask, person)]
    if not text.strip():
        raise ControlError(400, "nothing_said")
    length = markup.units(text)
    if length <= _LONGEST:
        return [{"text": text}]
    if not ask.has("raw"):
        raise ControlError(400, "too_long", length=length)
    return [{"text": piece} for piece in _pieces(text)]


def _pieces(text: str) -> list[str]:
    pieces, current, size = [], "", 0
    for character in text:
        width = markup.units(character)
        if size + width > _LONGEST:
            pieces.append(current)
            current, size = "", 0
        current, size = current + character, size + width
    return [piece for piece in [*pieces, current] if piece.strip()]


def _photos(ask: Ask, text: str) -> list[Json]:
    asked = ask.fields["photo"]
    album = 1
    if isinstance(asked, str) and asked.startswith("album:"):
        album = min(10, max(2, int(asked.partition(":")[2]) if asked.partition(":")[2].isdigit() else 2))
    contents: list[Json] = [{"photo": media.sample_photo(ask.world)} for _ in range(album)]
    if text:
        caption, entities = markup.trim(text, [])
        contents[0] |= {"caption": caption} | ({"caption_entities": entities} if entities else {})
    if album > 1:
        group = str(ask.world.next("album"))
        contents = [content | {"media_group_id": group} for content in contents]
    return contents


def _voice(ask: Ask, _person: Person) -> Json:
    return {"voice": media.sample_voice(ask.world)}


def _sticker(ask: Ask, _person: Person) -> Json:
    return {"sticker": media.sample_sticker(ask.world)}


def _document(ask: Ask, _person: Person) -> Json:
    """A file: {"name", "base64"}; its text goes along as the caption."""
    given = Ask(ask.world, _object(ask.fields["document"], "document"))
    try:
        body = b64decode(given.text("base64"), validate=True)
    except ValueError:
        raise ControlError(400, "bad_field", field="base64", problem=word("want_base64")) from None
    name = given.text("name")
    upload = Upload(name, mimetypes.guess_type(name)[0] or "application/octet-stream", body)
    caption, entities = markup.trim(ask.text("text", ""), [])
    said = {"caption": caption} | ({"caption_entities": entities} if entities else {}) if caption else {}
    return {"document": media.document(ask.world, upload)} | said


def _location(ask: Ask, _person: Person) -> Json:
    given = ask.fields["location"]
    if given is True:
        return {"location": {"latitude": 36.6436, "longitude": 117.9669}}
    place = Ask(ask.world, _object(given, "location"))
    return {"location": {"latitude": place.number("latitude"), "longitude": place.number("longitude")}}


def _contact(ask: Ask, person: Person) -> Json:
    given = ask.fields["contact"]
    if given is True:
        phone = f"+86138{person.id % 100_000_000:08d}"
        return {"contact": {"phone_number": phone, "first_name": person.name, "user_id": person.id}}
    card = Ask(ask.world, _object(given, "contact"))
    name = card.text("first_name", card.text("name", person.name))
    phone = card.text("phone_number", str(card.fields.get("phone") or "")) or card.text("phone_number")
    contact: Json = {"phone_number": phone, "first_name": name}
    return {"contact": contact | ({"user_id": card.integer("user_id")} if card.has("user_id") else {})}


def _shared(ask: Ask, person: Person) -> Json:
    """The group chosen after a request_chat button: {"chat_id", "request_id"}; only one that the person is in."""
    given = Ask(ask.world, _object(ask.fields["chat_shared"], "chat_shared"))
    room = Ask(ask.world, {"chat": given.integer("chat_id")}).room_of(person)
    return {"chat_shared": {"request_id": given.integer("request_id"), "chat_id": room.id, "title": room.title}}


def _object(given: Any, name: str) -> Json:
    if not isinstance(given, dict):
        raise ControlError(400, "bad_field", field=name, problem=word("want_object"))
    return given


def _origin(ask: Ask) -> Json:
    given = ask.fields["forward"]
    name = given.get("from") if isinstance(given, dict) else None
    return {
        "type": "hidden_user",
        "sender_user_name": str(name or word("forward_name")),
        "date": ask.world.clock.stamp() - 60,
    }


def edit(ask: Ask) -> Json:
    """POST /sandbox/edit: a person changes the text or caption of their own message; the bot gets edited_message."""
    person, room, post = _message(ask)
    if post.by != person.id:
        raise ControlError(409, "not_own_message", name=person.name)
    field = "caption" if "photo" in post.body else "text"
    content, entities = markup.trim(ask.text("text"), [])
    if not content:
        raise ControlError(400, "nothing_said")
    kind = "caption_entities" if field == "caption" else "entities"
    post.body = {key: value for key, value in post.body.items() if key != kind} | {field: content}
    post.body |= {"edit_date": ask.world.clock.stamp()} | ({kind: entities} if entities else {})
    post.edited = True
    ask.world.keep(post)
    hear(ask.world, room, post, "edited_message")
    return {"message_id": post.id}


def delete(ask: Ask) -> Json:
    """POST /sandbox/delete: gone from everyone's phone; Telegram never tells the bot. Others' only by who may."""
    person, room, post = _message(ask)
    if post.by != person.id and not (room.private or room.led_by(person.id)):
        raise ControlError(409, "not_own_message", name=person.name)
    ask.world.remove(post)
    return {"message_id": post.id}


def _message(ask: Ask) -> tuple[Person, Room, Post]:
    person = ask.person()
    room = ask.room_of(person)
    return person, room, ask.post(room)
