"""A person's talk with the bot alone."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions.answering import FREE
from actions.calling import call_person
from actions.listening import Said, listen_again
from actions.listening_in_private import listen_in_private
from actions.telling import rest_in_words, tell
from actions.tx import Do
from bot.handlers.context import InPrivate, Says, SaysCommand, heard, sensitive_codes, speaker, words
from bot.handlers.files import Unfit
from bot.metrics import UNDERSTANDING
from bot.nlp.guide import Guide
from bot.nlp.hints import read_hints
from bot.nlp.listener import Listener
from bot.texts import spoken
from community.clock import Clock
from community.facts import NoteKind
from community.understanding import Kind
from community.words import DraftKind
from storage.drafts import Awaited
from storage.engine import Database
from storage.people import acts_for_partner, in_danger, may_come_to_harm

ASKED_BRIEFLY = frozenset({DraftKind.DOOR, DraftKind.TIME, DraftKind.ETA, DraftKind.REPORT})
"""What thanks are no answer to."""


class RestsToday(Filter):
    """A partner says in their own words that they take no orders today, and was not asked for words to pass on."""

    async def __call__(self, message: Message, database: Database, awaited: Awaited | None) -> bool:
        person = speaker(message)
        if person is None or not spoken.rests(words(message)) or (awaited is not None and awaited.kind in FREE):
            return False
        return await database.read(lambda session: acts_for_partner(session, person.user_id))


class WantsPerson(Filter):
    """They want a person, or complain, and of nothing that somebody could be sent for. Danger is heard as danger, and
    so is what they say while it stands."""

    async def __call__(
        self, message: Message, database: Database, awaited: Awaited | None, listener: Listener, clock: Clock
    ) -> bool:
        person, said = speaker(message), message.text or ""
        wants = spoken.wants_person(said)
        if person is None or not (wants or spoken.complains(said)) or (awaited is not None and awaited.kind in FREE):
            return False
        meaning = listener.understand(said, now=clock.now(), private=True)
        if meaning.urgent or meaning.grave or not (wants or meaning.kind is Kind.CHATTER):
            return False
        return not await database.read(lambda session: in_danger(session, person.user_id))


class Courtesy(Filter):
    """Thanks, a smile or a hello, and nothing that a person was asked to write in their own words. Where they may come
    to harm it is a word like any other: somebody reads it."""

    async def __call__(self, message: Message, database: Database, awaited: Awaited | None) -> bool:
        person = speaker(message)
        if not message.text or person is None or (awaited is not None and awaited.kind not in ASKED_BRIEFLY):
            return False
        if not (spoken.thanks(message.text) or spoken.greets(message.text)):
            return False
        return not await database.read(lambda session: may_come_to_harm(session, person.user_id))


def build() -> Router:
    """The router that hears, last of all, whatever is said in private: a person waits for an answer."""
    router = Router(name="private")
    router.message.register(help_them, InPrivate(), Says("help", "menu", words=spoken.HELP))
    router.message.register(show_mine, InPrivate(), Says("my", words=spoken.MINE))
    router.message.register(show_privacy, InPrivate(), Says("privacy"))
    router.message.register(help_them, InPrivate(), SaysCommand())
    router.message.register(refuse_file, InPrivate(), Unfit())
    router.message.register(rest, InPrivate(), RestsToday())
    router.message.register(call_staff, InPrivate(), WantsPerson())
    router.message.register(be_kind, InPrivate(), Courtesy())
    router.message.register(hear, InPrivate())
    router.edited_message.register(hear_again, InPrivate())
    return router


async def rest(message: Message, do: Do) -> None:
    """今天休息, as good as the button."""
    person = speaker(message)
    if person is not None:
        await do(rest_in_words, speaker=person)


async def call_staff(message: Message, do: Do, listener: Listener, guide: Guide, clock: Clock) -> None:
    """叫人工, 我要投诉"""
    said = _said(message, listener, guide, clock)
    await do(call_person, heard=said.heard, meaning=said.meaning)


async def be_kind(message: Message, do: Do) -> None:
    """谢谢, 你好, 😀"""
    await _tell(message, do, NoteKind.THANKED if spoken.thanks(words(message)) else NoteKind.GREETED)


async def hear(message: Message, do: Do, listener: Listener, guide: Guide, clock: Clock) -> None:
    """Words, pictures, places, voices."""
    await do(listen_in_private, said=_said(message, listener, guide, clock), sensitive=sensitive_codes())


async def hear_again(message: Message, do: Do, listener: Listener, guide: Guide, clock: Clock) -> None:
    """Edited words."""
    await do(listen_again, said=_said(message, listener, guide, clock), sensitive=sensitive_codes())


async def refuse_file(message: Message, do: Do) -> None:
    """A program, a sheet, something huge."""
    await _tell(message, do, NoteKind.BAD_FILE)


async def help_them(message: Message, do: Do) -> None:
    """/help, and any command that there is not."""
    await _tell(message, do, NoteKind.HELP)


async def show_mine(message: Message, do: Do) -> None:
    """/my"""
    await _tell(message, do, NoteKind.MINE)


async def show_privacy(message: Message, do: Do) -> None:
    """/privacy"""
    await _tell(message, do, NoteKind.PRIVACY)


def _said(message: Message, listener: Listener, guide: Guide, clock: Clock) -> Said:
    text = words(message)
    with UNDERSTANDING.time():
        meaning = listener.understand(text, now=clock.now(), private=True)
    return Said(
        heard(message, None),
        meaning,
        secondhand=message.forward_origin is not None,
        withdraws=read_hints(text).ending is not None,
        guide=guide,
    )


async def _tell(message: Message, do: Do, what: NoteKind) -> None:
    person = speaker(message)
    if person is not None:
        await do(tell, speaker=person, what=what)
