"""What handlers ask of an update before they act: who speaks, where, what was said, which button.

Filters are async classes, because a sync filter costs a thread hop per update. What needs the database or a codec is
found once per update by the two middlewares and handed on as `place`, `awaited` and `press`.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, TelegramObject, User

from bot.callbacks import BadPress, Press, Verb, decode
from bot.handlers.files import fit
from bot.handlers.talkers import Talkers
from bot.nlp.listener import default_taxonomy
from bot.texts import spoken
from community.clock import Clock
from community.doors import at_home
from community.heard import Heard, Speaker
from community.words import DraftKind, PlaceKind
from storage.drafts import Awaited, awaited_of
from storage.engine import Database, Session
from storage.places import place_of

KNOWN_FOR = timedelta(seconds=30)
TELEGRAM_ITSELF = 777000
NUMBER = re.compile(r"\s*([A-Za-z]{2}-\d{4}-\d{2,4})\s*")
"""A matter's number."""
NAMED = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})\s?-?\s?(\d{4})\s?-?\s?(\d{2,4})(?![\d-])")
"""A matter's number as people write it among other words: BY112604."""
BINDING = frozenset({Verb.SETUP, Verb.BIND, Verb.APPROVE})

Next = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Spot:
    """The group that an update comes from."""

    id: str
    kind: PlaceKind
    community: str | None


class PlaceBook:
    """Which chat is which place, remembered for half a minute so that chatter costs no query."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[datetime, Spot]] = {}

    async def find(self, chat_id: int, database: Database, clock: Clock) -> Spot | None:
        """The place that the chat is; None if we never met it."""
        now = clock.now()
        known = self._known.get(chat_id)
        if known is not None and known[0] > now:
            return known[1]
        spot = await database.read(lambda session: _spot(session, chat_id))
        if spot is not None:
            self._known[chat_id] = (now + KNOWN_FOR, spot)
        return spot

    def forget(self) -> None:
        """Look everything up again."""
        self._known.clear()


class Surroundings(BaseMiddleware):
    """Hands `place` (in groups) or `awaited` (in private) to whatever handles a message, and `talkers`."""

    def __init__(self, book: PlaceBook, talkers: Talkers) -> None:
        self._book = book
        self._talkers = talkers

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        if isinstance(event, Message):
            data["place"], data["awaited"], data["talkers"] = None, None, self._talkers
            if event.chat.type == "private":
                data["awaited"] = await _awaited(event, data["database"], data["clock"])
            else:
                data["place"] = await self._book.find(event.chat.id, data["database"], data["clock"])
        return await handler(event, data)


class Decoded(BaseMiddleware):
    """Hands the decoded `press` on (None: data that we never made), and forgets places when a press may bind one."""

    def __init__(self, book: PlaceBook) -> None:
        self._book = book

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        press = data["press"] = press_of(event.data) if isinstance(event, CallbackQuery) else None
        result = await handler(event, data)
        if press is not None and press.verb in BINDING:
            self._book.forget()
        return result


class Forgetting(BaseMiddleware):
    """A change of the bot's own membership makes every remembered place doubtful."""

    def __init__(self, book: PlaceBook) -> None:
        self._book = book

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        self._book.forget()
        result = await handler(event, data)
        self._book.forget()
        return result


class In(Filter):
    """Said in a place of one of these kinds."""

    def __init__(self, *kinds: PlaceKind) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, message: Message, place: Spot | None) -> bool:
        return place is not None and place.kind in self._kinds


class InPrivate(Filter):
    """Said to the bot alone, by a person."""

    async def __call__(self, message: Message) -> bool:
        return message.chat.type == "private" and speaker(message) is not None


class ByPerson(Filter):
    """Said by a person under their own name: no bot, no channel, no anonymous administrator."""

    async def __call__(self, message: Message) -> bool:
        return speaker(message) is not None


class Awaiting(Filter):
    """A private message of somebody whom the bot has asked for one of these."""

    def __init__(self, *kinds: DraftKind) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, message: Message, awaited: Awaited | None) -> bool:
        return awaited is not None and awaited.kind in self._kinds


class Pressed(Filter):
    """A button of one of these verbs."""

    def __init__(self, *verbs: Verb) -> None:
        self._verbs = frozenset(verbs)

    async def __call__(self, query: CallbackQuery, press: Press | None) -> bool:
        return press is not None and press.verb in self._verbs


