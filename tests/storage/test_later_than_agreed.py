"""晚半小时再来: whoever comes reads all of it, the neighbours only the hour that is meant."""

from datetime import timedelta

import pytest

from actions.agreeing import agree_wish
from actions.orders import set_eta
from actions.residents import ask_time
from bot.nlp.data import load_taxonomy
from bot.nlp.listener import Listener
from bot.texts.card import Wording
from bot.texts.matters import matter_card
from community.facts import NoteKind, Recipient
from community.views import Wanted
from storage.engine import Database
from storage.tables import Order
from storage.views import matter
from tests.storage.talk import ANNA, Talk, at
from tests.street import AUNT_LI, build

WORDS = "晚半小时再来，我妈在医院化疗呢"


@pytest.fixture
def people(database: Database, listener: Listener) -> Talk:
    return Talk(build(database), listener)


def agreed(people: Talk, minute: int = 0) -> Order:
    """The visit is agreed for ten o'clock and so many minutes; it is ten now, and some seconds."""
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(set_eta, speaker=ANNA, order=order.id, at=at(26, 10, minute))
    people.street.later(seconds=7)
    return order


def group_reads(people: Talk, order: Order) -> str:
    wanted = Wanted(order.matter_id, Recipient(place="grid"), people.street.now)
    view = people.street.database.read_now(lambda session: matter.load(session, wanted))
    assert view is not None
    return matter_card(view, Wording(load_taxonomy(), people.street.now)).html


@pytest.mark.parametrize("asked", [False, True])
def test_the_group_reads_the_hour_and_who_comes_reads_why(people: Talk, asked: bool) -> None:
    order = agreed(people)
    if asked:
        people.street.do(ask_time, speaker=AUNT_LI, matter=order.matter_id)
    people.tells(AUNT_LI, WORDS)
    assert [(note.recipient, note.payload["text"]) for note in people.notes(NoteKind.CHANGED)] == [("p:w0", WORDS)]
    assert people.matter(order).time_text == "11月26日10:30"
    assert "化疗" not in group_reads(people, order)
    people.street.do(agree_wish, speaker=ANNA, order=order.id)
    assert "11月26日" in group_reads(people, order) and "化疗" not in group_reads(people, order)


def test_what_is_agreed_to_is_that_hour_and_no_span(people: Talk) -> None:
    order = agreed(people)
    people.tells(AUNT_LI, WORDS)
    people.street.do(agree_wish, speaker=ANNA, order=order.id)
    assert (people.now(order).eta, people.now(order).eta_text) == (at(26, 10, 30), None)


def test_it_counts_from_the_hour_that_was_agreed(people: Talk) -> None:
    order = agreed(people, minute=45)
    people.tells(AUNT_LI, WORDS)
    assert people.matter(order).wanted_at == at(26, 10, 45) + timedelta(minutes=30)
