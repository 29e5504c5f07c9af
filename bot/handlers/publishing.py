"""Announcements: /publish, the text that is waited for, the buttons of the card."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions import announcements, publishing
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.awaiting import AwaitedHere, Written
from bot.handlers.context import Awaiting, ByPerson, In, Pressed, Says, Spot, speaker, who, words
from bot.texts.announcements import CONFIRM, NONE
from bot.texts.publishing_toasts import Published, publishing_toast
from bot.texts.toasts import Toast
from community.heard import Speaker
from community.words import DraftKind, PlaceKind


def build() -> Router:
    """The router of announcements; before the routers that hear talk."""
    router = Router(name="publishing")
    router.message.register(publish, ByPerson(), Says("publish"))
    router.message.register(written, ByPerson(), Awaiting(DraftKind.PUBLISH), Written())
    router.message.register(written, In(PlaceKind.STAFF), ByPerson(), Written(), AwaitedHere(DraftKind.PUBLISH))
    router.callback_query.register(pressed, Pressed(*PRESSES))
    return router


async def publish(message: Message, place: Spot | None, do: Do) -> None:
    """/publish, with the text behind it or without."""
    _, *rest = (message.text or "").split(maxsplit=1)
    await _write(message, place, do, "".join(rest))


async def written(message: Message, place: Spot | None, do: Do) -> None:
    """The text that was waited for."""
    await _write(message, place, do, words(message))


async def _write(message: Message, place: Spot | None, do: Do, text: str) -> None:
    person = speaker(message)
    if person is not None:
        desk = place.id if place is not None and place.kind is PlaceKind.STAFF else None
        await do(announcements.write_announcement, speaker=person, place=desk, text=text)


Step = Callable[[Do, Speaker, Press], Awaitable[Published]]


async def _choose(do: Do, person: Speaker, press: Press) -> Published:
    return await do(announcements.toggle_group, speaker=person, announcement=press.id, place=press.arg)


async def _choose_all(do: Do, person: Speaker, press: Press) -> Published:
    none, page = press.arg.startswith(NONE), press.arg.removeprefix(NONE)
    return await do(announcements.choose_all, speaker=person, announcement=press.id, none=none, page=page)


async def _turn(do: Do, person: Speaker, press: Press) -> Published:
    return await do(announcements.turn_page, speaker=person, announcement=press.id, page=press.arg)


async def _preview(do: Do, person: Speaker, press: Press) -> Published:
    return await do(announcements.turn_page, speaker=person, announcement=press.id, page=CONFIRM)


async def _send(do: Do, person: Speaker, press: Press) -> Published:
    if press.arg:
        return await do(publishing.post_again, speaker=person, announcement=press.id, place=press.arg)
    return await do(publishing.send_announcement, speaker=person, announcement=press.id)


async def _rewrite(do: Do, person: Speaker, press: Press) -> Published:
    return await do(announcements.rewrite_announcement, speaker=person, announcement=press.id)


async def _cancel(do: Do, person: Speaker, press: Press) -> Published:
    return await do(announcements.cancel_announcement, speaker=person, announcement=press.id)


async def _recall(do: Do, person: Speaker, press: Press) -> Published:
    return await do(publishing.recall_announcement, speaker=person, announcement=press.id)


PRESSES: Mapping[Verb, Step] = {
    Verb.PLACE: _choose,
    Verb.ALL_PLACES: _choose_all,
    Verb.GROUPS: _turn,
    Verb.PREVIEW: _preview,
    Verb.SEND: _send,
    Verb.REWRITE: _rewrite,
    Verb.CANCEL: _cancel,
    Verb.RECALL: _recall,
}


async def pressed(query: CallbackQuery, press: Press, do: Do) -> Toast | None:
    """A button of the card."""
    return publishing_toast(await PRESSES[press.verb](do, who(query.from_user), press))
