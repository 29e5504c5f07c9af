"""Pressing start, plainly or on a deep link."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram import Router
from aiogram.types import Message

from actions import applying, starting
from actions.people import start
from actions.telling import tell
from actions.tx import Do
from bot.deeplinks import BadLink, Expired, read
from bot.handlers.context import InPrivate, Says, speaker
from community.clock import Clock
from community.facts import NoteKind
from community.heard import Speaker

INVITATION = "i"


def build() -> Router:
    """The router of /start; before the router of private talk."""
    router = Router(name="start")
    router.message.register(started, InPrivate(), Says("start"))
    return router


async def started(message: Message, do: Do, secret: bytes, clock: Clock) -> None:
    """/start, with what the link was for or without; a link that nobody signed counts as none."""
    person = speaker(message)
    if person is None:
        return
    _, *rest = (message.text or "").split(maxsplit=1)
    try:
        link = read(secret, rest[0], now=clock.now()) if rest else None
    except Expired as old:
        late = starting.start_for_nothing if old.purpose == INVITATION else starting.start_too_late
        await do(late, speaker=person)
        return
    except BadLink:
        link = None
    if link is None or link.purpose not in PURPOSES:
        await do(start, speaker=person)
    else:
        await PURPOSES[link.purpose](do, person, link.ident)


async def _details(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_for_details, speaker=person, matter=ident)


async def _time(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_for_time, speaker=person, matter=ident)


async def _aside(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_to_talk, speaker=person)


async def _help(do: Do, person: Speaker, ident: str) -> None:
    await do(tell, speaker=person, what=NoteKind.HELP)


async def _mine(do: Do, person: Speaker, ident: str) -> None:
    await do(tell, speaker=person, what=NoteKind.MINE)


async def _calendar(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_for_calendar, speaker=person, market=ident)


async def _invited(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_as_first_staff, speaker=person, token=ident)


async def _member(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_as_member, speaker=person, link=ident)


async def _guide(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_for_guide, speaker=person)


async def _teaching(do: Do, person: Speaker, ident: str) -> None:
    await do(starting.start_for_teaching, speaker=person)


async def _would_serve(do: Do, person: Speaker, ident: str) -> None:
    await do(applying.start_to_apply, speaker=person)


PURPOSES: Mapping[str, Callable[[Do, Speaker, str], Awaitable[None]]] = {
    "d": _details,
    "t": _time,
    "a": _aside,
    "h": _help,
    "m": _mine,
    "mc": _calendar,
    "w": _would_serve,
    INVITATION: _invited,
    "p": _member,
    "g": _guide,
    "l": _teaching,
}
"""What a deep link may be for."""
