"""What a partner presses on an order."""

from collections.abc import Mapping

from actions import claiming, orders
from actions.agreeing import agree_wish
from actions.outcomes import Done, Outcome
from bot.callbacks import Verb
from bot.handlers.touch import Act, Touch
from bot.metrics import CLAIMS
from bot.texts import toasts
from bot.texts.orders import BACK, PAGE_ETA
from bot.texts.toasts import Toast
from community.eta import ASK, WISH, eta_of


async def claim(touch: Touch) -> Toast | None:
    """接单"""
    result = await touch.do(claiming.claim_order, speaker=touch.speaker, order=touch.press.id)
    CLAIMS.labels(type(result).__name__).inc()
    return touch.answer(result)


async def decline(touch: Touch) -> Toast | None:
    """这次不接"""
    return touch.answer(await touch.do(claiming.decline_order, speaker=touch.speaker, order=touch.press.id))


async def rest(touch: Touch) -> Toast | None:
    """今天不接单"""
    return touch.answer(await touch.do(orders.rest_today, speaker=touch.speaker))


async def ask_resident(touch: Touch) -> Toast | None:
    """问一句"""
    return touch.answer(await touch.do(orders.ask_resident, speaker=touch.speaker, order=touch.press.id))


async def agree(touch: Touch) -> Toast | None:
    """约时间: the menu of times, one of them, or one's own words."""
    order, code = touch.press.id, touch.press.arg
    if code in {"", BACK}:
        page = "" if code else PAGE_ETA
        return _turned(touch, await touch.do(orders.show_order_page, speaker=touch.speaker, order=order, page=page))
    if code == ASK:
        return _turned(touch, await touch.do(orders.ask_eta, speaker=touch.speaker, order=order))
    if code == WISH:
        return touch.answer(await touch.do(agree_wish, speaker=touch.speaker, order=order))
    try:
        at = eta_of(code, touch.clock.now())
    except KeyError:
        return toasts.UNKNOWN
    return touch.answer(await touch.do(orders.set_eta, speaker=touch.speaker, order=order, at=at))


async def set_out(touch: Touch) -> Toast | None:
    """我出发了"""
    return touch.answer(await touch.do(orders.set_out, speaker=touch.speaker, order=touch.press.id))


async def complete(touch: Touch) -> Toast | None:
    """办结"""
    return touch.answer(await touch.do(orders.complete_order, speaker=touch.speaker, order=touch.press.id))


async def release(touch: Touch) -> Toast | None:
    """办不了，退回"""
    return touch.answer(await touch.do(orders.release_order, speaker=touch.speaker, order=touch.press.id))


async def contact(touch: Touch) -> Toast | None:
    """联系居民"""
    return touch.answer(await touch.do(orders.show_contact, speaker=touch.speaker, order=touch.press.id))


def _turned(touch: Touch, result: Outcome) -> Toast | None:
    return None if isinstance(result, Done) else touch.answer(result)


PRESSES: Mapping[Verb, Act] = {
    Verb.CLAIM: claim,
    Verb.DECLINE: decline,
    Verb.OFF_TODAY: rest,
    Verb.ASK_RESIDENT: ask_resident,
    Verb.SET_ETA: agree,
    Verb.SET_OUT: set_out,
    Verb.COMPLETE: complete,
    Verb.RELEASE: release,
    Verb.CONTACT: contact,
}
