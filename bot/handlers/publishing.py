"""Announcements: /publish, the text that is waited for, the buttons of the card."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions import announcements, publishing
from actions.rewording import follow_edit
from actions.telling import tell
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.awaiting import AwaitedHere, Written
from bot.handlers.context import Awaiting, ByPerson, In, InPrivate, Pressed, Says, Spot, speaker, who, words
from bot.texts import spoken
from bot.texts.announcements import CONFIRM, NONE
from bot.texts.publishing_toasts import Published, publishing_toast
from bot.texts.toasts import Toast
from community.clock import Clock
from community.facts import NoteKind
from community.heard import Speaker
from community.words import DraftKind, PlaceKind
from storage.announcing import reworded, sent_lately
from storage.engine import Database


class Rewords(Filter):
    """The edited message is the one in which somebody wrote an announcement; its words are handed on as `text`."""

    async def __call__(
        self, message: Message, place: Spot | None, database: Database, clock: Clock
    ) -> bool | dict[str, str]:
        person, now, desk = speaker(message), clock.now(), place.id if place is not None else None
        text = words(message).removeprefix("/publish").strip()
        if person is None or not text:
            return False
        found = await database.read(lambda session: reworded(session, person.user_id, desk, text, now))
        return {"text": text} if found is not None else False


class WroteWrong(Filter):
    """Somebody who sent an announcement lately says that there is a slip in it."""

    async def __call__(self, message: Message, database: Database, clock: Clock) -> bool:
        person, now = speaker(message), clock.now()
        if person is None or spoken.WROTE_WRONG.match(message.text or "") is None:
            return False
        return await database.read(lambda session: sent_lately(session, person.user_id, now))


def build() -> Router:
    """The router of announcements; before the routers that hear talk."""
    router = Router(name="publishing")
    router.message.register(publish, ByPerson(), Says("publish"))
    router.message.register(written, ByPerson(), Awaiting(DraftKind.PUBLISH), Written())
    router.message.register(written, In(PlaceKind.STAFF), ByPerson(), Written(), AwaitedHere(DraftKind.PUBLISH))
    router.message.register(slipped, InPrivate(), WroteWrong())
    router.edited_message.register(edited, InPrivate(), Rewords())
    router.edited_message.register(edited, In(PlaceKind.STAFF), ByPerson(), Rewords())
    router.callback_query.register(pressed, Pressed(*PRESSES))
    return router


async def publish(message: Message, place: Spot | None, do: Do) -> None:
    """/publish, with the text behind it or without."""
    _, *rest = (message.text or "").split(maxsplit=1)
    await _write(message, place, do, "".join(rest))


async def written(message: Message, place: Spot | None, do: Do) -> None:
    """The text that was waited for."""
    await _write(message, place, do, words(message))


async def slipped(message: Message, do: Do) -> None:
    """刚才那条日期写错了"""
    person = speaker(message)
    if person is not None:
        await do(tell, speaker=person, what=NoteKind.SENT_STAYS)


async def edited(message: Message, place: Spot | None, text: str, do: Do) -> None:
    """29日 was written and should be 28日."""
    person = speaker(message)
    if person is not None:
        await do(follow_edit, speaker=person, place=place.id if place is not None else None, text=text)


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
