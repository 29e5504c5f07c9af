"""A small street whose people are heard as they are: the listener that is shipped, the handlers, the actions, rows."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.dispatcher.event.handler import CallableObject
from aiogram.filters import Filter
from aiogram.types import Message
from sqlmodel import Session, col, select

from actions.tx import Do
from bot.courier.render import slot_of
from bot.handlers import homes, private, resident
from bot.handlers.context import Spot
from bot.handlers.talkers import Talkers
from bot.intake import lane_of
from bot.nlp.guide import Guide
from bot.nlp.listener import Listener, default_taxonomy
from bot.texts.card import Card, Wording
from community.facts import Recipient
from community.heard import Speaker
from community.views import Wanted
from community.words import PlaceKind, Role
from storage import inbox
from storage.engine import Database
from storage.inbox import Arrival
from storage.people import person_of
from storage.tables import Appointment, Community, Inbox, Matter, Outbox, Person, Place
from tests.street import GRID_CHAT, THURSDAY, SmallStreet, StreetClock, build

BOT = 1
DESKS = {"by": -4_000_000_011, "sj": -4_000_000_012, "lx": -4_000_000_013}
GUO = Speaker(7002, "郭建民")
NAMES = {"sj": "双井社区", "lx": "留仙社区", "wh": "望湖社区", "ny": "南苑社区"}


@dataclass
class Talkative:
    """People who talk in the grid group of 般阳社区, or to the bot alone."""

    street: SmallStreet
    listener: Listener
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self._clock, self._talkers = StreetClock(self.street), Talkers()
        self._do = Do(self.street.database, self._clock, random.Random(3), BOT, lambda: None)
        self._guide = Guide((), self.listener.tokens)
        self._spot = Spot("grid", PlaceKind.GRID, "by")

    async def says(self, who: Speaker, words: str, *, forwarded: bool = False) -> None:
        """In the group."""
        row, message = self._arrives(who, words, forwarded=forwarded, chat={"id": GRID_CHAT, "type": "supergroup"})
        do = self._do.because(row)
        await resident.hear(message, self._spot, self._talkers, do, self.listener, self._guide, self._clock)
        self.street.database.write_now(lambda session: inbox.finish_all(session, [row]))

    async def tells(self, who: Speaker, words: str, **media: Any) -> None:
        """To the bot alone."""
        chat = {"id": who.user_id, "type": "private"}
        row, message = self._arrives(who, words, forwarded=False, chat=chat, **media)
        do, database = self._do.because(row), self.street.database
        home = await homes.NamesHome()(message, database, self._clock)
        if isinstance(home, dict):
            await homes.named(message, home["community"], do, database, self.listener, self._guide, self._clock)
        else:
            await private.hear(message, do, self.listener, self._guide, self._clock)
        database.write_now(lambda session: inbox.finish_all(session, [row]))

    async def is_taken(self, by: Callable[..., Awaitable[None]], who: Speaker, words: str) -> bool:
        """Whether the handler `by` keeps words said to the bot alone, and does not pass them on."""
        row, message = self._arrives(who, words, forwarded=False, chat={"id": who.user_id, "type": "private"})
        try:
            await by(message, self._do.because(row), self.street.database, self.listener, self._clock)
        except SkipHandler:
            return False
        return True

    async def passes(self, of: Filter, who: Speaker, words: str) -> bool:
        """Whether words said to the bot alone would be taken by the handler with that filter."""
        _, message = self._arrives(who, words, forwarded=False, chat={"id": who.user_id, "type": "private"})
        given = {"database": self.street.database, "awaited": None, "listener": self.listener, "clock": self._clock}
        return bool(await CallableObject(of).call(message, **given))

    def _arrives(
        self, who: Speaker, words: str, *, forwarded: bool, chat: dict[str, Any], **media: Any
    ) -> tuple[int, Message]:
        number, now = next(self.numbers), int(self.street.now.timestamp())
        body: dict[str, Any] = {"message_id": number, "date": now, "chat": chat, **media}
        body["from"] = {"id": who.user_id, "is_bot": False, "first_name": who.name}
        if words:
            body["text"] = words
        if forwarded:
            body["forward_origin"] = {"type": "hidden_user", "sender_user_name": "某人", "date": now}
        update = {"update_id": number, "message": body}

        def arrive(session: Session) -> int:
            inbox.put(session, [Arrival(number, lane_of(update), update)], bot_id=BOT, now=self.street.now)
            return int(session.exec(select(Inbox.id).order_by(col(Inbox.id).desc())).first() or 0)

        return self.street.database.write_now(arrive), Message.model_validate(body)

    def matters(self) -> list[Matter]:
        """What was recorded, oldest first."""
        query = select(Matter).order_by(col(Matter.made_at), col(Matter.number))
        return list(self.street.database.read_now(lambda session: session.exec(query).all()))

    def home_of(self, who: Speaker) -> str | None:
        """The community that is known to be theirs."""
        person = self.street.database.read_now(lambda session: person_of(session, who.user_id))
        return person.community_id if person is not None else None

    def key(self, who: Speaker) -> str:
        """Their key in the outbox."""
        person = self.street.database.read_now(lambda session: person_of(session, who.user_id))
        assert person is not None
        return Recipient(person=person.id).key

    def reads(self, recipient: str) -> list[str]:
        """What the chat of `recipient` would show now of what was said since it was last forgotten."""
        return [card.html for card in self.cards(recipient)]

    def cards(self, recipient: str) -> list[Card]:
        """The same with buttons; what is said there no more is left out."""
        made = (self._card(fact) for fact in self.street.said() if fact.recipient == recipient)
        return [card for card in made if card is not None]

    def _card(self, fact: Outbox) -> Card | None:
        slot = slot_of(fact.slot, fact.payload)
        if slot is None:
            return None
        wanted = Wanted(fact.subject, Recipient.of(fact.recipient), self.street.now, fact.page, fact.payload)
        view = self.street.database.read_now(lambda session: slot.load(session, wanted))
        return slot.render(view, Wording(default_taxonomy(), self.street.now)) if view is not None else None


def lively(database: Database, listener: Listener, *known: Speaker) -> Talkative:
    """Several communities, each with a desk; `known`: who pressed start before and lives nowhere yet."""
    street = build(database)

    def rows(session: Session) -> None:
        for code, name in NAMES.items():
            session.add(Community(id=code, street_id="street", name=name, code=code.upper()))
        session.flush()
        for community, chat in DESKS.items():
            desk = Place(
                id=f"desk-{community}", bot_id=BOT, chat_id=chat, kind=PlaceKind.STAFF, title=community,
                street_id="street", community_id=community, made_at=THURSDAY,
            )  # fmt: skip
            session.add(desk)
        for one in known:
            session.add(Person(id=one.name, user_id=one.user_id, name=one.name, started=True, made_at=THURSDAY))

    database.write_now(rows)
    return Talkative(street, listener)


def two_desks(database: Database, listener: Listener, *known: Speaker) -> Talkative:
    """The same, where 郭建民 is staff of 般阳社区 alone, 网格员小赵 of the whole street."""
    town = lively(database, listener, *known)

    def rows(session: Session) -> None:
        session.add(Person(id="guo", user_id=GUO.user_id, name=GUO.name, started=True, made_at=THURSDAY))
        session.flush()
        own = Appointment(id="b", person_id="guo", role=Role.STAFF, street_id="street", made_at=THURSDAY)
        own.community_id = "by"
        session.add(own)

    database.write_now(rows)
    return town
