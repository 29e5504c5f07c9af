"""Danger that was over, done or looked after comes back, and somebody hears of it. On both databases, with the listener
that is shipped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.alarms import say_more
from actions.claiming import claim_order
from actions.desk import follow_matter
from actions.dismissing import dismiss
from actions.doubts import place_alarm
from actions.dues import settle_due
from actions.merging import go_alone, merge_into
from actions.orders import complete_order
from actions.outcomes import Done
from actions.particulars import correct_words
from actions.residents import keep_matter, withdraw_matter
from actions.tx import Tx
from actions.unplaced import add_place
from actions.unsure_danger import WhichCommunity, follow_doubt
from bot.nlp.listener import Listener, default_taxonomy
from bot.texts.asking import alarm_card
from bot.texts.card import Wording
from community.clock import SHANGHAI
from community.facts import FactKind, Recipient
from community.heard import Heard, Speaker
from community.understanding import Slots
from community.views import Wanted
from community.views.desk import AlarmView
from community.words import MatterState, OrderState, Priority
from schedules.jobs import JOBS
from storage.dues import due_now, next_due_at
from storage.engine import Database
from storage.tables import Matter, Person, Question, Utterance
from storage.views import asking
from tests.street import AUNT_LI, CLERK, SENSITIVE, UNCLE_WANG, WRENCH, meaning_of
from tests.talkative import GUO, Talkative, two_desks

HE, JIA = Speaker(8002, "小荷"), Speaker(8102, "贾姐")
RINGS = ["alarm", "doubt_alarm"]


@pytest.fixture
def town(database: Database, listener: Listener) -> Talkative:
    """郭建民 is staff of 般阳社区 alone, 网格员小赵 of the whole street."""
    return two_desks(database, listener, AUNT_LI, UNCLE_WANG, HE, JIA)


def rings(town: Talkative, **delta: float) -> list[str]:
    """The times of the clock at which it rings in that time."""
    street, found = town.street, []
    until = street.now + timedelta(**delta)
    while (at := street.database.read_now(lambda s: next_due_at(s, RINGS))) is not None and at <= until:
        street.now = at
        street.forget_said()
        for item in street.database.read_now(lambda s: due_now(s, RINGS, at)):
            street.do(settle_due, item=item, job=JOBS[item.kind])
        if any(fact.priority == Priority.EMERGENCY and fact.fresh for fact in street.said()):
            found.append(at.astimezone(SHANGHAI).strftime("%H:%M"))
    street.now = until
    return found


def rung(town: Talkative) -> set[str]:
    """Who was told loudly, since what was said was last forgotten."""
    kinds = {FactKind.ALARM_RAISED, FactKind.DOUBT_RAISED}
    return {f.recipient for f in town.street.said() if f.kind in kinds and f.fresh and f.priority == Priority.EMERGENCY}


def alarm(town: Talkative, matter: str) -> AlarmView:
    wanted = Wanted(matter, Recipient(person="guo"), town.street.now)
    view = town.street.database.read_now(lambda s: asking.load_alarm(s, wanted))
    assert view is not None
    return view


def finish(town: Talkative, who: Speaker) -> None:
    (order,) = town.street.orders()
    town.street.do(complete_order, speaker=who, order=order.id)
    assert town.street.orders()[0].state is OrderState.DONE


# 办结之后


async def test_fire_again_after_it_was_done_rings_everyone_and_says_whom_to_call(town: Talkative) -> None:
    await town.tells(AUNT_LI, "我家着火了，般阳社区3号楼2单元501")
    (matter,) = town.matters()
    town.street.do(follow_matter, speaker=GUO, matter=matter.id)
    finish(town, GUO)
    view = alarm(town, matter.id)
    assert (view.open, view.holder, view.done) == (False, None, True)
    town.street.later(minutes=40)
    town.street.forget_said()
    await town.tells(AUNT_LI, "又着火了，快来人")
    assert {"g:desk-by", "p:guo", town.key(AUNT_LI)} <= rung(town)
    assert any("119" in html for html in town.reads(town.key(AUNT_LI)))
    assert town.street.orders()[0].state is OrderState.OPEN
    assert alarm(town, matter.id).open
    assert rings(town, minutes=11)


async def test_what_was_done_and_turns_into_danger_goes_to_the_market_and_rings_on(town: Talkative) -> None:
    await town.says(AUNT_LI, "厨房插座跳闸了，找个电工")
    (order,) = town.street.orders()
    town.street.do(claim_order, speaker=WRENCH[0], order=order.id)
    finish(town, WRENCH[0])
    town.street.later(minutes=5)
    town.street.forget_said()
    await town.says(AUNT_LI, "插座又冒烟了，着火了")
    danger = next(matter for matter in town.matters() if matter.urgency == 3)
    assert {"g:desk-by", "p:guo"} <= rung(town)
    view = alarm(town, danger.id)
    assert (view.open, view.holder) == (True, None)
    labels = [button.label for card in town.cards("p:guo") for row in card.rows for button in row]
    assert "🙋 我来跟进" in labels
    assert not any("在跟进" in html for html in town.reads("p:guo"))
    assert OrderState.OPEN in [one.state for one in town.street.orders()]
    assert town.street.said(FactKind.ORDER_OFFERED), "and everyone who can help is asked"
    assert rings(town, minutes=11)


@pytest.mark.parametrize("words", ["火灭了，没事了", "厨房着火了，火已经灭了，不用来了"])
async def test_who_says_that_done_danger_is_over_rings_nobody(town: Talkative, words: str) -> None:
    await town.tells(AUNT_LI, "我家着火了，般阳社区3号楼2单元501")
    (matter,) = town.matters()
    town.street.do(follow_matter, speaker=GUO, matter=matter.id)
    finish(town, GUO)
    town.street.later(minutes=40)
    town.street.forget_said()
    await town.tells(AUNT_LI, words)
    assert not rung(town)
    assert town.street.orders()[0].state is OrderState.DONE


async def test_done_is_read_on_the_alarms_and_an_edit_into_danger_takes_it_up(town: Talkative) -> None:
    await town.says(AUNT_LI, "厨房插座跳闸了，找个电工")
    (matter,) = town.matters()
    town.street.do(claim_order, speaker=WRENCH[0], order=town.street.orders()[0].id)
    finish(town, WRENCH[0])
    shown = alarm_card(alarm(town, matter.id), Wording(default_taxonomy(), town.street.now))
    assert "已经办结" in shown.html and "在跟进" not in shown.html
    first = town.street.database.read_now(lambda s: s.get_one(Utterance, str(matter.utterance_id)))
    words = "厨房插座着火了"
    edited = Heard(AUNT_LI, "grid", first.chat_id, first.message_id, town.street.now, words)
    meaning = meaning_of(words, "repair", urgency=3)
    town.street.forget_said()
    town.street.do(correct_words, heard=edited, meaning=meaning, sensitive=SENSITIVE)
    assert alarm(town, matter.id).open
    assert {"g:desk-by", "p:guo"} <= {fact.recipient for fact in town.street.said(FactKind.ALARM_RAISED)}


# 说过没事了之后


async def at_night(town: Talkative) -> Matter:
    """A child is missing, and at 21:00 whoever told of it says that it is over."""
    town.street.later(hours=12)
    await town.says(JIA, "我家孩子不见了，五岁，穿红棉袄")
    await town.says(JIA, "孩子找到了，没事了")
    (matter,) = town.matters()
    town.street.later(minutes=1)
    return matter


async def test_not_over_after_all_rings_like_new_until_somebody_looks_after_it(town: Talkative) -> None:
    matter = await at_night(town)
    assert town.street.do(keep_matter, speaker=JIA, matter=matter.id) == Done(matter.number)
    assert rings(town, minutes=16) == ["21:06", "21:11", "21:16"]
    assert not alarm(town, matter.id).said_over
    town.street.do(follow_matter, speaker=GUO, matter=matter.id)
    assert not rings(town, hours=20)


async def test_hours_later_it_rings_like_new_too(town: Talkative) -> None:
    matter = await at_night(town)
    town.street.later(hours=1)
    town.street.do(keep_matter, speaker=JIA, matter=matter.id)
    assert rings(town, minutes=11) == ["22:06", "22:11"]


async def test_danger_in_words_takes_back_that_it_was_over(town: Talkative) -> None:
    town.street.later(hours=12)
    await town.tells(AUNT_LI, "我家着火了，般阳社区3号楼2单元501")
    await town.tells(AUNT_LI, "火灭了，没事了")
    (matter,) = town.matters()
    assert alarm(town, matter.id).said_over
    town.street.later(minutes=1)
    await town.tells(AUNT_LI, "又烧起来了！着火了救命啊")
    assert not alarm(town, matter.id).said_over
    assert rings(town, minutes=11) == ["21:06", "21:11"]


async def test_danger_again_of_what_lies_nowhere_yet_rings_like_new(town: Talkative) -> None:
    town.street.later(hours=12)
    await town.tells(JIA, "我家孩子不见了，五岁，穿红棉袄")
    await town.tells(JIA, "孩子找到了，没事了")
    town.street.later(minutes=1)
    await town.tells(JIA, "孩子又不见了！快来人，救命啊")
    assert rings(town, minutes=11) == ["21:06", "21:11"]


# 谁在跟进


def the_doubt(town: Talkative) -> Question:
    return town.street.database.read_now(lambda s: s.exec(select(Question).order_by(col(Question.made_at))).all())[0]


async def held_by_guo(town: Talkative) -> Question:
    """Danger of which nobody knows where it is, and 郭建民 looks after it."""
    await town.tells(HE, "我把门反锁了 他在外面踹")
    alarm = the_doubt(town)
    assert town.street.do(follow_doubt, speaker=GUO, question=alarm.id, sensitive=SENSITIVE) == WhichCommunity()
    town.street.forget_said()
    return alarm


def lies_in(tx: Tx, question: str, community: str) -> None:
    row = tx.session.get_one(Question, question)
    place_alarm(tx, row, community)


@pytest.mark.parametrize(("community", "goes_on"), [("by", True), ("sj", False)])
async def test_an_alarm_that_lies_where_its_holder_is_no_staff_rings_there(
    town: Talkative, community: str, goes_on: bool
) -> None:
    alarm = await held_by_guo(town)
    town.street.do(lies_in, alarm.id, community)
    assert ("holder" in the_doubt(town).understanding) is goes_on
    assert ("g:desk-sj" in rung(town)) is not goes_on
    assert bool(rings(town, minutes=11)) is not goes_on


async def test_what_the_dismissed_looked_after_without_a_place_rings_again(town: Talkative) -> None:
    await held_by_guo(town)
    town.street.do(dismiss, speaker=CLERK, subject="person.b")
    assert "holder" not in the_doubt(town).understanding
    assert {"g:desk-by", "g:desk-sj"} <= rung(town)
    assert rings(town, minutes=11)


def takes_meanwhile(tx: Tx, question: str) -> Question:
    """The row as it was read before somebody else took it up."""
    row = tx.session.get_one(Question, question)
    taken = {**row.understanding, "holder": "guo"}
    change = sa.update(Question).where(col(Question.id) == question).values(understanding=taken)
    tx.session.execute(change, execution_options={"synchronize_session": False})
    assert "holder" not in row.understanding
    return row


def more_meanwhile(tx: Tx, question: str) -> None:
    say_more(tx, takes_meanwhile(tx, question), "他还在踹")


def place_meanwhile(tx: Tx, question: str) -> None:
    row = takes_meanwhile(tx, question)
    add_place(tx, tx.session.get_one(Person, row.person_id), Slots(time=None, place="3号楼", phone=None))


@pytest.mark.parametrize("action", [more_meanwhile, place_meanwhile])
async def test_who_takes_it_up_while_more_is_said_keeps_it(town: Talkative, action: Callable[[Tx, str], None]) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    town.street.do(action, the_doubt(town).id)
    kept = the_doubt(town).understanding
    assert kept["holder"] == "guo"
    assert kept.get("said") == ["他还在踹"] or kept["slots"]["place"] == "3号楼"


async def test_to_take_up_one_doubt_takes_up_no_other(town: Talkative) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    first = the_doubt(town)

    def later(session: Session) -> None:
        said = session.get_one(Utterance, first.utterance_id)
        for number, hours in ((1, 1), (2, 5), (3, 30)):
            piece = Utterance(id=f"u{number}", person_id=said.person_id, chat_id=said.chat_id, message_id=9000 + number,
                              text=f"话{number}", at=said.at + timedelta(hours=hours))  # fmt: skip
            session.add(piece)
        session.flush()
        row = Question(id="q2", utterance_id="u2", person_id=said.person_id, kind=first.kind, state=first.state,
                       understanding=first.understanding, made_at=said.at + timedelta(hours=5))  # fmt: skip
        session.add(row)

    town.street.database.write_now(later)
    town.street.do(follow_doubt, speaker=CLERK, question=first.id, sensitive=SENSITIVE, community="by")
    (matter,) = town.matters()
    belongs = town.street.database.read_now(
        lambda s: [s.get_one(Utterance, f"u{number}").matter_id for number in (1, 2, 3)]
    )
    assert belongs == [matter.id, None, None], "neither what is doubted by itself nor what is said days later"


# 并到邻居那件里的


async def test_merged_danger_that_goes_on_alone_rings(town: Talkative) -> None:
    await town.says(AUNT_LI, "6号楼水管爆了，一楼全淹了")
    town.street.later(minutes=40)
    await town.says(JIA, "着火了！救命")
    first, second = town.matters()

    def merge(tx: Tx) -> None:
        merge_into(tx, tx.session.get_one(Matter, second.id), tx.session.get_one(Matter, first.id), by="clerk")

    town.street.do(merge)
    town.street.do(withdraw_matter, speaker=AUNT_LI, matter=first.id)
    town.street.forget_said()
    town.street.do(go_alone, speaker=JIA, matter=second.id)
    assert town.matters()[1].state is MatterState.OPEN
    assert {"g:desk-by", "p:guo"} <= rung(town)
    assert rings(town, minutes=11)
