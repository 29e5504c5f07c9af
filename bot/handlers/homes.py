"""Where somebody lives, said in private: the bare name of a community, and what was said before it was known."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions import homes
from actions.listening import Said
from actions.listening_in_private import move_in
from actions.tx import Do
from bot.handlers.context import InPrivate, sensitive_codes, speaker
from bot.nlp.guide import Guide
from bot.nlp.listener import Listener
from bot.texts.spoken import same_place
from community.clock import Clock
from community.heard import Speaker
from storage.engine import Database

LONGEST = 20


class NamesHome(Filter):
    """The name of a community and nothing else, of somebody whose community is not known; its id as `community`."""

    async def __call__(self, message: Message, database: Database) -> bool | dict[str, str]:
        person, text = speaker(message), message.text or ""
        if person is None or not text or len(text) > LONGEST:
            return False
        choices = await database.read(lambda session: homes.home_choices(session, person.user_id))
        named = [ident for ident, name in choices if same_place(text, name)]
        return {"community": named[0]} if len(named) == 1 else False


def build() -> Router:
    """The router of names of communities; before the router of private talk."""
    router = Router(name="homes")
    router.message.register(named, InPrivate(), NamesHome())
    return router


async def named(
    message: Message, community: str, do: Do, database: Database, listener: Listener, guide: Guide, clock: Clock
) -> None:
    """般阳社区: as good as the button; who had said nothing else yet is told that it is known."""
    person = speaker(message)
    if person is None:
        return
    said = await kept_words(person, database, listener, guide, clock)
    await do(move_in, speaker=person, community=community, said=said, sensitive=sensitive_codes(), typed=True)


async def kept_words(
    person: Speaker, database: Database, listener: Listener, guide: Guide, clock: Clock
) -> tuple[Said, ...]:
    """What `person` said before their community was known, with its meaning."""
    now = clock.now()
    kept = await database.read(lambda session: homes.kept_words(session, person, now))
    return tuple(Said(one, listener.understand(one.text, now=one.at, private=True), guide=guide) for one in kept)
