"""Presses of the chain: one table from verb to action, and the polite answer to whatever else is pressed."""

from aiogram import Router
from aiogram.types import CallbackQuery

from actions.tx import Do
from bot.callbacks import Press
from bot.handlers import guide as guiding
from bot.handlers import mydata, partner, passing, resident, staff
from bot.handlers.context import Pressed, who
from bot.handlers.touch import Touch
from bot.nlp.guide import Guide
from bot.nlp.listener import Listener
from bot.texts import toasts
from bot.texts.toasts import Toast
from community.clock import Clock
from storage.engine import Database

TABLE = {**partner.PRESSES, **passing.PRESSES, **resident.PRESSES, **staff.PRESSES, **guiding.PRESSES, **mydata.PRESSES}


def build() -> Router:
    """The router of the chain's buttons."""
    router = Router(name="presses")
    router.callback_query.register(dispatch, Pressed(*TABLE))
    return router


def build_last() -> Router:
    """The router that answers what no other router took: forged and forgotten buttons."""
    router = Router(name="unknown presses")
    router.callback_query.register(unknown)
    return router


async def dispatch(
    query: CallbackQuery, press: Press, do: Do, database: Database, clock: Clock, listener: Listener, guide: Guide
) -> Toast | None:
    """Do what the button says."""
    chat = query.message.chat.id if query.message is not None else None
    return await TABLE[press.verb](Touch(press, who(query.from_user), do, database, clock, listener, guide, chat))


async def unknown(query: CallbackQuery, press: Press | None) -> Toast:
    """Not one of ours, or one that nobody handles any more."""
    return toasts.UNKNOWN if press is None else toasts.STALE
