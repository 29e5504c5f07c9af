"""What changed in groups while nobody was there to be told of it is seen by asking, once a day."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from actions.tx import Do
from bot.botapi import ApiFailure, BotApi, Unreachable
from bot.courier.limiter import Turn
from bot.crew import scheduler
from bot.watching import Watcher, standing_of
from community.timing import DueItem
from community.words import PlaceKind, Priority
from storage.engine import Database, Session
from storage.tables import Place
from tests.contracts.courier_kit import Post, open_post
from tests.contracts.sandbox_kit import TOKEN, Town
from tests.street import THURSDAY, SmallStreet, StreetClock, build


@pytest.fixture
async def post(town: Town, database: Database) -> AsyncIterator[Post]:
    """A running courier; the bot is an administrator of the grid group, as the rows say."""
    async with open_post(town, database) as opened:
        opened.street.database.write_now(_lead)
        yield opened


def _lead(session: Session) -> None:
    session.get_one(Place, "grid").admin = True


async def look(post: Post, *, hears_all: bool = False) -> list[str]:
    """The daily look; which methods were called."""
    called = []
    async with httpx.AsyncClient(trust_env=False) as http:
        api = BotApi(http, post.town.url, TOKEN)

        async def ask(method: str, **params: Any) -> Any:
            called.append(method)
            answer = await api.call(method, **params)
            return {**answer, "can_read_all_group_messages": hears_all} if method == "getMe" else answer

        do = Do(post.street.database, post.clock, random.Random(1), 1, post.courier.wake)
        now = post.clock.now()
        await Watcher(ask, do).daily(DueItem("x", "watch", "", date(2026, 11, 26), now))
    await post.settled()
    return called


async def told(post: Post) -> list[str]:
    return [message["text"] for message in await post.desk_sees()]


def grid(post: Post) -> tuple[bool, bool]:
    place = post.street.database.read_now(lambda session: session.get_one(Place, "grid"))
    return place.present, place.admin


async def member(post: Post, deed: str) -> None:
    bot = (await post.town.bot("getMe"))["id"]
    await post.town.ask("members", chat=post.chats["grid"], user=bot, do=deed)


async def test_rights_that_were_taken_while_we_were_away_are_seen_and_told_once(post: Post) -> None:
    await member(post, "member")
    assert await look(post) == ["getMe", "getChatMember", "getChatMember"]
    await look(post)
    assert grid(post) == (True, False)
    assert ["听不见" in text for text in await told(post)] == [True]


async def test_a_group_that_threw_us_out_meanwhile_is_told_once(post: Post) -> None:
    await member(post, "kick")
    await look(post)
    await look(post)
    assert grid(post) == (False, False)
    assert ["没有我了" in text for text in await told(post)] == [True]


async def test_a_group_that_took_us_back_meanwhile_is_ours_again(post: Post) -> None:
    def lost(session: Session) -> None:
        session.get_one(Place, "grid").present = False

    post.street.database.write_now(lost)
    await member(post, "admin")
    await look(post)
    assert grid(post) == (True, True) and await told(post) == []


async def test_a_group_that_became_a_supergroup_meanwhile_is_followed(post: Post) -> None:
    new = (await post.town.ask("members", chat=post.chats["grid"], user=1, do="migrate"))["id"]
    assert await look(post) == ["getMe", "getChatMember", "getChatMember", "getChatMember"]
    assert post.street.database.read_now(lambda session: session.get_one(Place, "grid").chat_id) == new
    assert grid(post) == (True, True) and await told(post) == []
    assert await look(post) == ["getMe", "getChatMember", "getChatMember"]


async def asked_of(
    street: SmallStreet, answers: Callable[[int, int], Exception | None]
) -> tuple[list[int], Exception | None]:
    """The daily look at grid groups -1 … -9 and the desk, all of which have lost the bot. answers: what goes wrong when
    this chat is asked for the nth time. The chats in the order they were asked for, and what ended it."""
    calls: Counter[int] = Counter()
    order = []

    async def ask(method: str, *, chat_id: int = 0, **params: Any) -> Any:
        if method == "getMe":
            return {"id": 1, "can_read_all_group_messages": True}
        calls[chat_id] += 1
        order.append(chat_id)
        wrong = answers(chat_id, calls[chat_id])
        if wrong is not None:
            raise wrong
        return {"status": "kicked"}

    def grids(session: Session) -> None:
        for number in range(1, 10):
            session.add(
                Place(id=f"g{number}", chat_id=-number, bot_id=1, kind=PlaceKind.GRID, title="群", present=True,
                      street_id="street", community_id="by", grid_id="g3", made_at=THURSDAY)
            )  # fmt: skip

    street.database.write_now(grids)
    do = Do(street.database, StreetClock(street), street.chance, 1, lambda: None)
    try:
        await Watcher(ask, do).daily(DueItem("x", "watch", "", THURSDAY.date(), THURSDAY))
    except ApiFailure as failure:
        return order, failure
    return order, None


def left_in(street: SmallStreet) -> set[str]:
    query = select(Place.id).where(col(Place.present).is_(True))
    return set(street.database.read_now(lambda session: session.exec(query).all()))


async def test_one_group_of_which_nothing_is_told_hides_no_other(database: Database) -> None:
    street = build(database)
    order, failure = await asked_of(street, lambda chat, time: Unreachable("ReadError") if chat == -4 else None)
    assert failure is None and left_in(street) == {"g4"}, "the rest is written down"
    assert order.count(-4) == 3 and order.count(-5) == 1 and order[-1] == -4


async def test_a_line_that_breaks_once_is_asked_again_after_the_others(database: Database) -> None:
    street = build(database)
    broken = lambda chat, time: Unreachable("ReadError") if time == 1 and chat in {-2, -7} else None  # noqa: E731
    order, failure = await asked_of(street, broken)
    assert failure is None and left_in(street) == set()
    assert order[-2:] == [-2, -7]


async def test_when_telegram_is_away_what_was_found_is_kept_and_it_is_tried_later(database: Database) -> None:
    street = build(database)
    order, failure = await asked_of(street, lambda chat, time: Unreachable("ReadError") if chat < -2 else None)
    assert isinstance(failure, Unreachable), "the clockwork comes again in a minute"
    assert {"g1", "g2"}.isdisjoint(left_in(street)) and "g9" in left_in(street)
    assert len(order) == 8, "the desk, two that were told of, five in a row that were not"


@pytest.mark.parametrize(
    ("member", "standing"),
    [
        ({"status": "administrator"}, (True, True, True)),
        ({"status": "member"}, (True, False, True)),
        ({"status": "restricted", "is_member": True, "can_send_messages": False}, (True, False, False)),
        ({"status": "restricted", "is_member": False, "can_send_messages": False}, (False, False, False)),
        ({"status": "kicked"}, (False, False, True)),
    ],
)
def test_each_status_is_understood(member: dict[str, Any], standing: tuple[bool, bool, bool]) -> None:
    found = standing_of(member)
    assert (found.present, found.admin, found.speaks) == standing


async def test_everything_else_goes_before_the_asking() -> None:
    turns = []

    class Limiter:
        async def process_request(self, call: Any, args: Any, more: Any, method: str, data: Any, turn: Turn) -> Any:
            turns.append((method, turn.priority))
            return await call(*args, **more)

    class Api:
        async def call(self, method: str, **params: Any) -> Any:
            return params

    means: Any = SimpleNamespace(limiter=Limiter(), api=Api())
    assert await scheduler.ask(means, "getChatMember", chat_id=1) == {"chat_id": 1}
    assert turns == [("getChatMember", Priority.BROADCAST)]
