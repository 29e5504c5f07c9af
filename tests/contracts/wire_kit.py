"""The real dispatcher on a database, with nothing before and nothing behind it: updates in, toasts and rows out."""

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from actions.tx import Do
from bot.handlers import build_dispatcher
from community.heard import Speaker
from storage.engine import Database
from storage.tables import Outbox
from tests.contracts.lanes_kit import TOKEN, HastyClock, Telegram
from tests.street import THURSDAY

Json = dict[str, Any]
NUMBERS = count(1)
"""Of updates: aiogram keeps the last hundred by theirs, and compares at length those that have the same."""


@cache
def everything() -> Dispatcher:
    """The real dispatcher, made once: it holds nothing but what chats are, and they are the same in every copy."""
    return build_dispatcher()


@dataclass
class Wire:
    """The real dispatcher on a database."""

    database: Database
    dispatcher: Dispatcher
    bot: Bot
    do: Do
    clock: HastyClock

    @classmethod
    def on(cls, database: Database) -> "Wire":
        """Everything that the bot hears, over `database`."""
        clock = HastyClock()
        do = Do(database, clock, random.Random(1), 1, lambda: None)
        return cls(database, everything(), Bot(TOKEN, session=Telegram()), do, clock)

    async def feed(self, update: Json) -> Any:
        """What the handlers answer."""
        return await self.dispatcher.feed_update(
            self.bot, Update.model_validate(update, context={"bot": self.bot}), do=self.do, database=self.database,
            clock=self.clock, secret=b"secret", bot_name="hehuo_bot", hearing=Deaf(),
        )  # fmt: skip

    async def presses(self, who: Speaker, data: str, chat: int) -> Any:
        """The toast."""
        query = {"id": "1", "from": user(who), "chat_instance": "1", "data": data}
        return await self.feed(
            {"update_id": next(NUMBERS), "callback_query": {**query, "message": message(who, chat, "card")}}
        )

    async def says(self, who: Speaker, text: str, chat: int, **more: Any) -> Any:
        """Nothing: what is said in return is in the outbox."""
        return await self.feed({"update_id": next(NUMBERS), "message": message(who, chat, text) | more})


@dataclass(frozen=True)
class Deaf:
    """Hears nothing: no test here is about meaning."""

    listener: None = None
    guide: None = None

    async def ears(self, *where: str | None) -> "Deaf":
        """Itself."""
        return self


def user(who: Speaker) -> Json:
    """As Telegram shows somebody."""
    return {"id": who.user_id, "is_bot": False, "first_name": who.name}


def message(who: Speaker, chat: int, text: str) -> Json:
    """Something said in `chat`."""
    private = {"id": chat, "type": "private", "first_name": who.name}
    where = private if chat > 0 else {"id": chat, "type": "supergroup", "title": "群"}
    return {"message_id": 7, "date": int(THURSDAY.timestamp()), "chat": where, "from": user(who), "text": text}


def rows(database: Database, *, but: str = "") -> dict[str, list[Any]]:
    """All rows of all tables that a press may change. but: what is said to that person alone does not count.

    Read past SQLAlchemy, for it is done a thousand times.
    """
    with closing(sqlite3.connect(database.url.database or "")) as connection:
        named = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        found = {
            name: connection.execute(f"select * from {name}").fetchall()  # noqa: S608 - names of our own tables
            for name in named
            if name not in {"people", "inbox"}
        }
    spot = list(Outbox.__table__.columns.keys()).index("recipient")  # type: ignore[attr-defined]
    found["outbox"] = [row for row in found["outbox"] if row[spot] != f"p:{but}"]
    return found
