"""我的数据: /mydata in private, and the buttons of its cards."""

from collections.abc import Mapping

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions import mydata
from actions.forgetting import Forgotten
from actions.tx import Do
from bot.callbacks import Verb
from bot.handlers.context import InPrivate, Says, speaker
from bot.handlers.touch import Act, Touch
from bot.texts import toasts
from bot.texts.mydata import ASK, WORDS, forgets
from bot.texts.toasts import Toast


class WantsForgetting(Filter):
    """把我电话删掉: they see all that is kept, with the button that deletes it."""

    async def __call__(self, message: Message) -> bool:
        return forgets(message.text or "")


def build() -> Router:
    """The router of the command; before the router of private talk."""
    router = Router(name="mydata")
    router.message.register(open_mydata, InPrivate(), Says("mydata", words=WORDS))
    router.message.register(open_mydata, InPrivate(), WantsForgetting())
    return router


async def open_mydata(message: Message, do: Do) -> None:
    """/mydata; staff add a matter's number to see the data of whoever asked for it."""
    person = speaker(message)
    text = message.text or ""
    _, _, number = text.partition(" ")
    if person is not None:
        given = number.strip().upper() if text.startswith("/") else ""
        await do(mydata.open_mydata, speaker=person, number=given)


async def export(touch: Touch) -> Toast | None:
    """导出成文件"""
    return _told(touch, await touch.do(mydata.export_mydata, speaker=touch.speaker, person=touch.press.id))


async def forget(touch: Touch) -> Toast | None:
    """删除: asked first, then done."""
    person, unfinished = touch.press.id, touch.press.arg
    if unfinished == ASK:
        return _told(touch, await touch.do(mydata.ask_forget, speaker=touch.speaker, person=person))
    if unfinished == "no":
        return toasts.NOT_FORGOTTEN
    result = await touch.do(mydata.forget_mydata, speaker=touch.speaker, person=person, unfinished=unfinished)
    if isinstance(result, Forgotten):
        await touch.database.scrub()
    return _told(touch, result)


def _told(touch: Touch, result: mydata.Result) -> Toast | None:
    match result:
        case Forgotten():
            return toasts.FORGOTTEN
        case mydata.NotYours():
            return toasts.refused(touch.press.verb)
        case mydata.NobodyThere() | mydata.FirstThis():
            return toasts.STALE
        case _:
            return None


PRESSES: Mapping[Verb, Act] = {Verb.EXPORT: export, Verb.FORGET: forget}