class Says(Filter):
    """One of these commands, addressed to us or to nobody, or a plain word that stands for it (`words`)."""

    def __init__(self, *commands: str, words: frozenset[str] = frozenset()) -> None:
        self._commands = frozenset(commands)
        self._words = words

    async def __call__(self, message: Message, bot_name: str) -> bool:
        return command(message, bot_name) in self._commands or (message.text or "").strip() in self._words


class SaysCommand(Filter):
    """Any command, whichever bot it is addressed to: never plain talk."""

    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("/")


def speaker(message: Message) -> Speaker | None:
    """Who wrote it; None for bots, channels, anonymous administrators and Telegram itself."""
    user = message.from_user
    if user is None or user.is_bot or message.sender_chat is not None or user.id == TELEGRAM_ITSELF:
        return None
    return who(user)


def who(user: User) -> Speaker:
    """A Telegram user as the actions know them."""
    return Speaker(user.id, user.full_name)


def heard(message: Message, place: Spot | None) -> Heard:
    """The message as plain values. Only for messages of which `speaker` is not None."""
    person = speaker(message)
    if person is None:
        raise ValueError("nobody to be heard")
    return Heard(
        speaker=person,
        place=place.id if place else None,
        chat_id=message.chat.id,
        message_id=message.message_id,
        at=message.date.astimezone(UTC),
        text=words(message),
        media=media(message),
        reply_to=answered(message),
    )


def answered(message: Message) -> int | None:
    """The message that it answers. In a topic of a group every message carries the one that opened it: no answer."""
    to = message.reply_to_message
    if to is None or (message.is_topic_message and to.message_id == message.message_thread_id):
        return None
    return to.message_id


def number_in(text: str) -> str | None:
    """The matter's number that staff ask for: alone, or behind a word for what they want to do with it."""
    match = NUMBER.search(text)
    if (
        match is not None
        and match.end() == len(text)
        and (not match.start() or spoken.before_number(text[: match.start()]))
    ):
        return match[1].upper()
    return None


def number_named(text: str) -> str | None:
    """The one matter's number that stands anywhere in `text`; None if there is none, or more than one."""
    found = {"-".join(match.groups()).upper() for match in NAMED.finditer(text)}
    return found.pop() if len(found) == 1 else None


def words(message: Message) -> str:
    """Text or caption, without the one character that a database can't keep."""
    return (message.text or message.caption or "").replace("\x00", "")


def media(message: Message) -> tuple[dict[str, Any], ...]:
    """What else it carries and is passed on, in the shape of `community.heard.Heard`."""
    if message.photo:
        return ({"type": "photo", "file_id": message.photo[-1].file_id},)
    if message.voice and fit(message.voice):
        return ({"type": "voice", "file_id": message.voice.file_id},)
    if message.document and fit(message.document):
        return ({"type": "document", "file_id": message.document.file_id},)
    if message.location:
        where = message.location
        return ({"type": "location", "latitude": where.latitude, "longitude": where.longitude},)
    if message.contact:
        return (
            {"type": "contact", "phone": at_home(message.contact.phone_number), "user_id": message.contact.user_id},
        )
    return ()


def command(message: Message, bot_name: str) -> str | None:
    """The command's name, in lower case, if it is one for us."""
    text = message.text or ""
    if not text.startswith("/") or len(text) == 1:
        return None
    name, _, addressee = text.split(maxsplit=1)[0][1:].partition("@")
    return None if addressee and addressee.lower() != bot_name.lower() else name.lower()


def press_of(data: str | None) -> Press | None:
    """The press behind button data; None for what we never made."""
    try:
        press = decode(data or "")
    except BadPress:
        return None
    return press if (press.id + press.arg).isprintable() else None


def sensitive_codes() -> frozenset[str]:
    """The categories that are spoken of in private only."""
    return frozenset(category.code for category in default_taxonomy() if category.sensitive)


def _spot(session: Session, chat_id: int) -> Spot | None:
    place = place_of(session, chat_id)
    return Spot(place.id, place.kind, place.community_id) if place else None


async def _awaited(message: Message, database: Database, clock: Clock) -> Awaited | None:
    user, now = message.from_user, clock.now()
    return await database.read(lambda session: awaited_of(session, user.id, "", now)) if user is not None else None
