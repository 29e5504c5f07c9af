"""Who may say which command and press which button, and where: two tables, and the guards that hold them.

A guard looks in the transaction that does the work, before it does anything. What it can't know, such as whether an
order is still open, the action itself checks.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, Message, TelegramObject

from actions.telling import refuse
from actions.tx import Do, NotAllowed, Tx
from bot.callbacks import Press, Verb
from bot.handlers.context import TELEGRAM_ITSELF, Next, Spot, command, number_in, speaker
from bot.texts import guide, letters, market, mydata, setup, spoken, teaching, toasts
from community.rights import About, Right, Standing, Where
from community.words import PlaceKind
from storage.standing import roles, stand

ANYONE = frozenset({Standing.ANYONE})
STAFF = frozenset({Standing.STAFF})
HOLDER = frozenset({Standing.HOLDER})
OFFERED = frozenset({Standing.OFFERED, Standing.HOLDER})
ASKER = frozenset({Standing.ASKER})
FOR_ASKER = frozenset({Standing.ASKER, Standing.STAFF, Standing.LEADER})
"""Whoever asked, and those who may act for them."""
ASKER_OR_STAFF = frozenset({Standing.ASKER, Standing.STAFF})
PUBLISHER = frozenset({Standing.AUTHOR, Standing.STAFF})

PRIVATE = frozenset({Where.PRIVATE})
DESK = frozenset({Where.DESK})
OWN_CARD = frozenset({Where.PRIVATE, Where.HOME})
AT_WORK = frozenset({Where.PRIVATE, Where.DESK})
EVERYWHERE = frozenset({Where.PRIVATE, Where.HOME, Where.DESK})

ANONYMOUS = frozenset({TELEGRAM_ITSELF, 1087968824, 136817688})
"""A channel's posts, anonymous administrators, channels that write in a group: nobody in particular, so never staff."""

_OF_ORDER = Right(About.ORDER, HOLDER, PRIVATE)
_OF_OFFER = Right(About.ORDER, OFFERED, PRIVATE)
_OF_MATTER = Right(About.MATTER, FOR_ASKER, OWN_CARD)
_OF_ASKER = Right(About.MATTER, ASKER, OWN_CARD)
_OF_QUESTION = Right(About.QUESTION, ASKER_OR_STAFF, OWN_CARD)
_AT_DESK = Right(About.MATTER, STAFF, DESK)
_OF_DOUBT = Right(About.QUESTION, STAFF, DESK)
_OF_ANNOUNCEMENT = Right(About.ANNOUNCEMENT, PUBLISHER, AT_WORK)
_OF_MARKET = Right(About.MARKET, ANYONE, EVERYWHERE)
_PLAN = Right(About.MARKET, STAFF, AT_WORK)
_SETUP = Right(About.SETUP, STAFF, PRIVATE)
_ONE_S_OWN = Right(About.PERSON, ASKER_OR_STAFF, PRIVATE)

