"""What the bot waits for: whether a message may be it, and 算了, which ends the waiting."""

from aiogram import Bot, Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions.telling import give_up
from actions.tx import Do
from bot.handlers.context import ByPerson, In, InPrivate, Spot, number_in, speaker, words
from bot.handlers.rights import WORDS
from bot.texts import spoken
from community.clock import Clock
from community.words import DraftKind, PlaceKind
from storage.drafts import Awaited, awaited_of
from storage.engine import Database

GIVEN_UP = frozenset(
    {DraftKind.PUBLISH, DraftKind.SETUP, DraftKind.APPLY, DraftKind.GUIDE, DraftKind.QUESTION, DraftKind.ANSWER}
)
"""What 算了 ends. Where a door or a time was asked for it may mean that nobody is wanted any more."""


class Written(Filter):
    """Words, and no command, however it is said; 帮助 is never what was asked for."""

    async def __call__(self, message: Message) -> bool:
        text = words(message).strip()
        return bool(text) and not text.startswith("/") and text not in WORDS and number_in(text) is None


class AwaitedHere(Filter):
    """The bot asked this person, in this staff chat, for one of these, and they are not talking to somebody else."""

    def __init__(self, *kinds: DraftKind) -> None:
        self._kinds = frozenset(kinds)

    async def __call__(self, message: Message, place: Spot, database: Database, clock: Clock, bot: Bot) -> bool:
        user, now, to = message.from_user, clock.now(), message.reply_to_message
        if user is None or (to is not None and (to.from_user is None or to.from_user.id != bot.id)):
            return False
        awaited = await database.read(lambda session: awaited_of(session, user.id, place.id, now))
        return awaited is not None and awaited.kind in self._kinds


class GivesUp(Filter):
    """算了: said by somebody who was asked for one of GIVEN_UP, by nobody else than the bot."""

    async def __call__(self, message: Message, awaited: Awaited | None, place: Spot | None) -> bool:
        if not spoken.gives_up(message.text or ""):
            return False
        return place is not None or (awaited is not None and awaited.kind in GIVEN_UP and not awaited.for_another)


def build() -> Router:
    """The router of 算了; before the routers of those who wait."""
    router = Router(name="awaiting")
    router.message.register(stop, InPrivate(), GivesUp())
    router.message.register(stop, In(PlaceKind.STAFF), ByPerson(), GivesUp(), AwaitedHere(*GIVEN_UP))
    return router


async def stop(message: Message, place: Spot | None, do: Do) -> None:
    """算了"""
    person = speaker(message)
    if person is not None:
        await do(give_up, speaker=person, place=place.id if place is not None else None)
