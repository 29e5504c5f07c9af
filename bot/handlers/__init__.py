"""aiogram: typed updates in, one action each, a toast out. Nothing is sent from here."""

from aiogram import Dispatcher

from bot.handlers import (
    awaiting,
    errors,
    group,
    guide,
    homes,
    market,
    mydata,
    partner_words,
    presses,
    private,
    publishing,
    resident,
    setup,
    staff,
    start,
    teaching,
)
from bot.handlers.context import Decoded, Forgetting, PlaceBook, Surroundings
from bot.handlers.ears import Ears
from bot.handlers.rights import Commanding, Pressing
from bot.handlers.talkers import Talkers
from bot.texts import spoken
from bot.texts.market import WORDS


def build_dispatcher() -> Dispatcher:
    """A new dispatcher with everything that the bot hears, in the order in which it is tried.

    Plain talk is heard by the dispatcher itself: a router in between costs it one step in five.
    """
    root = Dispatcher(disable_fsm=True)
    book, talkers = PlaceBook(), Talkers()
    for messages in (root.message, root.edited_message):
        messages.outer_middleware(Surroundings(book, talkers))
    root.callback_query.outer_middleware(Decoded(book))
    for heard in (root.message, root.edited_message, root.callback_query):
        heard.outer_middleware(Ears())
    root.message.outer_middleware(Commanding())
    root.callback_query.outer_middleware(Pressing())
    root.my_chat_member.outer_middleware(Forgetting(book))
    root.message.register(resident.hear, resident.Talk(besides=spoken.HELP | WORDS))
    root.include_routers(
        errors.build(),
        group.build(),
        start.build(),
        awaiting.build(),
        publishing.build(),
        market.build(),
        setup.build(),
        guide.build(),
        mydata.build(),
        teaching.build(),
        staff.build(),
        resident.build(),
        presses.build(),
        homes.build(),
        partner_words.build(),
        private.build(),
        presses.build_last(),
    )
    return root