PRESSES: Mapping[Verb, Right] = {
    Verb.CLAIM: Right(About.ORDER, OFFERED, PRIVATE),
    Verb.DECLINE: _OF_OFFER,
    Verb.ASK_RESIDENT: _OF_OFFER,
    Verb.SET_ETA: _OF_ORDER,
    Verb.SET_OUT: _OF_ORDER,
    Verb.COMPLETE: _OF_ORDER,
    Verb.RELEASE: _OF_ORDER,
    Verb.CONTACT: _OF_ORDER,
    Verb.OFF_TODAY: Right(About.NOTHING, frozenset({Standing.PARTNER}), PRIVATE),
    Verb.WHOSE: Right(About.UTTERANCE, ASKER, PRIVATE),
    Verb.DETAILS: Right(About.MATTER, FOR_ASKER, PRIVATE),
    Verb.RESCHEDULE: Right(About.MATTER, FOR_ASKER, PRIVATE),
    Verb.WITHDRAW: _OF_MATTER,
    Verb.NUDGE: _OF_MATTER,
    Verb.RATE: _OF_ASKER,
    Verb.REOPEN: _OF_MATTER,
    Verb.HUMAN: _OF_MATTER,
    Verb.RIGHT_PLACE: Right(About.MATTER, ASKER, PRIVATE),
    Verb.AGREE: Right(About.ORDER, ASKER, PRIVATE),
    Verb.KEEP: _OF_MATTER,
    Verb.WHY: _OF_ASKER,
    Verb.ME_TOO: Right(About.MATTER, ANYONE, frozenset({Where.HOME})),
    Verb.GO_ALONE: _OF_ASKER,
    Verb.UNSAY: Right(About.UTTERANCE, ASKER, PRIVATE),
    Verb.HOME: Right(About.NOTHING, ANYONE, PRIVATE),
    Verb.EXPORT: _ONE_S_OWN,
    Verb.FORGET: _ONE_S_OWN,
    Verb.PICK: _OF_QUESTION,
    Verb.NOT_A_NEED: _OF_QUESTION,
    Verb.ASK_HUMAN: _OF_QUESTION,
    Verb.CONFIRM: _AT_DESK,
    Verb.MENU: _AT_DESK,
    Verb.RELABEL: _AT_DESK,
    Verb.MERGE: _AT_DESK,
    Verb.IGNORE: _AT_DESK,
    Verb.FOLLOW: Right(About.MATTER, STAFF, AT_WORK),  # 险情也私下打给工作人员
    Verb.REPLY: _AT_DESK,
    Verb.CALM: _AT_DESK,
    Verb.DOUBT_NEED: _OF_DOUBT,
    Verb.DOUBT_DROP: _OF_DOUBT,
    Verb.DOUBT_FOLLOW: Right(About.QUESTION, STAFF, AT_WORK),  # 险情也私下打给工作人员
    Verb.GUIDE: Right(About.NOTHING, STAFF, PRIVATE),
    Verb.GUIDE_KEEP: _AT_DESK,
    Verb.TEACH: Right(About.NOTHING, STAFF, PRIVATE),
    Verb.NOT_ANSWERED: Right(About.MATTER, ASKER_OR_STAFF, OWN_CARD),
    Verb.RETRY: Right(About.LETTER, STAFF, AT_WORK),
    Verb.LETTERS: Right(About.NOTHING, STAFF, AT_WORK),
    Verb.PLACE: _OF_ANNOUNCEMENT,
    Verb.ALL_PLACES: _OF_ANNOUNCEMENT,
    Verb.GROUPS: _OF_ANNOUNCEMENT,
    Verb.PREVIEW: _OF_ANNOUNCEMENT,
    Verb.SEND: _OF_ANNOUNCEMENT,
    Verb.CANCEL: _OF_ANNOUNCEMENT,
    Verb.RECALL: _OF_ANNOUNCEMENT,
    Verb.REWRITE: _OF_ANNOUNCEMENT,
    Verb.GOING: _OF_MARKET,
    Verb.STALLS: _OF_MARKET,
    Verb.CALENDAR: _OF_MARKET,
    Verb.MARKET_HOLD: _PLAN,
    Verb.MARKET_SKIP: _PLAN,
    Verb.MARKET_SHIFT: _PLAN,
    Verb.SETUP: _SETUP,
    Verb.BIND: Right(About.PLACE, STAFF, PRIVATE),
    Verb.APPROVE: _SETUP,
    Verb.REFUSE: _SETUP,
    Verb.DISMISS: _SETUP,
}
"""Every button."""

COMMANDS: Mapping[str, Mapping[Where, frozenset[Standing]]] = {
    "start": {Where.PRIVATE: ANYONE, Where.HOME: ANYONE, Where.DESK: ANYONE},
    "help": {Where.PRIVATE: ANYONE, Where.HOME: ANYONE, Where.DESK: ANYONE},
    "menu": {Where.PRIVATE: ANYONE, Where.HOME: ANYONE, Where.DESK: ANYONE},
    "my": {Where.PRIVATE: ANYONE, Where.HOME: ANYONE},
    "privacy": {Where.PRIVATE: ANYONE},
    "mydata": {Where.PRIVATE: ANYONE},
    "unsent": {Where.PRIVATE: STAFF, Where.DESK: STAFF},
    "market": {Where.PRIVATE: ANYONE, Where.HOME: ANYONE, Where.DESK: ANYONE},
    "setup": {Where.PRIVATE: STAFF},
    "publish": {Where.PRIVATE: STAFF, Where.HOME: STAFF, Where.DESK: STAFF},
    "guide": {Where.PRIVATE: STAFF, Where.DESK: STAFF},
    "teach": {Where.PRIVATE: STAFF, Where.DESK: STAFF},
    "today": {Where.DESK: STAFF},
    "overdue": {Where.DESK: STAFF},
    "report": {Where.DESK: STAFF},
    "roster": {Where.DESK: STAFF},
    "number": {Where.DESK: STAFF},
}
"""Every command, and `number`: a matter's number, perhaps behind a word for what is to become of it.

Where one is not named it is no command at all."""

