"""The lanes with aiogram and the listener behind them."""

import asyncio

import bot.crew.late_types  # noqa: F401 - before anything else of aiogram

# isort: split
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.bells import Bell
from bot.crew.means import Crew, Launch, Means
from bot.handlers import build_dispatcher
from bot.hearing import Hearing
from bot.lanes import Lanes
from bot.nlp.loading import load_all


async def build(means: Means) -> Crew:
    """Any number of these may work side by side."""
    hearing = Hearing(await asyncio.to_thread(load_all), means.database, means.clock)
    means.bells.answer(Bell.OUTBOX, "hearing", hearing.wake)
    given = {"hearing": hearing, "secret": means.secret, "bot_name": means.bot.name}
    bot = _bot(means.launch)
    means.stack.push_async_callback(bot.session.close)
    lanes = Lanes(build_dispatcher(), bot, means.do(), means.database, means.clock, given, shared=means.shared)
    means.bells.answer(Bell.INBOX, "lanes", lanes.wake)
    return Crew([lanes], [lanes])


def _bot(launch: Launch) -> Bot:
    """aiogram's bot: it hears, and answers presses."""
    return Bot(launch.token, session=AiohttpSession(api=TelegramAPIServer.from_base(launch.base)))
