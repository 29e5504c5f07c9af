"""The market day: /market, the buttons of its card, the staff's decisions."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from actions.market import Over, list_stalls, toggle_going
from actions.market_asking import ask_calendar, ask_market
from actions.market_deciding import Decision, press_decision
from actions.tx import Do
from bot.callbacks import Press, Verb
from bot.handlers.context import ByPerson, In, Pressed, Says, Spot, speaker, who
from bot.nlp.listener import default_taxonomy
from bot.texts.market import CHANGES, WORDS
from bot.texts.publishing_toasts import decision_toast, market_toast, services_toast
from bot.texts.toasts import Toast
from community.words import PlaceKind

DECISIONS = {
    Verb.MARKET_HOLD: Decision.HOLD,
    Verb.MARKET_SKIP: Decision.SKIP,
    Verb.MARKET_SHIFT: Decision.SHIFT,
}


class ChangesMarket(Filter):
    """Staff say at their desk that the market is to be another day or elsewhere: the plan has the buttons."""

    async def __call__(self, message: Message) -> bool:
        return CHANGES.search(message.text or "") is not None


def build() -> Router:
    """The router of the market day; before the routers that hear talk."""
    router = Router(name="market")
    router.message.register(asked, ByPerson(), Says("market", words=WORDS))
    router.message.register(asked, In(PlaceKind.STAFF), ByPerson(), ChangesMarket())
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
    """有哪些服务"""
    found = await do(list_stalls, market=press.id)
    if isinstance(found, Over):
        return services_toast(found)
    taxonomy = default_taxonomy()
    return services_toast([taxonomy[code].name for code in found if code in taxonomy])


async def calendar(query: CallbackQuery, press: Press, do: Do) -> Toast:
    """加到日历"""
    return market_toast(await do(ask_calendar, speaker=who(query.from_user), market=press.id))


async def decided(query: CallbackQuery, press: Press, do: Do) -> Toast:
    """照常、跳过、顺延一天"""
    decision = DECISIONS[press.verb]
    return decision_toast(await do(press_decision, speaker=who(query.from_user), market=press.id, decision=decision))
