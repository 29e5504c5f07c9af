"""What the same person says next: more about the matter, another need, an answer, a picture. On both databases."""

from dataclasses import replace

import pytest

from actions.listening import Said, listen_in_private
from actions.needs import Joined, Registered, register_need
from actions.particulars import Kept
from actions.residents import ask_details
from community.facts import FactKind, Recipient
from community.views import Wanted
from storage.engine import Database
from storage.views import order
from tests.street import AUNT_LI, SENSITIVE, SmallStreet, build, meaning_of


@pytest.fixture
def street(database: Database) -> SmallStreet:
    return build(database)


def needs(street: SmallStreet, words: str, service: str | None) -> object:
    meaning = replace(meaning_of(words, "repair"), service=service)
    return street.do(register_need, heard=street.says(AUNT_LI, words), meaning=meaning, sensitive=SENSITIVE)


def test_another_service_is_another_matter(street: SmallStreet) -> None:
    needs(street, "我家马桶堵了找人通", "管道疏通")
    street.later(seconds=40)
    assert needs(street, "还有我家门锁也坏了，找人换锁", "开锁换锁") == Registered(("BY-1126-02",))


def test_more_about_the_same_is_seen_and_shown_to_those_who_were_asked(street: SmallStreet) -> None:
    needs(street, "我家马桶堵了找人通", "管道疏通")
    street.forget_said()
    assert needs(street, "昨晚开始往外冒水", None) == Joined("BY-1126-01")
    assert len(street.said(FactKind.SEEN)) == 1
    assert {fact.recipient for fact in street.said(FactKind.ORDER_CHANGED)} == {"p:w0", "p:w1", "p:w2"}
    what = Wanted(street.orders()[0].id, Recipient(person="w0"), street.now)
    view = street.database.read_now(lambda session: order.load(session, what))
    assert view is not None and view.summary == "我家马桶堵了找人通；昨晚开始往外冒水"


def in_private(street: SmallStreet, words: str, category: str) -> object:
    said = Said(street.says(AUNT_LI, words, place=None), meaning_of(words, category))
    return street.do(listen_in_private, said=said, sensitive=SENSITIVE)


def test_an_answer_to_what_else_is_no_second_order(street: SmallStreet) -> None:
    aunt = street.says(AUNT_LI, "心里难受，13812345678")
    meaning = meaning_of("心里难受", "counselling", phone="13812345678")
    street.do(register_need, heard=aunt, meaning=meaning, sensitive=SENSITIVE)
    street.do(ask_details, speaker=AUNT_LI, matter=street.orders()[0].matter_id)
    assert in_private(street, "我跟儿子吵架以后整夜睡不着", "counselling") == Kept("BY-1126-01")
    assert in_private(street, "楼上天天吵，我心烦得很", "mediation") == Kept("BY-1126-01")
    street.later(minutes=30)
    assert in_private(street, "楼上天天吵，我心烦得很", "mediation") == Registered(("BY-1126-02",))
