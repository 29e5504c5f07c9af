"""After 办结 a partner is asked what was done: the first words that tell it are the report, not all that follows."""

import pytest

from actions.claiming import claim_order
from actions.listening import Said
from actions.listening_in_private import listen_in_private
from actions.needs import register_need
from actions.orders import complete_order
from actions.people import start
from bot.nlp.listener import Listener
from community.heard import Speaker
from storage.engine import Database
from storage.tables import Order
from tests.street import AUNT_LI, SENSITIVE, WRENCH, SmallStreet, build, meaning_of

GE = WRENCH[0]


@pytest.fixture
def street(database: Database) -> SmallStreet:
    """红扳手0 has just pressed 办结."""
    made = build(database)
    made.do(start, speaker=AUNT_LI)
    made.do(start, speaker=GE)
    made.do(
        register_need,
        heard=made.says(AUNT_LI, "轮椅的胎没气了"),
        meaning=meaning_of("胎", "repair"),
        sensitive=SENSITIVE,
    )
    order = made.orders()[0]
    made.do(claim_order, speaker=GE, order=order.id)
    made.do(complete_order, speaker=GE, order=order.id)
    return made


def writes(street: SmallStreet, listener: Listener, text: str, who: Speaker = GE) -> Order:
    """The first order after `who` wrote it to the bot alone."""
    meaning = listener.understand(text, now=street.now, private=True)
    street.do(listen_in_private, said=Said(street.says(who, text, place=None), meaning), sensitive=SENSITIVE)
    street.later(seconds=20)
    return street.orders()[0]


def test_its_first_words_are_the_report_however_the_price_is_written(street: SmallStreet, listener: Listener) -> None:
    told = writes(street, listener, "大娘后胎换了个新内胎，收35，上门费没要")
    assert (told.report, told.price_fen, len(street.orders())) == ("大娘后胎换了个新内胎，收35，上门费没要", 3500, 1)


def test_a_repair_told_of_another_trade_is_no_need(street: SmallStreet, listener: Listener) -> None:
    for words in ("把马桶疏通好了", "给大爷理完发了"):
        told = writes(street, listener, words)
    assert len(street.orders()) == 1 and told.report == "把马桶疏通好了；给大爷理完发了"


def test_what_follows_is_no_report_unless_it_tells_of_the_work(street: SmallStreet, listener: Listener) -> None:
    writes(street, listener, "换了个内胎")
    for words in (
        "下周一到周三我回老家，别给我派单",
        "我不想在这干了，把我删了吧",
        "小胖不在我这干了，别让他接单了",
        "今天真冷",
    ):
        assert writes(street, listener, words).report == "换了个内胎"
    told = writes(street, listener, "收了15")
    assert (told.report, told.price_fen) == ("换了个内胎；收了15", 1500)


def test_a_partners_own_affairs_are_no_report_even_said_first(street: SmallStreet, listener: Listener) -> None:
    assert writes(street, listener, "小胖不在我这干了，别让他接单了").report is None
    assert writes(street, listener, "大娘人很好").report == "大娘人很好"


def test_a_need_of_the_partners_own_is_one(street: SmallStreet, listener: Listener) -> None:
    told = writes(street, listener, "我妈腿脚不便，谁能上门给她理个发")
    assert told.report is None and len(street.orders()) == 2
