"""What the desk reads while partners sleep, and when they are up."""

from datetime import datetime

import pytest

from actions.needs import register_need
from bot.nlp.data import load_taxonomy
from bot.texts.card import Wording
from bot.texts.desk import desk_card
from community.clock import SHANGHAI
from community.facts import Recipient
from community.views import Wanted
from storage.engine import Database
from storage.views import desk
from tests.street import AUNT_LI, SENSITIVE, THURSDAY, SmallStreet, build, meaning_of

LATE = datetime(2026, 11, 26, 23, 0, tzinfo=SHANGHAI).astimezone(THURSDAY.tzinfo)


@pytest.fixture
def street(database: Database) -> SmallStreet:
    street = build(database)
    street.now = LATE
    return street


def read_at_the_desk(street: SmallStreet) -> str:
    (order,) = street.orders()
    wanted = Wanted(order.matter_id, Recipient(place="desk"), street.now)
    view = street.database.read_now(lambda session: desk.load(session, wanted))
    assert view is not None
    return desk_card(view, Wording(load_taxonomy(), street.now)).html


def test_at_night_the_desk_reads_when_partners_will_hear(street: SmallStreet) -> None:
    heard = street.says(AUNT_LI, "厨房灯不亮了")
    street.do(register_need, heard=heard, meaning=meaning_of("厨房灯不亮了", "repair"), sensitive=SENSITIVE)
    html = read_at_the_desk(street)
    assert "已推给" not in html and "<b>11月27日（周五）7:30</b> 推给 3 人" in html
    street.later(hours=10)
    assert "已推给 3 人" in read_at_the_desk(street)
