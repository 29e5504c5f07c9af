"""Where somebody lives, said in private: the name of a community, and what was said before it was known."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import Message

from actions import homes
from actions.listening import Said
from actions.moving_in import Ears, move_in
from actions.tx import Do
from bot.handlers.context import InPrivate, heard, sensitive_codes, speaker, words
from bot.nlp.guide import Guide
from bot.nlp.listener import Listener
from community.clock import Clock
from community.elsewhere import besides
from community.heard import Speaker
from community.understanding import Understanding
from storage.engine import Database


class NamesHome(Filter):
    """Somebody whose community is not known says which it is, alone or among other words; its id as `community`."""

    async def __call__(self, message: Message, database: Database, clock: Clock) -> bool | dict[str, str]:
        person, text, now = speaker(message), words(message), clock.now()
        if person is None or not text or message.forward_origin is not None:
            return False
        found = await database.read(lambda session: homes.home_said(session, person.user_id, text, now))
        return {"community": found} if found is not None else False


def build() -> Router:
    """The router of names of communities; before the router of private talk."""
    router = Router(name="homes")
    router.message.register(named, InPrivate(), NamesHome())
    return router


async def named(
    message: Message, community: str, do: Do, database: Database, listener: Listener, guide: Guide, clock: Clock
) -> None:
    """般阳社区: as good as the button; who had said nothing else yet is told that it is known. What stands beside the
    name is heard too."""
    person = speaker(message)
    if person is None:
        return
    said = await kept_words(person, database, listener, guide, clock)
    name = await database.read(lambda session: homes.name_of(session, community))
    rest = besides(words(message), name)
    more = Said(heard(message, None), listener.understand(rest, now=clock.now(), private=True), guide=guide)
    await do(
        move_in,
        speaker=person, community=community, said=said, ears=ears(listener, clock), typed=True,
        more=more if rest else None, words=words(message),
    )  # fmt: skip


def ears(listener: Listener, clock: Clock) -> Ears:
    """How what was said in pieces is heard."""
    now = clock.now()

    def read(said: str) -> Understanding:
        return listener.gathered().understand(said, now=now)

    def lean(said: str) -> int:
        return listener.leaning(said)

    return Ears(sensitive_codes(), read, lean)


async def kept_words(
    person: Speaker, database: Database, listener: Listener, guide: Guide, clock: Clock
) -> tuple[Said, ...]:
    """What `person` said before their community was known, with its meaning."""
    now = clock.now()
    kept = await database.read(lambda session: homes.kept_words(session, person, now))
    return tuple(Said(one, listener.understand(one.text, now=one.at, private=True), guide=guide) for one in kept)
