"""What partners and residents said to each other in their own words, of times, of whom, and of whose turn it is."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from actions.agreeing import agree_proposed
from actions.between import AskedWhom, pass_on
from actions.listening_in_private import listen_in_private
from actions.not_passed import hear_after_all
from actions.orders import ask_eta, complete_order, set_eta
from actions.outcomes import Done, NotYours, TooLate
from bot.nlp.data import load_taxonomy
from bot.texts.card import Card, Wording
from bot.texts.notes_visits import visits_note
from community.facts import CardSlot, NoteKind, Recipient
from community.heard import Speaker
from community.views import Wanted
from community.words import OrderState
from storage import cards
from storage.tables import Order, Particulars
from storage.views import visits
from tests.storage.talk import ANNA, Talk, at
from tests.street import AUNT_LI, SENSITIVE, UNCLE_WANG, WRENCH

LIU, CUI = Speaker(5003, "刘敏"), Speaker(5004, "崔永健")


def answers(people: Talk, who: Speaker, words: str, order: Order) -> object:
    """Somebody answers the order's own card in private."""
    said = people.said(who, words)
    card = said.heard.message_id + 1000

    def stands(session: Session) -> None:
        cards.keep(
            session, CardSlot.ORDER, order.id, "p:w0",
            chat_id=who.user_id, message_id=card, page="", digest="", now=people.street.now,
        )  # fmt: skip

    people.street.database.write_now(stands)
    people.street.forget_said()
    said = replace(said, heard=replace(said.heard, reply_to=card))
    return people.street.do(listen_in_private, said=said, sensitive=SENSITIVE)


@pytest.mark.parametrize(
    "words",
    ["下周三我得去济南，周四行不", "明天这个时候我没空，后天行不", "周六来不了，周日上午可以吗", "要不明天下午吧"],
)
def test_a_time_that_is_only_asked_about_is_no_appointment(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert (people.now(order).eta, people.now(order).eta_text) == (None, None)
    (asked,) = people.notes(NoteKind.RELAY_QUESTION)
    assert (asked.recipient, asked.payload["text"]) == (f"p:{people.matter(order).person_id}", words)
    assert asked.payload["what"] == "time"


def test_a_time_asked_about_where_one_was_to_be_written_is_no_appointment(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(ask_eta, speaker=ANNA, order=order.id)
    people.tells(ANNA, "明天我没空，后天行不")
    assert (people.now(order).eta, people.now(order).eta_text) == (None, None)
    assert [note.payload["what"] for note in people.notes(NoteKind.RELAY_QUESTION)] == ["time"]
    people.street.do(ask_eta, speaker=ANNA, order=order.id)
    people.tells(ANNA, "这两天都没空")
    assert (people.now(order).eta, people.now(order).eta_text) == (None, None)
    assert [note.payload["text"] for note in people.notes(NoteKind.RELAY_WORDS)] == ["这两天都没空"]


def test_the_resident_agrees_to_what_was_asked(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "下周三我得去济南，周四上午十点行不")
    (asked,) = people.notes(NoteKind.RELAY_QUESTION)
    given = {"order": order.id, "proposal": asked.payload["proposal"]}
    assert people.street.do(agree_proposed, speaker=UNCLE_WANG, **given) == NotYours()
    assert isinstance(people.street.do(agree_proposed, speaker=AUNT_LI, **given), Done)
    eta = people.now(order).eta
    assert eta is not None and (eta.astimezone(at(1, 0).tzinfo).month, eta.astimezone(at(1, 0).tzinfo).day) == (12, 3)
    assert people.street.do(agree_proposed, speaker=AUNT_LI, **given) == TooLate()


def test_the_resident_agrees_in_words(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "明天上午十点行不")
    people.tells(AUNT_LI, "行啊")
    assert people.now(order).eta == at(27, 10)
    assert [note.payload["text"] for note in people.notes(NoteKind.RELAY_ANSWER)] == ["行啊"]


def test_what_is_answered_otherwise_agrees_to_nothing(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "明天上午十点行不")
    people.tells(AUNT_LI, "上午不行，我要去医院")
    assert people.now(order).eta is None
    assert [note.recipient for note in people.notes(NoteKind.RELAY_ANSWER)] == ["p:w0"]


def test_a_day_on_which_somebody_cannot_is_only_told(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(set_eta, speaker=ANNA, order=order.id, at=at(26, 16))
    people.tells(ANNA, "您好，明天我要去济南")
    assert people.now(order).eta == at(26, 16)
    assert [note.payload["text"] for note in people.notes(NoteKind.RELAY_WORDS)] == ["您好，明天我要去济南"]


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("您好，明天我来不了了", False),
        ("明天不行，后天行不", False),
        ("不好意思，来不了了", False),
        ("今天有事，明天准时到", True),
        ("您好，周六我要去济南", True),
        ("您好，今天我没空接电话", True),
    ],
)
def test_what_was_agreed_falls_with_who_agreed_to_it(people: Talk, words: str, stands: bool) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(set_eta, speaker=ANNA, order=order.id, at=at(27, 15))
    people.tells(ANNA, words)
    assert (people.now(order).eta is not None) is stands
    assert people.now(order).claimer_id == "w0"


@pytest.mark.parametrize(
    ("words", "when", "note"),
    [
        ("大娘住哪楼啊，11点半给送去", at(26, 11, 30), NoteKind.RELAY_QUESTION),
        ("周日下午两点我过去，你家窗户多大？", at(29, 14), NoteKind.RELAY_QUESTION),
        ("奶奶明早8点半我在楼下等您，带上医保卡", at(27, 8, 30), NoteKind.RELAY_WORDS),
    ],
)
def test_what_is_said_beside_a_time_goes_with_it(people: Talk, words: str, when: object, note: NoteKind) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert people.now(order).eta == when
    assert [told.payload["text"] for told in people.notes(note)] == [words]


@pytest.mark.parametrize("words", ["下午三点到", "我晚点到，十点半才能到李大娘家", "堵车，晚二十分钟"])
def test_nothing_but_a_time_is_told_once(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert people.notes(NoteKind.RELAY_QUESTION, NoteKind.RELAY_WORDS) == []


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("晚饭后吧七点来钟", at(26, 19)),
        ("今天下午吧，四点半", at(26, 16, 30)),
        ("我半小时到", at(26, 10, 30)),
        ("周六吧上午九点", at(28, 9)),
    ],
)
def test_a_time_in_two_halves_is_one(people: Talk, words: str, when: object) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert people.now(order).eta == when


