"""What staff press on the desk's cards, and the little that the bot hears in a staff chat."""

from collections.abc import Mapping
from functools import partial

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions import desk, doubts, letters, telling, unsure_danger
from actions.digest import ask_digest
from actions.outcomes import Done
from actions.sheets import ask_sheet
from actions.tx import Do
from bot.callbacks import Verb
from bot.handlers.context import ByPerson, In, InPrivate, Says, Spot, command, number_named, sensitive_codes, speaker
from bot.handlers.touch import Act, Touch
from bot.nlp.listener import default_taxonomy
from bot.texts import spoken, toasts
from bot.texts.desk import BACK, PAGE_IGNORE, PAGE_LABEL
from bot.texts.letters import ALL, NO_DESK, WORDS
from bot.texts.toasts import Toast
from community.facts import NoteKind
from community.reasons import Ignored
from community.words import PlaceKind

LONGEST_NUMBER = 18
SHEETS: Mapping[str, tuple[frozenset[str], NoteKind]] = {
    "overdue": (spoken.OVERDUE, NoteKind.OVERDUE),
    "report": (spoken.REPORT, NoteKind.REPORT),
    "roster": (spoken.ROSTER, NoteKind.ROSTER),
}
"""Command → the plain words for it, and what it shows."""


class NamesMatter(Filter):
    """The message names a matter by its number, whatever else it says; handed on as `number`."""

    async def __call__(self, message: Message) -> bool | dict[str, str]:
        number = number_named(message.text or "")
        return {"number": number} if number else False


class AsksDesk(Filter):
    """A command that there is not, or plain words that seem to ask the bot for something."""

    async def __call__(self, message: Message, bot_name: str) -> bool:
        text = message.text or ""
        return command(message, bot_name) is not None if text.startswith("/") else spoken.asks_desk(text)


def build() -> Router:
    """The router of the staff chats. Plain talk among staff is not the bot's business."""
    router = Router(name="staff")
    router.message.register(today, In(PlaceKind.STAFF), ByPerson(), Says("today", words=spoken.TODAY))
    for name, (said, what) in SHEETS.items():
        asked = partial(sheet, what=what)
        router.message.register(asked, In(PlaceKind.STAFF), ByPerson(), Says(name, words=said))
    router.message.register(unsent, In(PlaceKind.STAFF), ByPerson(), Says("unsent", words=WORDS))
    router.message.register(unsent, InPrivate(), Says("unsent", words=WORDS))
    router.message.register(
        help_desk, In(PlaceKind.STAFF), ByPerson(), Says("help", "start", "menu", words=spoken.HELP)
    )
    router.message.register(look_up, In(PlaceKind.STAFF), ByPerson(), NamesMatter())
    router.message.register(help_desk, In(PlaceKind.STAFF), ByPerson(), AsksDesk())
    return router


async def today(message: Message, place: Spot, do: Do) -> None:
    """/today: how the matters stand."""
    person = speaker(message)
    if person is not None:
        await do(ask_digest, speaker=person, place=place.id)


async def sheet(message: Message, place: Spot, do: Do, what: NoteKind) -> None:
    """/overdue, /report, /roster"""
    person = speaker(message)
    if person is not None:
        await do(ask_sheet, speaker=person, place=place.id, what=what)


async def unsent(message: Message, place: Spot | None, do: Do) -> None:
    """/unsent: what did not arrive."""
    person = speaker(message)
    if person is not None:
        await do(letters.open_unsent, speaker=person, place=place.id if place else None)


async def help_desk(message: Message, place: Spot, do: Do) -> None:
    """/help: what can be done at the desk."""
    person = speaker(message)
    if person is not None:
        await do(telling.help_desk, speaker=person, place=place.id)


async def look_up(message: Message, place: Spot, number: str, do: Do) -> None:
    """BY-1121-07: the matter's card comes down to the end of the chat."""
    person = speaker(message)
    if person is not None:
        await do(desk.show_matter, speaker=person, place=place.id, number=number)


async def confirm(touch: Touch) -> Toast | None:
    """确认"""
    return touch.answer(await touch.do(desk.confirm_matter, speaker=touch.speaker, matter=touch.press.id))


async def turn(touch: Touch) -> Toast | None:
    """改类、合并、更多、返回: another page of the card."""
    page = touch.press.arg
    result = await touch.do(desk.show_desk_page, speaker=touch.speaker, matter=touch.press.id, page=page)
    return None if isinstance(result, Done) else touch.answer(result)


async def relabel(touch: Touch) -> Toast | None:
    """改成这一类"""
    category = touch.press.arg
    if category not in default_taxonomy():
        return toasts.UNKNOWN
    result = await touch.do(
        desk.relabel_matter,
        speaker=touch.speaker,
        matter=touch.press.id,
        category=category,
        sensitive=sensitive_codes(),
    )
    return touch.answer(result)


