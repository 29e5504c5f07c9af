"""A group that Telegram gives another id: it counts its messages from 1 again, and both ids tell of the move."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event, Lock

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.groups import ChatSeen, move_group, see_chat
from actions.hearing import answered_matter
from actions.needs import HeardBefore, Registered, register_need
from actions.residents import withdraw_matter
from community.facts import CardSlot, FactKind
from community.heard import Heard, Speaker
from storage import cards, places
from storage.engine import Database
from storage.places import place_of
from storage.tables import Matter, Place
from tests.street import AUNT_LI, GRID_CHAT, SENSITIVE, UNCLE_WANG, SmallStreet, build, meaning_of

NEW_CHAT = GRID_CHAT - 1_000_000
PATIENCE = 20.0  # seconds; only waited for in full when something is wrong


@pytest.fixture
def street(database: Database) -> SmallStreet:
    return build(database, repairers=0)


def wants(street: SmallStreet, heard: Heard) -> object:
    return street.do(register_need, heard=heard, meaning=meaning_of(heard.text, "repair"), sensitive=SENSITIVE)


def says(street: SmallStreet, who: Speaker, number: int, text: str, *, chat: int = NEW_CHAT) -> Heard:
    return Heard(who, "grid", chat, number, street.now, text)


def shown(street: SmallStreet, matter: str, *, message: int) -> None:
    """The matter's card stands in the group."""

    def work(session: Session) -> None:
        given = {"chat_id": GRID_CHAT, "message_id": message, "page": "", "digest": "x", "now": street.now}
        cards.keep(session, CardSlot.MATTER, matter, "g:grid", **given)  # type: ignore[arg-type]

    street.database.write_now(work)


def matters(street: SmallStreet) -> list[Matter]:
    return list(street.database.read_now(lambda s: s.exec(select(Matter).order_by(col(Matter.number))).all()))


def known(street: SmallStreet, chat: int) -> str | None:
    place = street.database.read_now(lambda session: place_of(session, chat))
    return place.id if place else None


def test_a_new_message_with_the_number_of_an_old_one_is_heard(street: SmallStreet) -> None:
    old = says(street, AUNT_LI, 7, "厨房灯不亮了", chat=GRID_CHAT)
    assert isinstance(wants(street, old), Registered)
    street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
    new = says(street, UNCLE_WANG, 7, "水管漏水了")
    assert wants(street, new) == Registered(("BY-1126-02",))
    assert wants(street, new) == HeardBefore() and wants(street, old) == HeardBefore()


def test_a_reply_in_the_new_chat_is_none_to_what_stood_in_the_old_one(street: SmallStreet) -> None:
    wants(street, says(street, AUNT_LI, 7, "厨房灯不亮了", chat=GRID_CHAT))
    [matter] = matters(street)
    shown(street, matter.id, message=8)
    street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
    for number in (7, 8):
        reply = replace(says(street, UNCLE_WANG, 9, "我家也是"), reply_to=number)
        assert street.do(answered_matter, heard=reply) is None
        before = replace(says(street, UNCLE_WANG, 9, "我家也是", chat=GRID_CHAT), reply_to=number)
        assert street.do(answered_matter, heard=before) == matter.id


def test_what_was_said_last_in_the_old_chat_still_comes_from_that_group(street: SmallStreet) -> None:
    street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
    for chat in (GRID_CHAT, NEW_CHAT):
        assert known(street, chat) == "grid"
    street.do(see_chat, speaker=None, chat=ChatSeen(GRID_CHAT, "旧群", present=False))
    place = street.database.read_now(lambda session: session.get_one(Place, "grid"))
    assert (place.present, place.chat_id) == (True, NEW_CHAT)


def test_cards_of_what_goes_on_are_sent_anew_once(street: SmallStreet) -> None:
    wants(street, says(street, AUNT_LI, 7, "厨房灯不亮了", chat=GRID_CHAT))
    street.later(minutes=5)
    wants(street, says(street, UNCLE_WANG, 9, "水管漏水了", chat=GRID_CHAT))
    first, second = matters(street)
    shown(street, first.id, message=8)
    shown(street, second.id, message=10)
    street.do(withdraw_matter, speaker=UNCLE_WANG, matter=second.id)
    street.forget_said()
    street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
    street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
    assert [(row.kind, row.subject, row.recipient, row.quiet) for row in street.said()] == [
        (FactKind.MATTER_CHANGED, first.id, "g:grid", True)
    ]


def somebody_waits(database: Database) -> bool:
    """Whether a transaction waits for another. SQLite has one writer at a time: nobody gets further anyway."""
    if database.embedded:
        return True
    with database.engine.connect() as connection:
        query = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = :name")
        return bool(connection.execute(query, {"name": database.url.database}).scalar_one())


def test_a_group_that_both_ids_tell_of_at_once_is_still_there(
    street: SmallStreet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first has read the place, and the second has come as far as it can, before the first goes on."""
    turn, second_looked, moved = Lock(), Event(), Event()
    look, looked = places.place_in, list[int]()

    def slow_first(session: Session, chat: int) -> Place | None:
        looked.append(chat)
        if turn.acquire(blocking=False):
            ends = time.monotonic() + PATIENCE
            while not (second_looked.is_set() or somebody_waits(street.database)):
                assert time.monotonic() < ends
        else:
            second_looked.set()
            assert moved.wait(PATIENCE)
        return look(session, chat)

    monkeypatch.setattr(places, "place_in", slow_first)

    def told() -> None:
        street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
        moved.set()

    with ThreadPoolExecutor(2) as lanes:
        for lane in [lanes.submit(told), lanes.submit(told)]:
            lane.result()
    assert looked == [NEW_CHAT]
    place = street.database.read_now(lambda session: session.get_one(Place, "grid"))
    assert (place.chat_id, place.present) == (NEW_CHAT, True)
