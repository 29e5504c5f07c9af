"""Who waits and who comes talk to the bot as people do: their words go to the other side, and to nobody else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from actions.agreeing import agree_wish
from actions.between import AskedWhom, kept_words, pass_on
from actions.claiming import claim_order
from actions.hearing import hear
from actions.needs import Registered, register_need
from actions.orders import set_eta, show_order_page
from actions.outcomes import Done, Nothing, NotYours, TooLate
from actions.people import start
from actions.relay import relay_words
from actions.residents import ask_details, ask_time, withdraw_matter
from actions.talking import talk
from bot.callbacks import Verb
from bot.texts.orders import PAGE_ETA
from bot.texts.toasts import answer
from community.clock import SHANGHAI
from community.facts import FactKind, NoteKind
from storage.tables import Person, Utterance
from tests.storage.talk import ANNA, Talk, at
from tests.street import AUNT_LI, SENSITIVE, STRANGER, UNCLE_WANG, WRENCH, meaning_of


def test_the_holder_says_when_in_their_own_words(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "我晚点到，十点半才能到李大娘家")
    assert people.now(order).eta == at(26, 10, 30)
    people.tells(ANNA, "堵车，晚二十分钟")
    assert people.now(order).eta == at(26, 10, 50)
    people.tells(ANNA, "11点半")
    assert people.now(order).eta == at(26, 11, 30)
    people.tells(ANNA, "再有半个小时就到")
    assert people.now(order).eta == at(26, 10, 30)
    rung = [fact.recipient for fact in people.street.said(FactKind.MATTER_CHANGED) if fact.fresh]
    assert rung == [f"p:{people.matter(order).person_id}"]


def test_the_menu_of_times_may_be_answered_in_words(people: Talk) -> None:
    lamp, tap = people.claimed(AUNT_LI, "厨房灯不亮了"), people.claimed(UNCLE_WANG, "水龙头漏水了")
    people.street.do(show_order_page, speaker=ANNA, order=tap.id, page=PAGE_ETA)
    people.tells(ANNA, "下午三点")
    assert (people.now(lamp).eta, people.now(tap).eta) == (None, at(26, 15))
    people.street.do(show_order_page, speaker=ANNA, order=lamp.id, page=PAGE_ETA)
    people.street.do(show_order_page, speaker=ANNA, order=lamp.id, page="")
    assert people.tells(ANNA, "下午四点") == AskedWhom()


def test_no_question_is_taken_for_a_time(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(show_order_page, speaker=ANNA, order=order.id, page=PAGE_ETA)
    people.tells(ANNA, "大娘，水龙头是抽拉的还是普通的？")
    assert people.now(order).eta_text is None
    (asked,) = people.notes(NoteKind.RELAY_QUESTION)
    assert asked.recipient == f"p:{people.matter(order).person_id}"
    people.tells(AUNT_LI, "普通的，老式那种")
    (answer,) = people.notes(NoteKind.RELAY_ANSWER)
    assert (answer.recipient, answer.payload["text"]) == ("p:w0", "普通的，老式那种")


def test_who_holds_several_is_asked_whom_they_mean(people: Talk) -> None:
    lamp, tap = people.claimed(AUNT_LI, "厨房灯不亮了"), people.claimed(UNCLE_WANG, "水龙头漏水了")
    assert people.tells(ANNA, "11点半") == AskedWhom()
    (asked,) = people.notes()
    assert (asked.payload["note"], asked.payload["orders"]) == (NoteKind.WHOSE, [lamp.id, tap.id])
    words = asked.subject
    assert (people.now(lamp).eta, people.now(tap).eta) == (None, None)
    assert people.street.do(pass_on, speaker=WRENCH[1], utterance=words, order=tap.id) == NotYours()
    assert isinstance(people.street.do(pass_on, speaker=ANNA, utterance=words, order=tap.id), Done)
    assert people.street.do(pass_on, speaker=ANNA, utterance=words, order=tap.id) == Nothing()
    assert people.street.do(pass_on, speaker=ANNA, utterance=words, order=lamp.id) == TooLate()
    assert (people.now(lamp).eta, people.now(tap).eta) == (None, at(26, 11, 30))


def test_the_one_that_is_named_needs_no_asking(people: Talk) -> None:
    lamp, tap = people.claimed(AUNT_LI, "厨房灯不亮了"), people.claimed(UNCLE_WANG, "水龙头漏水了")
    people.tells(ANNA, "水龙头那家我下午四点到")
    assert (people.now(lamp).eta, people.now(tap).eta) == (None, at(26, 16))


@pytest.mark.parametrize("words", ["有电梯吗", "有没有电梯", "停车收不收费"])
def test_what_may_be_for_the_resident_is_asked_about_first(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    assert people.tells(ANNA, words) == AskedWhom()
    (asked,) = people.notes()
    heard = people.street.database.read_now(lambda session: kept_words(session, ANNA, asked.subject))
    assert heard is not None and heard.text == words
    assert people.street.database.read_now(lambda session: kept_words(session, STRANGER, asked.subject)) is None
    people.street.do(withdraw_matter, speaker=AUNT_LI, matter=order.matter_id)
    assert people.street.do(pass_on, speaker=ANNA, utterance=asked.subject, order=order.id) == TooLate()


@pytest.mark.parametrize("words", ["您家的总阀先关上", "到了，没人开门", "我到楼下了", "在路上了"])
def test_what_is_told_to_who_waits_is_passed_on(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    (told,) = people.notes(NoteKind.RELAY_WORDS)
    assert told.payload["text"] == words


def test_phones_are_not_passed_on_to_who_waits(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.street.do(relay_words, speaker=ANNA, order=order.id, words="到了，打我电话 13800138000")
    assert people.street.do(relay_words, speaker=WRENCH[1], order=order.id, words="到了") == NotYours()
    (told,) = people.notes(NoteKind.RELAY_WORDS)
    assert "13800138000" not in told.payload["text"]


@pytest.mark.parametrize("words", ["今天有事", "今天休息"])
def test_a_day_on_which_somebody_is_busy_is_no_time_to_come(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert (people.now(order).eta, people.now(order).eta_text) == (None, None)


@pytest.mark.parametrize("words", ["我家马桶堵了，找人来通一下", "我家厨房灯不亮了，谁能来修", "家里煤气漏了，快来人"])
def test_who_comes_may_need_somebody_too(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, words)
    assert people.notes(NoteKind.RELAY_QUESTION, NoteKind.RELAY_WORDS, NoteKind.WHOSE) == []


def test_who_waits_asks_for_another_time(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "门铃坏了")
    people.tells(AUNT_LI, "我十点要出门买菜，能不能十一点再来")
    assert people.matter(order).wanted_at == at(26, 11)
    (told,) = people.notes(NoteKind.CHANGED)
    assert (told.recipient, told.payload["what"]) == ("p:w0", "time")
    assert told.payload["text"] == "我十点要出门买菜，能不能十一点再来"
    assert len(people.street.orders()) == 1


@pytest.mark.parametrize("words", ["算了明天吧", "我要改一下，明天再来", "今天不用来了，明天再来吧"])
@pytest.mark.parametrize("asked", [None, ask_time, ask_details])
def test_put_off_is_not_given_up(people: Talk, words: str, asked: Callable[..., object] | None) -> None:
    order = people.claimed(AUNT_LI, "门铃坏了")
    if asked is not None:
        people.street.do(asked, speaker=AUNT_LI, matter=order.matter_id)
    people.tells(AUNT_LI, words)
    assert people.notes(NoteKind.ASK_WITHDRAW) == []
    wanted = people.matter(order).wanted_at
    assert wanted is not None and wanted.astimezone(SHANGHAI).date() == at(27, 0).date()


@pytest.mark.parametrize("words", ["算了，不用来了", "不用来了，明天我自己弄"])
def test_given_up_is_given_up(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "门铃坏了")
    people.tells(AUNT_LI, words)
    assert [note.payload["note"] for note in people.notes()] == [NoteKind.ASK_WITHDRAW]


@pytest.mark.parametrize("words", ["师傅贵不贵", "就是老式那种拧的", "需要我准备什么吗"])
def test_what_only_the_comer_can_answer_goes_to_them(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(AUNT_LI, words)
    told = people.notes(NoteKind.CHANGED)
    assert [(note.recipient, note.payload["text"]) for note in told] == [("p:w0", words)]
    assert len(people.street.orders()) == 1


def test_who_waits_for_two_is_asked_which(people: Talk) -> None:
    orders = [people.claimed(AUNT_LI, "水龙头漏水了"), people.claimed(AUNT_LI, "门铃坏了", WRENCH[1])]
    assert people.tells(AUNT_LI, "师傅贵不贵") == AskedWhom()
    (asked,) = people.notes()
    assert asked.payload["orders"] == [order.id for order in orders]
    people.street.forget_said()
    people.street.do(pass_on, speaker=AUNT_LI, utterance=asked.subject, order=orders[1].id)
    assert [note.recipient for note in people.notes(NoteKind.CHANGED)] == ["p:w1"]


def test_another_need_of_who_waits_is_a_need(people: Talk) -> None:
    people.claimed(AUNT_LI, "门铃坏了")
    assert isinstance(people.tells(AUNT_LI, "我家马桶也堵了，找人来通一下"), Registered)
    assert people.notes(NoteKind.CHANGED) == []


@pytest.mark.parametrize(
    "words", ["几点来修", "什么时候来", "恁多咱来啊", "几点到我家啊", "师傅啥时候到", "怎么还没来"]
)
def test_when_do_you_come_is_answered(people: Talk, words: str) -> None:
    order = people.claimed(AUNT_LI, "厨房灯不亮了")
    people.street.do(set_eta, speaker=ANNA, order=order.id, at=people.street.now + timedelta(hours=1))
    people.tells(AUNT_LI, words)
    (told,) = people.notes()
    assert (told.payload["note"], told.payload["orders"]) == (NoteKind.VISITS, [order.id])


def test_who_has_not_said_when_is_asked_once(people: Talk) -> None:
    people.claimed(AUNT_LI, "厨房灯不亮了")
    people.tells(AUNT_LI, "几点来")
    assert [note.recipient for note in people.notes(NoteKind.NUDGED)] == ["p:w0"]
    people.tells(AUNT_LI, "几点来")
    assert people.notes(NoteKind.NUDGED) == []


def test_danger_is_no_appointment(people: Talk) -> None:
    heard = people.street.says(AUNT_LI, "电梯困人了")
    people.street.do(start, speaker=AUNT_LI)
    danger = meaning_of("电梯困人了", "repair", urgency=3)
    people.street.do(register_need, heard=heard, meaning=danger, sensitive=SENSITIVE)
    order = people.street.orders()[-1]
    people.street.do(claim_order, speaker=ANNA, order=order.id)
    for words in ("怎么还没来", "下午三点再来吧"):
        for speak in (people.tells, people.says):
            speak(AUNT_LI, words)
            told = people.notes(NoteKind.VISITS, NoteKind.CHANGED)
            assert [note for note in told if note.payload.get("what") != "more"] == []  # 险情里说的话，原样给接单的人


@pytest.mark.parametrize("words", ["食堂几点开饭", "停水几点来水", "快递几点到", "物业几点来收垃圾"])
def test_what_else_comes_is_nobodys_visit(people: Talk, words: str) -> None:
    people.claimed(AUNT_LI, "厨房灯不亮了")
    people.tells(AUNT_LI, words)
    assert people.notes(NoteKind.VISITS, NoteKind.NUDGED, NoteKind.WHOSE) == []


def down(people: Talk) -> Sequence[str]:
    """The cards that come down to the words."""
    return [
        fact.subject
        for fact in people.street.said(FactKind.MATTER_CHANGED)
        if fact.recipient == "g:grid" and fact.fresh
    ]


def test_in_the_group_the_card_comes_down_to_the_question(people: Talk) -> None:
    lamp, bell = people.claimed(AUNT_LI, "楼道灯不亮了"), people.claimed(AUNT_LI, "门铃坏了", WRENCH[1])
    people.says(AUNT_LI, "几点来修灯呀")
    assert down(people) == [lamp.matter_id]
    people.says(AUNT_LI, "门铃那个师傅几点来")
    assert down(people) == [bell.matter_id]
    people.says(AUNT_LI, "几点来啊")
    assert down(people) == []
    (told,) = people.notes(NoteKind.VISITS)
    assert told.payload["orders"] == [lamp.id, bell.id]


def test_who_waits_for_nothing_is_not_answered_in_the_group(people: Talk) -> None:
    people.claimed(AUNT_LI, "楼道灯不亮了")
    people.says(STRANGER, "你几点来啊")
    assert down(people) == [] and people.notes() == []


def test_a_neighbour_is_asked_and_not_the_bot(people: Talk) -> None:
    people.claimed(AUNT_LI, "楼道灯不亮了")
    first = people.street.says(UNCLE_WANG, "我一会儿去找你")
    people.street.do(hear, first)
    said = people.said(AUNT_LI, "你几点来啊", "grid")
    people.street.forget_said()
    answering = replace(said, heard=replace(said.heard, reply_to=first.message_id))
    people.street.do(talk, said=answering, sensitive=SENSITIVE, read=people.read, lean=people.listener.leaning)
    assert down(people) == []


def test_another_time_said_in_the_group_reaches_the_holder(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "门铃坏了")
    people.says(AUNT_LI, "我要出门，下午四点再来吧")
    assert people.matter(order).wanted_at == at(26, 16)
    assert [note.recipient for note in people.notes(NoteKind.CHANGED)] == ["p:w0"]


def test_the_time_that_was_asked_for_is_agreed_with_one_tap(people: Talk) -> None:
    order = people.claimed(AUNT_LI, "门铃坏了")
    people.tells(AUNT_LI, "明天上午十点再来吧")
    assert people.street.do(agree_wish, speaker=WRENCH[1], order=order.id) == NotYours()
    assert isinstance(people.street.do(agree_wish, speaker=ANNA, order=order.id), Done)
    assert (people.now(order).eta, people.now(order).eta_text) == (at(27, 10), None)
    people.tells(AUNT_LI, "改到后天下午吧")
    people.street.later(hours=20)  # 明天再点，后天还是那一天
    people.street.do(agree_wish, speaker=ANNA, order=order.id)
    agreed = people.now(order)
    assert agreed.eta is not None and agreed.eta.astimezone(SHANGHAI).date() == at(28, 0).date()
    assert agreed.eta_text == "后天下午"
    people.street.later(days=3)
    assert people.street.do(agree_wish, speaker=ANNA, order=order.id) == TooLate()


def test_words_are_kept_once(people: Talk) -> None:
    people.claimed(AUNT_LI, "水龙头漏水了")
    people.tells(ANNA, "有电梯吗")
    count = select(Utterance.id).where(col(Utterance.text) == "有电梯吗")
    assert len(people.street.database.read_now(lambda session: session.exec(count).all())) == 1


@pytest.mark.parametrize(("place", "told"), [("grid", "public"), (None, "")])
def test_who_cannot_be_written_to_reads_it_in_the_group_if_at_all(people: Talk, place: str | None, told: str) -> None:
    home = people.claimed(AUNT_LI, "门铃坏了")  # 住哪儿，从此知道
    people.street.do(withdraw_matter, speaker=AUNT_LI, matter=home.matter_id)
    heard = people.street.says(AUNT_LI, "厨房水龙头漏水", place=place)
    people.street.do(register_need, heard=heard, meaning=meaning_of("水龙头漏水", "repair"), sensitive=SENSITIVE)
    order = people.street.orders()[-1]
    people.street.do(claim_order, speaker=ANNA, order=order.id)
    gone = update(Person).where(col(Person.user_id) == AUNT_LI.user_id).values(unreachable=True)
    people.street.database.write_now(lambda session: session.execute(gone))
    done = people.street.do(set_eta, speaker=ANNA, order=order.id, at=people.street.now + timedelta(hours=1))
    assert isinstance(done, Done)
    assert (done.reached, done.in_group) == (False, place is not None)
    toast = answer(Verb.SET_ETA, done)
    assert toast is not None and ("群里的卡片" in toast.text) is (place is not None)
    people.tells(ANNA, "下午三点到")
    (note,) = people.notes(NoteKind.PASSED_ON)
    assert note.payload["what"] == told
