"""A group that Telegram gives another id: the old and the new group both say so, in two lanes at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from actions import groups
from actions.groups import move_group
from storage.engine import Database, Session
from storage.places import place_of
from storage.tables import Place
from tests.street import GRID_CHAT, SmallStreet, build

NEW_CHAT = GRID_CHAT - 1_000_000
A_WHILE = 1.0
"""Seconds in which a lane that is not held up would have come to look at the new group."""


@pytest.fixture
def street(database: Database) -> SmallStreet:
    return build(database, repairers=0)


def slow_first(moved: Event) -> Callable[[Session, int], Place | None]:
    """Looks a chat up; the lane that comes first lets the other come this far too, which then sees the group moved."""
    order, both = Lock(), Event()

    def look(session: Session, chat: int) -> Place | None:
        if order.acquire(blocking=False):
            both.wait(A_WHILE)
        else:
            both.set()
            moved.wait()
        return place_of(session, chat)

    return look


def test_a_group_that_both_ids_tell_of_at_once_is_still_there(
    street: SmallStreet, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = Event()
    monkeypatch.setattr(groups, "place_of", slow_first(moved))

    def told() -> None:
        street.do(move_group, old=GRID_CHAT, new=NEW_CHAT)
        moved.set()

    with ThreadPoolExecutor(2) as lanes:
        for lane in [lanes.submit(told), lanes.submit(told)]:
            lane.result()
    place = street.database.read_now(lambda session: place_of(session, NEW_CHAT))
    assert place is not None
    assert (place.id, place.present) == ("grid", True)
