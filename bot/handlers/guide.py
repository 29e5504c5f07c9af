"""The 办事指南: /guide, what staff write of an entry, the sheet they send, answers given by replying, the buttons."""

import asyncio
from collections.abc import Mapping
from datetime import date

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions import guide, inquiries, replying
from actions.guide_sheet import take_sheet
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.awaiting import AwaitedHere, Written
from bot.handlers.context import Awaiting, ByPerson, In, InPrivate, Pressed, Says, Spot, speaker, who, words
from bot.handlers.touch import Act, Touch
from bot.texts.guide import WORDS, guide_toast
from bot.texts.guide_sheet import LARGEST, read_sheet
from bot.texts.toasts import Toast
from community.clock import SHANGHAI, Clock
from community.guide import Problem, SheetRow, Why
from community.words import DraftKind, PlaceKind, Role
from storage.engine import Database, Session
from storage.people import has_role, person_of

SHEET = ".xlsx"


class SendsSheet(Filter):
    """A member of staff sends a sheet."""

    async def __call__(self, message: Message, database: Database) -> bool:
        user, document = message.from_user, message.document
        if user is None or document is None or not (document.file_name or "").lower().endswith(SHEET):
            return False

        def is_staff(session: Session) -> bool:
            person = person_of(session, user.id)
            return person is not None and has_role(session, person.id, Role.STAFF, None)

        return await database.read(is_staff)


class RepliesToBot(Filter):
    """A reply to something that the bot said, in words, no command."""

    async def __call__(self, message: Message, bot: Bot) -> bool:
        to = message.reply_to_message
        text = message.text or ""
        return to is not None and to.from_user is not None and to.from_user.id == bot.id and text[:1] not in ("", "/")


def build() -> Router:
    """The router of the guide; before the routers that hear talk."""
    router = Router(name="guide")
    desk = In(PlaceKind.STAFF)
    router.message.register(open_list, desk, ByPerson(), Says("guide", words=WORDS))
    router.message.register(open_list, InPrivate(), Says("guide"))
    router.message.register(written, InPrivate(), Awaiting(DraftKind.GUIDE), Written())
    router.message.register(sheet, InPrivate(), SendsSheet())
    router.message.register(reply, desk, ByPerson(), RepliesToBot())
    router.message.register(answer, desk, ByPerson(), Written(), AwaitedHere(DraftKind.ANSWER))
    router.callback_query.register(pressed, Pressed(Verb.GUIDE))
    return router


async def open_list(message: Message, place: Spot | None, do: Do) -> None:
    """/guide"""
    person = speaker(message)
    if person is not None:
        await do(guide.open_guide, speaker=person, place=place.id if place else None)


async def written(message: Message, do: Do) -> None:
    """One field, or a whole entry in labelled lines."""
    person = speaker(message)
    if person is not None:
        await do(guide.write_guide, speaker=person, words=words(message))


async def sheet(message: Message, do: Do, bot: Bot, clock: Clock) -> None:
    """The sheet comes back."""
    person = speaker(message)
    if person is not None:
        await do(take_sheet, speaker=person, rows=await _rows(message, bot, clock.now().astimezone(SHANGHAI).date()))


async def _rows(message: Message, bot: Bot, today: date) -> tuple[SheetRow, ...] | Problem:
    if message.document is None or (message.document.file_size or 0) > LARGEST:
        return Problem(Why.TOO_BIG)
    file = await bot.download(message.document)
    if file is None:
        return Problem(Why.NO_SHEET)
    return await asyncio.to_thread(read_sheet, file.read(), today)  # seconds, for a file that is made to be slow


async def reply(message: Message, place: Spot, do: Do) -> None:
    """A card is replied to: that is the answer."""
    person, to = speaker(message), message.reply_to_message
    if person is not None and to is not None:
        await do(
            replying.reply_at_desk,
            speaker=person,
            place=place.id,
            chat=message.chat.id,
            message=to.message_id,
            words=words(message),
        )


async def answer(message: Message, place: Spot, do: Do) -> None:
    """答复 was pressed here: this is it."""
    person = speaker(message)
    if person is not None:
        await do(replying.write_at_desk, speaker=person, place=place.id, words=words(message))


async def pressed(query: CallbackQuery, press: Press, do: Do) -> Toast | None:
    """A button of the list or of an entry."""
    subject, page = press.id, press.arg
    return guide_toast(await do(guide.turn_guide, speaker=who(query.from_user), subject=subject, page=page))


async def keep(touch: Touch) -> Toast | None:
    """存入办事指南"""
    return touch.answer(await touch.do(inquiries.keep_answer, speaker=touch.speaker, matter=touch.press.id))


async def missed(touch: Touch) -> Toast | None:
    """没答上"""
    return touch.answer(await touch.do(inquiries.not_answered, speaker=touch.speaker, matter=touch.press.id))


PRESSES: Mapping[Verb, Act] = {Verb.GUIDE_KEEP: keep, Verb.NOT_ANSWERED: missed}
