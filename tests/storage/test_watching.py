"""A group that the bot can't hear or that has fallen silent is told to staff, once until it is well again."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import Session

from actions.claiming import claim_order
from actions.needs import register_need
from actions.watching import keep_in_touch, watch_groups
from bot.courier.render import slot_of
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from community.facts import CardSlot, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from storage.engine import Database
from storage.inbox import Arrival, put
from storage.tables import Place
from tests.street import GRID_CHAT, SENSITIVE, THURSDAY, WRENCH, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    street = build(database)
    lead(street, admin=True)
    return street


def lead(street: SmallStreet, *, admin: bool) -> None:
    """Make the bot an administrator of the grid group, or no longer."""

    def work(session: Session) -> None:
        place = session.get_one(Place, "grid")
        place.admin = admin

    street.database.write_now(work)


def talked(street: SmallStreet, *days_ago: float) -> None:
    """Somebody wrote in the grid group so many days ago."""

    def work(session: Session) -> None:
        for days in days_ago:
            at = street.now - timedelta(days=days)
            put(session, [Arrival(next(street.numbers), str(GRID_CHAT), {})], bot_id=1, now=at)

    street.database.write_now(work)


def told(street: SmallStreet, *, hears_all: bool = True) -> Sequence[tuple[str, str]]:
    """What staff are told of now: which note, to whom."""
    street.forget_said()
    street.do(watch_groups, hears_all=hears_all)
    return [(row.payload["note"], row.recipient) for row in street.said(FactKind.TOLD)]


DEAF = [(NoteKind.GROUP_DEAF.value, "g:desk")]
SILENT = [(NoteKind.GROUP_SILENT.value, "g:desk")]


def test_a_group_in_which_the_bot_hears_nothing_is_told_once(street: SmallStreet) -> None:
    lead(street, admin=False)
    assert told(street, hears_all=False) == DEAF
    assert told(street, hears_all=False) == []
    lead(street, admin=True)
    assert told(street, hears_all=False) == []
    lead(street, admin=False)
    assert told(street, hears_all=False) == DEAF


def test_without_privacy_mode_a_plain_member_hears_everything(street: SmallStreet) -> None:
    lead(street, admin=False)
    assert told(street, hears_all=True) == []


def test_a_group_that_usually_talks_and_fell_silent_is_told_once(street: SmallStreet) -> None:
    talked(street, 2.1, 3.5, 4.5, 6.5)
    assert told(street) == SILENT
    street.later(days=1)
    assert told(street) == []
    street.later(days=9)  # by now nothing of it is kept
    assert told(street) == []
    talked(street, 0.1)
    assert told(street) == []
    street.later(days=8)
    talked(street, 2.1, 3.1, 4.1, 5.1)
    assert told(street) == SILENT


@pytest.mark.parametrize(
    "days_ago", [(2.1, 3.5, 4.5), (0.5, 2.1, 3.5, 4.5, 6.5), (7.5, 8.5, 9.5, 10.5), ()],
    ids=["seldom talks", "talks", "silent for long", "never talked"],
)  # fmt: skip
def test_other_groups_are_left_alone(street: SmallStreet, days_ago: tuple[float, ...]) -> None:
    talked(street, *days_ago)
    assert told(street) == []


def test_where_there_is_no_desk_each_of_the_staff_is_told(street: SmallStreet) -> None:
    def work(session: Session) -> None:
        session.get_one(Place, "desk").present = False

    street.database.write_now(work)
    lead(street, admin=False)
    assert told(street, hears_all=False) == [(NoteKind.GROUP_DEAF.value, "p:clerk")]


def shown(street: SmallStreet) -> str:
    """What the one that was told reads."""
    [row] = street.said(FactKind.TOLD)
    slot = slot_of(CardSlot.NOTE, row.payload)
    assert slot is not None
    wanted = Wanted(row.subject, Recipient.of(row.recipient), THURSDAY, row.page, row.payload)
    view = street.database.read_now(lambda s: slot.load(s, wanted))
    return slot.render(view, Wording(load_taxonomy(), THURSDAY)).html


def test_it_names_the_group_and_what_to_do(street: SmallStreet) -> None:
    lead(street, admin=False)
    told(street, hears_all=False)
    html = shown(street)
    assert "“grid”" in html
    assert "管理员" in html


def in_touch(street: SmallStreet) -> Sequence[str]:
    """To whom something is told when Telegram answers now."""
    street.forget_said()
    street.do(keep_in_touch)
    return [row.recipient for row in street.said(FactKind.TOLD)]


def test_a_day_out_of_touch_is_told_once_and_less_is_not(street: SmallStreet) -> None:
    assert in_touch(street) == []
    street.later(hours=23)
    assert in_touch(street) == []
    street.later(hours=25)
    assert in_touch(street) == ["g:desk"]
    assert in_touch(street) == []
    street.later(hours=-1)  # the clock was set back
    assert in_touch(street) == []


def test_what_is_lost_is_told_by_the_hour(street: SmallStreet) -> None:
    in_touch(street)
    street.later(days=2)
    in_touch(street)
    first, second = shown(street).splitlines()
    assert "从 11-26 09:00" in first
    assert second.startswith("11-27 09:00")


def test_the_desk_hears_how_many_orders_are_offered_late(street: SmallStreet) -> None:
    street.do(keep_in_touch)
    for number in range(3):
        heard = street.says(Speaker(8000 + number, "居民"), "厨房灯不亮了")
        street.do(register_need, heard=heard, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    street.do(claim_order, speaker=WRENCH[0], order=street.orders()[0].id)
    street.later(days=2)
    street.do(keep_in_touch)
    street.do(keep_in_touch)
    assert [row.payload["text"] for row in street.said() if row.payload.get("note") == NoteKind.OFFERED_LATE.value] == [
        "2"
    ]