async def merge(touch: Touch) -> Toast | None:
    """并入这一件"""
    matter, into = touch.press.id, touch.press.arg
    return touch.answer(await touch.do(desk.merge_matter, speaker=touch.speaker, matter=matter, into=into))


async def ignore(touch: Touch) -> Toast | None:
    """忽略: why? One of the reasons; or 恢复, back from it."""
    matter, why = touch.press.id, touch.press.arg
    if why == BACK:
        result = await touch.do(desk.restore_matter, speaker=touch.speaker, matter=matter)
        return toasts.RESTORED if isinstance(result, Done) else touch.answer(result)
    if why in set(Ignored):
        return touch.answer(await touch.do(desk.ignore_matter, speaker=touch.speaker, matter=matter, why=Ignored(why)))
    shown = await touch.do(desk.show_desk_page, speaker=touch.speaker, matter=matter, page=PAGE_IGNORE)
    return None if isinstance(shown, Done) else touch.answer(shown)


async def follow(touch: Touch) -> Toast | None:
    """我来跟进"""
    return touch.answer(await touch.do(desk.follow_matter, speaker=touch.speaker, matter=touch.press.id))


async def calm(touch: Touch) -> Toast | None:
    """不是险情"""
    return touch.answer(await touch.do(desk.calm_matter, speaker=touch.speaker, matter=touch.press.id))


async def reply(touch: Touch) -> Toast | None:
    """答复"""
    matter = touch.press.id
    return touch.answer(await touch.do(desk.ask_reply, speaker=touch.speaker, matter=matter, chat=touch.chat))


async def retry(touch: Touch) -> Toast | None:
    """再试: of a letter that did not arrive."""
    ident = touch.press.id
    if not ident.isascii() or not ident.isdecimal() or len(ident) > LONGEST_NUMBER:
        return toasts.UNKNOWN
    match await touch.do(letters.retry_letter, speaker=touch.speaker, letter=int(ident)):
        case letters.Again():
            return toasts.AGAIN
        case letters.NotStaff():
            return toasts.refused(touch.press.verb)
        case _:
            return toasts.STALE


async def turn_letters(touch: Touch) -> Toast | None:
    """另一页；全部再试"""
    desk, arg = touch.press.id, touch.press.arg
    if arg == ALL:
        match await touch.do(letters.retry_letters, speaker=touch.speaker):
            case letters.AgainAll(count=count):
                return toasts.again_all(count)
            case letters.NotStaff():
                return toasts.refused(touch.press.verb)
            case _:
                return toasts.STALE
    if not arg.isascii() or not arg.isdecimal() or len(arg) > 4:
        return toasts.UNKNOWN
    place = None if desk == NO_DESK else desk
    result = await touch.do(letters.turn_unsent, speaker=touch.speaker, place=place, page=int(arg))
    return toasts.refused(touch.press.verb) if result is not None else None


async def doubt_is_need(touch: Touch) -> Toast | None:
    """存疑：是诉求; the menu of categories, or one of them."""
    question, category = touch.press.id, touch.press.arg
    if category in {"", BACK}:
        page = "" if category else PAGE_LABEL
        result = await touch.do(doubts.show_doubt_page, speaker=touch.speaker, question=question, page=page)
        return touch.answer(result)
    if category not in default_taxonomy():
        return toasts.UNKNOWN
    return await _settle(touch, category)


async def doubt_is_nothing(touch: Touch) -> Toast | None:
    """存疑：不是"""
    return await _settle(touch, None)


async def follow_doubt(touch: Touch) -> Toast | None:
    """存疑里可能有危险：我来跟进，或者：是这个社区的"""
    result = await touch.do(
        unsure_danger.follow_doubt,
        speaker=touch.speaker,
        question=touch.press.id,
        sensitive=sensitive_codes(),
        community=touch.press.arg,
    )
    return touch.answer(result)


async def _settle(touch: Touch, category: str | None) -> Toast | None:
    result = await touch.do(
        doubts.settle_doubt,
        speaker=touch.speaker,
        question=touch.press.id,
        category=category,
        sensitive=sensitive_codes(),
        chat=touch.chat,
    )
    return touch.answer(result)


PRESSES: Mapping[Verb, Act] = {
    Verb.CONFIRM: confirm,
    Verb.MENU: turn,
    Verb.RELABEL: relabel,
    Verb.MERGE: merge,
    Verb.IGNORE: ignore,
    Verb.FOLLOW: follow,
    Verb.REPLY: reply,
    Verb.CALM: calm,
    Verb.RETRY: retry,
    Verb.LETTERS: turn_letters,
    Verb.DOUBT_NEED: doubt_is_need,
    Verb.DOUBT_DROP: doubt_is_nothing,
    Verb.DOUBT_FOLLOW: follow_doubt,
}
