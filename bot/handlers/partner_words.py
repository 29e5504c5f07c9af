"""What a partner writes in private of its own work, which nobody else's words may be taken for."""

from collections.abc import Callable

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions import partner_words
from actions.answering import FREE
from actions.tx import Do
from bot.handlers.context import InPrivate, speaker, words
from bot.nlp.listener import Listener
from bot.texts import spoken
from community.clock import Clock
from storage.drafts import Awaited
from storage.engine import Database
from storage.people import acts_for_partner, may_come_to_harm


class PartnerSays(Filter):
    """A partner's words of that kind, and nothing was asked for that they might be."""

    def __init__(self, said: Callable[[str], bool]) -> None:
        self._said = said

    async def __call__(
        self, message: Message, database: Database, awaited: Awaited | None, listener: Listener, clock: Clock
    ) -> bool:
        person = speaker(message)
        if person is None or not self._said(words(message)) or (awaited is not None and awaited.kind in FREE):
            return False
        meaning = listener.understand(words(message), now=clock.now(), private=True)
        if meaning.urgent or meaning.grave:
            return False
        user = person.user_id
        return await database.read(lambda one: acts_for_partner(one, user) and not may_come_to_harm(one, user))


def build() -> Router:
    """The router of partners' words; before the router of private talk."""
    router = Router(name="partner words")
    router.message.register(orders, InPrivate(), PartnerSays(lambda said: said.strip() in spoken.MY_ORDERS))
    router.message.register(pause, InPrivate(), PartnerSays(spoken.pauses))
    router.message.register(resume, InPrivate(), PartnerSays(spoken.resumes))
    router.message.register(for_staff, InPrivate(), PartnerSays(spoken.for_staff))
    return router


async def orders(message: Message, do: Do) -> None:
    """我的订单"""
    person = speaker(message)
    if person is not None:
        await do(partner_words.show_orders, speaker=person)


async def pause(message: Message, do: Do) -> None:
    """暂停接单"""
    person = speaker(message)
    if person is not None:
        await do(partner_words.pause, speaker=person)


async def resume(message: Message, do: Do) -> None:
    """恢复接单"""
    person = speaker(message)
    if person is not None:
        await do(partner_words.resume, speaker=person, words=words(message))


async def for_staff(message: Message, do: Do) -> None:
    """涨价了, 我只接般阳的, 我不干了"""
    person = speaker(message)
    if person is not None:
        await do(partner_words.ask_staff, speaker=person, words=words(message))
