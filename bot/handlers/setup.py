"""Setting up in private: /setup, the plain words of applicants, what is written when asked for, the buttons."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions import applying, setup
from actions.dismissing import LastOne, dismiss
from actions.partner_state import NotReady
from actions.staffing import NotStaff
from actions.streets import NoSuchThing
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.awaiting import Written
from bot.handlers.context import Awaiting, InPrivate, Pressed, Says, speaker, who, words
from bot.nlp.listener import Listener
from bot.texts import toasts
from bot.texts.setup import LAST_STAFF, SETUP, STAFF_ONLY, role_asked_for
from bot.texts.setup_partner import NOT_READY
from bot.texts.toasts import Toast
from community.applying import needs_help
from community.clock import Clock
from community.words import DraftKind, Role
from storage.engine import Database
from storage.people import holds_order


class SaysIAm(Filter):
    """Plain words that ask for a role, handed on as `role`."""

    async def __call__(self, message: Message) -> bool | dict[str, Role]:
        role = role_asked_for(message.text or "")
        return {"role": role} if role is not None else False


def build() -> Router:
    """The router of setting up; before the router of private talk."""
    router = Router(name="setup")
    router.message.register(open_setup, InPrivate(), Says("setup", words=SETUP))
    router.message.register(apply_for, InPrivate(), SaysIAm())
    router.message.register(written, InPrivate(), Awaiting(DraftKind.SETUP), Written())
    router.message.register(applied, InPrivate(), Awaiting(DraftKind.APPLY), Written())
    router.callback_query.register(pressed, Pressed(Verb.SETUP, Verb.BIND, Verb.APPROVE, Verb.REFUSE))
    router.callback_query.register(dismissed, Pressed(Verb.DISMISS))
    return router


async def open_setup(message: Message, do: Do) -> None:
    """/setup or 设置"""
    person = speaker(message)
    if person is not None:
        await do(setup.open_setup, speaker=person)


async def apply_for(message: Message, role: Role, do: Do) -> None:
    """我是工作人员, 我是楼长, 我是合伙人"""
    person = speaker(message)
    if person is not None:
        await do(applying.apply_for, speaker=person, role=role)


async def written(message: Message, do: Do) -> None:
    """What a step asked for."""
    person = speaker(message)
    if person is not None:
        await do(setup.write_setup, speaker=person, words=words(message))


async def applied(message: Message, do: Do, database: Database, listener: Listener, clock: Clock) -> None:
    """The name of the applicant's shop or team, then what they do."""
    person, said = speaker(message), words(message)
    if person is not None:
        meaning = listener.understand(said, now=clock.now(), private=True)
        if meaning.urgency == 3 or meaning.grave or needs_help(said, meaning):
            raise SkipHandler  # 险情和自己家的事不是申请
        if await database.read(lambda session: holds_order(session, person.user_id)):
            raise SkipHandler  # 手上有单：堵车晚二十分钟 是说给等着的人听的
        await do(applying.write_application, speaker=person, words=said, phone=meaning.slots.phone)


async def pressed(query: CallbackQuery, press: Press, do: Do) -> Toast | None:
    """A page, a group's grid, a yes or a no."""
    person = who(query.from_user)
    if press.verb is Verb.SETUP:
        shown = query.message.message_id if query.message is not None else None
        result = await do(setup.turn_setup, speaker=person, subject=press.id, page=press.arg, pressed=shown)
    elif press.verb is Verb.BIND:
        result = await do(setup.bind, speaker=person, place=press.id, grid=press.arg)
    else:
        yes = press.verb is Verb.APPROVE
        decided = await do(applying.decide, speaker=person, subject=press.id, yes=yes, community=press.arg)
        return _told(decided)
    return _told(result)


async def dismissed(query: CallbackQuery, press: Press, do: Do) -> Toast | None:
    """结束任职"""
    return _told(await do(dismiss, speaker=who(query.from_user), subject=press.id))


def _told(result: setup.Result | LastOne | NotReady) -> Toast | None:
    match result:
        case NotReady():
            return NOT_READY
        case LastOne():
            return LAST_STAFF
        case NotStaff():
            return STAFF_ONLY
        case NoSuchThing():
            return toasts.STALE
        case _:
            return None
