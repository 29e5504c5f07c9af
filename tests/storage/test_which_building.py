"""A public thing in a house: which house is asked, and where neighbours have it too is told. On both databases."""

from functools import partial

import pytest
from sqlmodel import Session, select

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.people import settle, start
from actions.talking import talk
from bot.nlp.data import load_taxonomy
from bot.nlp.listener import Listener
from bot.texts.card import Wording
from bot.texts.matters import matter_card
from bot.texts.orders import order_card
from community.facts import Recipient
from community.heard import Speaker
from community.views import Wanted
from storage.engine import Database
from storage.tables import Matter, Order, Subscription
from storage.views import matter, order
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, WRENCH, SmallStreet, build

LAMP = "楼道灯坏了三天了没人管"


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """红扳手 looks after what belongs to all."""
    made = build(database)

    def trade(session: Session) -> None:
        for one in session.exec(select(Subscription)):
            one.category = "property"

    database.write_now(trade)
    return made


def says(street: SmallStreet, listener: Listener, who: Speaker, text: str) -> None:
    read = partial(listener.gathered().understand, now=street.now)
    said = Said(street.says(who, text), read(text))
    street.do(talk, said=said, sensitive=SENSITIVE, read=read, lean=listener.leaning)
    street.later(seconds=40)


def in_group(street: SmallStreet) -> str:
    """The group's card of the first matter."""
    found = street.database.read_now(lambda s: s.exec(select(Matter).order_by(Matter.number)).first())
    assert found is not None
    what = Wanted(found.id, Recipient(place="grid"), street.now)
    view = street.database.read_now(partial(matter.load, wanted=what))
    assert view is not None
    return matter_card(view, Wording(load_taxonomy(), street.now)).html


def for_worker(street: SmallStreet) -> str:
    what = Wanted(first_order(street).id, Recipient(person="w0"), street.now)
    view = street.database.read_now(partial(order.load, wanted=what))
    assert view is not None
    return order_card(view, Wording(load_taxonomy(), street.now)).html


def first_order(street: SmallStreet) -> Order:
    return street.orders()[0]


def test_which_house_is_asked_until_it_is_said(street: SmallStreet, listener: Listener) -> None:
    says(street, listener, AUNT_LI, LAMP)
    assert "哪栋楼、哪个单元" in in_group(street)
    says(street, listener, AUNT_LI, "3号楼2单元")
    assert "哪栋楼" not in in_group(street) and "📍 3号楼" in in_group(street)
    street.do(claim_order, speaker=WRENCH[0], order=first_order(street).id)
    assert "3号楼2单元" in for_worker(street)


def test_it_may_be_said_in_private(street: SmallStreet, listener: Listener) -> None:
    street.do(start, speaker=AUNT_LI)
    street.do(settle, speaker=AUNT_LI, grid="g3")
    says(street, listener, AUNT_LI, LAMP)
    told = "3号楼2单元"
    said = Said(street.says(AUNT_LI, told, place=None), listener.understand(told, now=street.now, private=True))
    street.do(listen_in_private, said=said, sensitive=SENSITIVE)
    assert "哪栋楼" not in in_group(street) and "📍 3号楼" in in_group(street)


@pytest.mark.parametrize("words", ["3号楼楼道灯坏了三天了没人管", "小区门口垃圾没人收", "厨房灯不亮了，谁能来修"])
def test_it_is_not_asked_where_it_is_known_or_does_not_matter(
    street: SmallStreet, listener: Listener, words: str
) -> None:
    says(street, listener, AUNT_LI, words)
    assert "哪栋楼" not in in_group(street)


def test_whoever_comes_reads_where_the_neighbours_have_it_too(street: SmallStreet, listener: Listener) -> None:
    says(street, listener, AUNT_LI, LAMP)
    says(street, listener, UNCLE_WANG, "我们3号楼1单元也不亮")
    assert "还有：3号楼1单元" in for_worker(street)
    street.do(claim_order, speaker=WRENCH[0], order=first_order(street).id)
    assert "还有：3号楼1单元" in for_worker(street)


def test_nobody_is_warned_of_what_is_known_or_not_wanted(street: SmallStreet, listener: Listener) -> None:
    says(street, listener, AUNT_LI, "厨房灯不亮了，谁能来修")
    assert "请不要在群里发门牌和电话" in in_group(street)
    says(street, listener, AUNT_LI, "3号楼2单元501，电话13800138000")
    assert "请不要在群里发" not in in_group(street)