WORDS: Mapping[str, str] = {
    **dict.fromkeys(spoken.HELP, "help"),
    **dict.fromkeys(spoken.MINE, "my"),
    **dict.fromkeys(market.WORDS, "market"),
    **dict.fromkeys(mydata.WORDS, "mydata"),
    **dict.fromkeys(letters.WORDS, "unsent"),
    **dict.fromkeys(setup.SETUP, "setup"),
    **dict.fromkeys(guide.WORDS, "guide"),
    **dict.fromkeys(teaching.SAID, "teach"),
    **dict.fromkeys(spoken.TODAY, "today"),
    **dict.fromkeys(spoken.OVERDUE, "overdue"),
    **dict.fromkeys(spoken.REPORT, "report"),
    **dict.fromkeys(spoken.ROSTER, "roster"),
}
"""Plain words that stand for a command."""

_PLACES = {PlaceKind.GRID: Where.HOME, PlaceKind.STAFF: Where.DESK}


class Pressing(BaseMiddleware):
    """Guards what a press does. Comes after the middleware that decodes it."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        press: Press | None = data["press"]
        if not isinstance(event, CallbackQuery) or press is None:
            return await handler(event, data)
        if event.from_user.is_bot or event.from_user.id in ANONYMOUS:
            return toasts.UNKNOWN
        chat = event.message.chat.id if event.message is not None else None
        do: Do = data["do"]
        data["do"] = do.guarded(partial(_may_press, press=press, user=event.from_user.id, chat=chat))
        try:
            return await handler(event, data)
        except NotAllowed as refused:
            return toasts.STALE if refused.gone else toasts.refused(press.verb)


class Commanding(BaseMiddleware):
    """Guards what a command does. Comes after the middleware that finds the place."""

    async def __call__(self, handler: Next, event: TelegramObject, data: dict[str, Any]) -> Any:
        name = _named(event, data["bot_name"]) if isinstance(event, Message) and event.text else None
        if name is None or not isinstance(event, Message):
            return await handler(event, data)
        place: Spot | None = data["place"]
        private = event.chat.type == "private"
        where = Where.PRIVATE if private else _PLACES.get(place.kind, Where.ELSEWHERE) if place else Where.ELSEWHERE
        may = COMMANDS[name].get(where)
        who = speaker(event)
        if may is None and not private and (event.text or "").startswith("/"):
            return None
        if may is None or may == ANYONE or who is None:
            return await handler(event, data)
        do: Do = data["do"]
        community = place.community if place is not None and where is Where.DESK else None
        data["do"] = do.guarded(partial(_may_say, may=may, user=who.user_id, community=community))
        try:
            return await handler(event, data)
        except NotAllowed:
            await do(refuse, speaker=who, private=private)
            return None


def _named(message: Message, bot_name: str) -> str | None:
    text = (message.text or "").strip()
    if text.startswith("/"):
        name = command(message, bot_name)
        return name if name in COMMANDS else None
    return WORDS.get(text) or ("number" if number_in(text) else None)


def _may_press(tx: Tx, *, press: Press, user: int, chat: int | None) -> None:
    """Raise NotAllowed unless the table lets the person press it there. What is gone is left to the action to say."""
    right = PRESSES.get(press.verb)
    if right is None:  # 表里没有的，谁也不能点
        raise NotAllowed(gone=True)
    found = stand(tx.session, user_id=user, chat_id=chat, about=right.about, ident=press.id)
    if found is None:
        return
    if not right.who & found.who:
        raise NotAllowed
    if found.where not in right.where:
        raise NotAllowed(gone=True)


def _may_say(tx: Tx, *, may: frozenset[Standing], user: int, community: str | None) -> None:
    if not may & roles(tx.session, user_id=user, community=community):
        raise NotAllowed
