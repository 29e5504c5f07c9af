"""The market day: /market, the buttons of its card, the staff's decisions."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from actions.market import list_stalls, toggle_going
from actions.market_asking import ask_calendar, ask_market
from actions.market_deciding import Decision, decide_market
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.context import ByPerson, Pressed, Says, Spot, speaker, who
from bot.texts.market import WORDS
from bot.texts.publishing_toasts import decision_toast, market_toast, stalls_toast
from bot.texts.toasts import Toast

DECISIONS = {
    Verb.MARKET_HOLD: Decision.HOLD,
    Verb.MARKET_SKIP: Decision.SKIP,
    Verb.MARKET_SHIFT: Decision.SHIFT,
}


def build() -> Router:
    """The router of the market day; before the routers that hear talk."""
    router = Router(name="market")
    router.message.register(asked, ByPerson(), Says("market", words=WORDS))
    router.callback_query.register(going, Pressed(Verb.GOING))
    router.callback_query.register(stalls, Pressed(Verb.STALLS))
    router.callback_query.register(calendar, Pressed(Verb.CALENDAR))
    router.callback_query.register(decided, Pressed(*DECISIONS))
    return router


async def asked(message: Message, place: Spot | None, do: Do) -> None:
    """/market or 大集"""
    person = speaker(message)
    if person is not None and (place is not None or message.chat.type == "private"):
        await do(ask_market, speaker=person, place=place.id if place else None)


async def going(query: CallbackQuery, press: Press, do: Do) -> Toast:
    """我要去"""
    return market_toast(await do(toggle_going, speaker=who(query.from_user), market=press.id))


async def stalls(query: CallbackQuery, press: Press, do: Do) -> Toast:
    """全部摊位"""
    return stalls_toast(await do(list_stalls, market=press.id))


async def calendar(query: CallbackQuery, press: Press, do: Do) -> Toast:
    """加到日历"""
    return market_toast(await do(ask_calendar, speaker=who(query.from_user), market=press.id))


async def decided(query: CallbackQuery, press: Press, do: Do) -> Toast:
    """照常、跳过、顺延一天"""
    decision = DECISIONS[press.verb]
    return decision_toast(await do(decide_market, speaker=who(query.from_user), market=press.id, decision=decision))