@pytest.mark.parametrize(
    ("words", "when", "told"),
    [("后天也行，上午十点", at(28, 10), "后天上午十点"), ("能不能改到明天这个时候", at(27, 10), "明天10点00分")],
)
def test_the_wish_is_whole(people: Talk, words: str, when: object, told: str) -> None:
    order = people.claimed(AUNT_LI, "门铃坏了")
    people.tells(AUNT_LI, words)
    assert (people.matter(order).wanted_at, people.matter(order).time_text) == (when, told)


@pytest.mark.parametrize(
    "words",
    [
        "她几点能来，我三点要出门接孩子",
        "哎呀我出来接孩子了，家里就我爸下不了床，四点我回来",
        "我出来接孩子放学了，四点回来",
        "我三点要出门接孩子",
    ],
)
def test_who_waits_tells_where_they_are_and_orders_nothing(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    result = people.tells(AUNT_LI, words)
    assert len(people.street.orders()) == 1
    told = [note.payload["text"] for note in people.notes(NoteKind.CHANGED) if note.recipient == "p:w0"]
    assert told == [words] or result == AskedWhom()


def test_who_waits_may_want_something_else_too(people: Talk) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(AUNT_LI, "我下午出门，想找个人帮我接孩子放学")
    assert people.notes(NoteKind.CHANGED) == []


@pytest.mark.parametrize("over", [False, True])
def test_how_it_was_goes_to_the_one_who_came(people: Talk, over: bool) -> None:
    order = people.claimed(AUNT_LI, "厨房灯不亮了")
    people.needs(AUNT_LI, "水龙头漏水了")
    if over:
        people.street.do(complete_order, speaker=ANNA, order=order.id)
    people.tells(AUNT_LI, "他修得还行就是来晚了，不是说好三点嘛")
    (told,) = people.notes(NoteKind.CHANGED)
    assert (told.subject, told.recipient) == (order.id, "p:w0")
    assert len(people.street.orders()) == 2


def five(people: Talk) -> tuple[Order, Order]:
    return people.claimed(LIU, "厨房灯不亮了"), people.claimed(CUI, "水龙头漏水了")


def test_an_answer_to_the_card_of_an_order_is_for_that_order(people: Talk) -> None:
    lamp, tap = five(people)
    answers(people, ANNA, "李大娘家我两点半到", tap)
    assert (people.now(lamp).eta, people.now(tap).eta) == (None, at(26, 14, 30))
    answers(people, ANNA, "花盆先挪一下", lamp)
    assert [note.recipient for note in people.notes(NoteKind.RELAY_WORDS)] == [f"p:{people.matter(lamp).person_id}"]


def test_who_is_named_needs_no_asking(people: Talk) -> None:
    lamp, tap = five(people)
    people.tells(ANNA, "崔永健家我两点半到")
    assert (people.now(lamp).eta, people.now(tap).eta) == (None, at(26, 14, 30))


@pytest.mark.parametrize("words", ["3号楼我两点半到", "到3号楼2单元了，门口等着呢"])
def test_a_home_may_be_named_by_its_building(people: Talk, words: str) -> None:
    lamp, tap = five(people)
    for order, door in ((lamp, "5号楼1单元101"), (tap, "3号楼2单元501")):
        lives(people, order, door)
    people.tells(ANNA, words)
    relayed = [note.subject for note in people.notes(NoteKind.RELAY_WORDS)]
    assert people.now(lamp).eta is None
    assert relayed == [tap.id] or people.now(tap).eta == at(26, 14, 30)


@pytest.mark.parametrize(
    ("words", "day"), [("刘敏家三点，崔永健家五点", 26), ("明天刘敏家下午三点，崔永健家下午五点", 27)]
)
def test_two_that_are_named_each_have_their_time(people: Talk, words: str, day: int) -> None:
    lamp, tap = five(people)
    people.tells(ANNA, words)
    assert (people.now(lamp).eta, people.now(tap).eta) == (at(day, 15), at(day, 17))


def test_one_answer_and_no_other_is_taken(people: Talk) -> None:
    lamp, tap = five(people)
    people.tells(ANNA, "11点半")
    (asked,) = people.notes(NoteKind.WHOSE)
    assert isinstance(people.street.do(pass_on, speaker=ANNA, utterance=asked.subject, order=lamp.id), Done)
    assert people.street.do(pass_on, speaker=ANNA, utterance=asked.subject, order=tap.id) == TooLate()
    assert people.street.do(pass_on, speaker=ANNA, utterance="gone", order=tap.id) == TooLate()
    assert people.now(tap).eta is None


def lives(people: Talk, order: Order, door: str) -> None:
    told = update(Particulars).where(col(Particulars.matter_id) == order.matter_id).values(door=door)
    people.street.database.write_now(lambda session: session.execute(told))


def asking(people: Talk, utterance: str, orders: list[str]) -> Card:
    """The question as it stands."""
    payload = {"note": NoteKind.WHOSE, "orders": orders}
    wanted = Wanted(utterance, Recipient(person="w0"), people.street.now, payload=payload)
    view = people.street.database.read_now(lambda session: visits.load(session, wanted))
    assert view is not None
    return visits_note(view, Wording(load_taxonomy(), people.street.now))


def test_the_question_names_the_home_and_has_no_buttons_once_it_is_answered(people: Talk) -> None:
    _, tap = five(people)
    lives(people, tap, "3号楼2单元501")
    people.tells(ANNA, "11点半")
    (asked,) = people.notes(NoteKind.WHOSE)
    labels = [row[0].label for row in asking(people, asked.subject, asked.payload["orders"]).rows]
    assert labels[0].startswith("转给 刘** ·")
    assert labels[1].startswith("转给 崔** · 3号楼2单元 ·")
    people.street.do(pass_on, speaker=ANNA, utterance=asked.subject, order=tap.id)
    after = asking(people, asked.subject, asked.payload["orders"])
    assert (after.rows, "转给了 崔**" in after.html) == ((), True)


def test_given_back_in_a_word(people: Talk) -> None:
    order = people.claimed(LIU, "厨房灯不亮了")
    people.tells(ANNA, "退了")
    assert people.now(order).state is OrderState.OPEN


@pytest.mark.parametrize("words", ["补好了，收了15", "修好了，收了15块"])
def test_done_in_a_word(people: Talk, words: str) -> None:
    order = people.claimed(LIU, "厨房灯不亮了")
    people.tells(ANNA, words)
    assert (people.now(order).state, people.now(order).price_fen) == (OrderState.DONE, 1500)


@pytest.mark.parametrize("words", ["退了", "补好了，收了15"])
def test_of_two_it_is_asked_which(people: Talk, words: str) -> None:
    five(people)
    assert people.tells(ANNA, words) == AskedWhom()


def test_what_was_done_may_be_told_later(people: Talk) -> None:
    order = people.claimed(LIU, "厨房灯不亮了")
    people.street.do(complete_order, speaker=ANNA, order=order.id)
    people.street.later(hours=20)
    people.tells(ANNA, "换了，没收钱，老人家不容易")
    assert (people.now(order).report, people.now(order).price_fen) == ("换了，没收钱，老人家不容易", 0)


@pytest.mark.parametrize("words", ["到刘敏家敲门没人开啊", "上门20，材料另算"])
def test_plain_words_of_who_comes_are_passed_on(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert [note.payload["text"] for note in people.notes(NoteKind.RELAY_WORDS)] == [words]


def test_another_colleague_passes_nothing_on(people: Talk) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(WRENCH[1], "到了")
    assert people.notes(NoteKind.RELAY_WORDS) == []


def test_what_is_for_none_of_them_goes_to_nobody(people: Talk) -> None:
    order = people.claimed(LIU, "厨房灯不亮了")
    people.tells(ANNA, "有没有电梯")
    (asked,) = people.notes(NoteKind.WHOSE)
    said = people.said(ANNA, "有没有电梯")
    people.street.forget_said()
    result = people.street.do(hear_after_all, said=said, utterance=asked.subject, sensitive=SENSITIVE)
    assert not isinstance(result, NotYours | TooLate)
    card = asking(people, asked.subject, [order.id])
    assert (card.rows, "谁也没有转" in card.html) == ((), True)
    assert people.notes(NoteKind.WHOSE) != [] and people.notes(NoteKind.RELAY_QUESTION) == []
