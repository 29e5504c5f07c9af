"""Ordinary words of those who come are taken for no more than they say: nothing is done, taken or promised by them."""

import pytest

from actions.agreeing import agree_proposed
from actions.between import AskedWhom
from actions.outcomes import Done, TooLate
from community.facts import NoteKind
from community.words import OrderState
from storage.tables import Order
from tests.storage.talk import ANNA, Talk, at
from tests.storage.test_taking import message_of, replies
from tests.street import AUNT_LI


def proposals(people: Talk) -> list[str]:
    """The ids of the times that the resident was last asked about, oldest first."""
    return [str(note.payload["proposal"]) for note in people.notes(NoteKind.RELAY_QUESTION) if note.payload["what"]]


@pytest.mark.parametrize(
    "words",
    [
        "电话打通了，他下午在家",
        "上一家修好了，这就过来",
        "孩子接上了，这就过去",
        "配件焊好了，明儿给您装上",
        "灯修好了？",
        "修好了一个",
        "第一个灯换好了，第二个下午来",
        "衣服换好了，马上到",
    ],
)
def test_it_is_not_done_by_ordinary_talk(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "厨房灯不亮了")
    people.tells(ANNA, words)
    assert people.now(order).state is OrderState.CLAIMED


@pytest.mark.parametrize("words", ["修好了", "换了个龙头，收20", "弄完了，没收钱"])
def test_it_is_done_in_plain_words(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "厨房灯不亮了")
    people.tells(ANNA, words)
    assert people.now(order).state is OrderState.DONE


@pytest.mark.parametrize("words", ["我去，太贵了吧", "我去！", "我来了", "我去 真快", "我过去了", "我去吧"])
def test_it_is_not_taken_by_slang(people: Talk, words: str) -> None:
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    people.says(ANNA, words)
    assert people.now(order).claimer_id is None


@pytest.mark.parametrize(("words", "taken"), [("我来", True), ("我去吧", True), ("我去！太贵了吧", False)])
def test_a_bare_word_takes_what_it_answers(people: Talk, words: str, taken: bool) -> None:
    order = people.needs(AUNT_LI, "厨房灯不亮了")
    replies(people, ANNA, words, message_of(people, order))
    assert (people.now(order).claimer_id is not None) is taken


def test_what_was_declined_is_not_agreed_to_by_the_next_answer(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "明天下午三点行吗")
    (proposal,) = proposals(people)
    people.tells(AUNT_LI, "不行，我明天不在家")
    people.tells(ANNA, "您家旧龙头我带走可以吗")
    people.tells(AUNT_LI, "可以")
    assert people.now(order).eta is None
    given = {"order": order.id, "proposal": proposal}
    assert people.street.do(agree_proposed, speaker=AUNT_LI, **given) == TooLate()


def test_an_older_button_agrees_to_no_newer_time(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "明天上午九点行吗")
    (first,) = proposals(people)
    people.tells(AUNT_LI, "九点不行")
    people.tells(ANNA, "那明天晚上八点行吗")
    (second,) = proposals(people)
    for stale in (first, ""):
        assert people.street.do(agree_proposed, speaker=AUNT_LI, order=order.id, proposal=stale) == TooLate()
    assert people.now(order).eta is None
    assert isinstance(people.street.do(agree_proposed, speaker=AUNT_LI, order=order.id, proposal=second), Done)
    assert people.now(order).eta == at(27, 20)


def test_who_asks_back_may_still_agree(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "明天下午三点行吗")
    (proposal,) = proposals(people)
    people.tells(AUNT_LI, "大概要几个小时")
    assert isinstance(people.street.do(agree_proposed, speaker=AUNT_LI, order=order.id, proposal=proposal), Done)


def nothing_agreed(people: Talk, order: Order) -> bool:
    return (people.now(order).eta, people.now(order).eta_text) == (None, None)


@pytest.mark.parametrize(
    "words", ["今天不去了", "下午不过去了", "我今天不过去", "明天去不成了", "今天恐怕去不成", "刘敏家今天不去了"]
)
def test_who_does_not_come_promises_nothing(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert nothing_agreed(people, order)


def test_time_that_has_gone_by_promises_and_moves_nothing(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    wanted = people.matter(order).wanted_at
    people.tells(ANNA, "十分钟过去了，没人开门")
    people.tells(AUNT_LI, "半个小时过去了还没人来")
    assert nothing_agreed(people, order)
    assert people.matter(order).wanted_at == wanted


@pytest.mark.parametrize("words", ["以后换锁80元", "入驻材料交社区了", "今天烧烤店的钱是200块"])
def test_what_costs_elsewhere_goes_to_no_resident_unasked(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert people.notes(NoteKind.RELAY_WORDS, NoteKind.RELAY_QUESTION) == []
    assert nothing_agreed(people, order)


def test_a_bare_sum_is_asked_about(people: Talk) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    assert people.tells(ANNA, "一共80元") == AskedWhom()
