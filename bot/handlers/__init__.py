"""aiogram: typed updates in, one action each, a toast out. Nothing is sent from here."""

from aiogram import Router

from bot.handlers import errors, group, homes, market, presses, private, publishing, resident, setup, staff, start
from bot.handlers.context import Decoded, Forgetting, PlaceBook, Surroundings
from bot.texts import spoken
from bot.texts.market import WORDS


def build_router() -> Router:
    """A new router with everything that the bot hears, in the order in which it is tried."""
    root = Router(name="hehuo")
    book = PlaceBook()
    for messages in (root.message, root.edited_message):
        messages.outer_middleware(Surroundings(book))
    root.callback_query.outer_middleware(Decoded(book))
    root.my_chat_member.outer_middleware(Forgetting(book))
    root.message.register(resident.hear, resident.Talk(besides=spoken.HELP | WORDS))
    root.include_routers(
        errors.build(),
        group.build(),
        start.build(),
        publishing.build(),
        market.build(),
        setup.build(),
        staff.build(),
        resident.build(),
        presses.build(),
        homes.build(),
        private.build(),
        presses.build_last(),
    )
    return root
