"""Teaching the bot: /teach, a word that staff write, the buttons."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import teaching
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.awaiting import Written
from bot.handlers.context import Awaiting, ByPerson, In, InPrivate, Pressed, Says, Spot, speaker, who, words
from bot.nlp.listener import default_taxonomy
from bot.texts import toasts
from bot.texts.teaching import SAID, teaching_toast
from bot.texts.toasts import Toast
from community.teaching import AS, OFF
from community.words import DraftKind, PlaceKind


def build() -> Router:
    """The router of teaching; before the routers that hear talk."""
    router = Router(name="teaching")
    router.message.register(open_list, In(PlaceKind.STAFF), ByPerson(), Says("teach", words=SAID))
    router.message.register(open_list, InPrivate(), Says("teach"))
    router.message.register(written, InPrivate(), Awaiting(DraftKind.WORD), Written())
    router.callback_query.register(pressed, Pressed(Verb.TEACH))
    return router


async def open_list(message: Message, place: Spot | None, do: Do) -> None:
    """/teach"""
    person = speaker(message)
    if person is not None:
        await do(teaching.open_teaching, speaker=person, place=place.id if place else None)


async def written(message: Message, do: Do) -> None:
    """A word."""
    person = speaker(message)
    if person is not None:
        await do(teaching.write_word, speaker=person, words=words(message))


async def pressed(query: CallbackQuery, press: Press, do: Do) -> Toast | None:
    """A button of the card."""
    step, _, about = press.arg.partition("=")
    if step in {AS, OFF} and about not in default_taxonomy():
        return toasts.UNKNOWN
    subject, page = press.id, press.arg
    return teaching_toast(await do(teaching.turn_teaching, speaker=who(query.from_user), subject=subject, page=page))
