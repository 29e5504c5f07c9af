"""What is said while danger stands: it turns into danger, it is over, it touches others too, somebody was seen; and how
long it rings. On both databases, with the listener that is shipped."""

from datetime import timedelta

import pytest
from sqlmodel import select

from actions.claiming import claim_order
from actions.desk import follow_matter
from actions.dues import settle_due
from actions.residents import PAGE_OVER
from bot.nlp.listener import Listener
from community.clock import SHANGHAI
from community.facts import CardSlot, FactKind, NoteKind
from community.heard import Speaker
from community.words import Priority, Tier
from schedules.jobs import JOBS
from storage.dues import due_now, next_due_at
from storage.engine import Database
from storage.tables import Household, Matter, Subscription
from tests.street import AUNT_LI, CLERK, UNCLE_WANG, WRENCH
from tests.talkative import Talkative, lively

XIA, JIA, JIAN, BOY = Speaker(8101, "小夏"), Speaker(8102, "贾姐"), Speaker(8103, "简奶奶"), Speaker(8104, "薛刚")
RINGS = ["alarm", "doubt_alarm"]


@pytest.fixture
def town(database: Database, listener: Listener) -> Talkative:
    return lively(database, listener, AUNT_LI, UNCLE_WANG, XIA, JIA, JIAN, BOY)


def rings(town: Talkative, **delta: float) -> list[tuple[int, set[str]]]:
    """The hours of the clock at which it rings in that time, and whom."""
    street, found = town.street, []
    until = street.now + timedelta(**delta)
    while (at := street.database.read_now(lambda s: next_due_at(s, RINGS))) is not None and at <= until:
        street.now = at
        street.forget_said()
        for item in street.database.read_now(lambda s: due_now(s, RINGS, at)):
            street.do(settle_due, item=item, job=JOBS[item.kind])
        loud = {fact.recipient for fact in street.said() if fact.priority == Priority.EMERGENCY and fact.fresh}
        if loud:
            found.append((at.astimezone(SHANGHAI).hour, loud))
    street.now = until
    return found


async def test_danger_that_is_said_to_be_over_is_recalled_by_day_and_lets_everyone_sleep(town: Talkative) -> None:
    town.street.later(hours=12)  # 21:00
    await town.says(JIA, "我家孩子不见了，五岁，穿红棉袄")
    await town.says(JIA, "孩子找到了，没事了")
    assert any("说没事了" in html for html in town.reads("g:desk-by"))
    assert [hour for hour, _ in rings(town, hours=20)] == [7, 11, 15]


async def test_an_alarm_without_a_place_is_quiet_too_once_it_is_over(town: Talkative) -> None:
    town.street.later(hours=12)
    await town.tells(JIA, "我家孩子不见了，五岁，穿红棉袄")
    await town.tells(JIA, "孩子找到了，没事了")
    assert [hour for hour, _ in rings(town, hours=20)] == [7, 11, 15]


async def lift(town: Talkative) -> Matter:
    await town.says(BOY, "3号楼电梯坏了，谁来修修")
    (matter,) = town.matters()
    assert matter.urgency < 3
    return matter


async def test_what_was_told_minutes_ago_turns_into_danger(town: Talkative) -> None:
    before = await lift(town)
    town.street.later(minutes=4)
    town.street.forget_said()
    await town.says(BOY, "还在里面呢 没人管吗 手机快没电了")
    (matter,) = town.matters()
    assert (matter.id, matter.urgency) == (before.id, 3)
    assert "电梯" in matter.summary and "还在里面" in matter.summary
    rung = {fact.recipient for fact in town.street.said(FactKind.ALARM_RAISED)}
    assert {"g:desk-by", "p:clerk"} <= rung


def serves_lifts(town: Talkative) -> None:
    """红扳手0 opens lifts."""
    row = Subscription(id="lift", partner_id="p0", category="property", tier=Tier.LOW)
    town.street.database.write_now(lambda s: s.add(row))


@pytest.mark.parametrize("held", [False, True])
async def test_who_was_asked_for_it_reads_at_once_that_it_is_danger_now(town: Talkative, held: bool) -> None:
    serves_lifts(town)
    await lift(town)
    (order,) = town.street.orders()
    if held:
        town.street.do(claim_order, speaker=WRENCH[0], order=order.id)
    town.street.later(minutes=4)
    town.street.forget_said()
    await town.says(BOY, "还在里面呢 没人管吗 手机快没电了")
    told = [fact for fact in town.street.said() if fact.recipient == "p:w0" and fact.slot is CardSlot.ORDER]
    assert any(fact.fresh or fact.kind is FactKind.ORDER_OFFERED for fact in told)
    assert any("险情" in html for html in town.reads("p:w0"))


async def test_another_danger_is_a_matter_of_its_own(town: Talkative) -> None:
    await town.says(BOY, "厨房的灯不亮了，找人修修")
    town.street.later(minutes=4)
    await town.says(BOY, "着火了！救命")
    assert [matter.urgency for matter in town.matters()] == [0, 3]


async def test_what_is_over_is_over_for_all_that_was_told_of_it(town: Talkative) -> None:
    await town.says(BOY, "5号楼水管爆了，一楼全淹了")
    town.street.later(minutes=30)
    await town.says(BOY, "着火了！救命")
    assert [matter.urgency for matter in town.matters()] == [3, 3]
    town.street.forget_said()
    await town.says(BOY, "没事了，都弄好了")
    asked = {fact.subject for fact in town.street.said(FactKind.MATTER_CHANGED) if fact.page == PAGE_OVER}
    assert asked == {matter.id for matter in town.matters()}


async def test_what_a_household_of_danger_says_next_belongs_to_it(town: Talkative) -> None:
    await town.says(AUNT_LI, "6号楼水管爆了，一楼全淹了")
    town.street.later(minutes=1)
    await town.says(JIAN, "我家也淹了")
    before = len(town.matters())
    town.street.later(minutes=5)
    town.street.forget_said()
    await town.says(JIAN, "水都到床腿了 俺一个老婆子搬不动")
    assert len(town.matters()) == before
    loud = {fact.recipient for fact in town.street.said(FactKind.ALARM_RAISED) if fact.fresh}
    assert {"g:desk-by", "p:clerk"} <= loud
    assert any("简奶奶" in html and "搬不动" in html for html in town.reads("p:clerk"))


async def test_another_thing_of_a_household_is_its_own(town: Talkative) -> None:
    await town.says(AUNT_LI, "6号楼水管爆了，一楼全淹了")
    await town.says(JIAN, "我家也淹了")
    before = len(town.matters())
    town.street.later(hours=2)
    await town.says(JIAN, "谁会理发，想给老头理个发")
    assert len(town.matters()) == before + 1


@pytest.mark.parametrize(
    "words", ["我刚才在小卖部门口看见一个穿红棉袄的小孩", "贾姐，孩子在我车里呢，我给你送过去", "孩子找到了，在我家呢"]
)
async def test_who_was_seen_is_told_to_all_who_look_and_counts_no_household(town: Talkative, words: str) -> None:
    await town.says(JIA, "我家孩子不见了，五岁，穿红棉袄")
    town.street.later(minutes=3)
    town.street.forget_said()
    await town.says(XIA, words)
    (matter,) = town.matters()
    assert matter.households == 1
    assert not town.street.database.read_now(lambda s: s.exec(select(Household)).all())
    told = [fact for fact in town.street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.SIGHTED]
    assert [fact.recipient for fact in told] == [town.key(JIA)]
    assert any(words in html for html in town.reads(town.key(JIA)))
    assert any(words[:10] in html and "小夏" in html for html in town.reads("p:clerk"))


async def test_who_tells_the_bot_alone_whom_they_have_seen_is_heard_too(town: Talkative) -> None:
    await town.says(JIA, "我家孩子不见了，五岁，穿红棉袄")
    await town.says(XIA, "3号楼的路灯坏了")
    town.street.forget_said()
    await town.tells(XIA, "孩子在我车里呢，我给你送过去")
    assert len(town.matters()) == 2
    told = [fact for fact in town.street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.SIGHTED]
    assert [fact.recipient for fact in told] == [town.key(JIA)]
    assert town.reads(town.key(XIA)), "they are answered"


async def test_where_nobody_is_missing_what_was_seen_is_talk(town: Talkative) -> None:
    await town.says(AUNT_LI, "6号楼水管爆了，一楼全淹了")
    await town.says(XIA, "我刚才看见一个小孩穿红棉袄，真好看")
    assert not [fact for fact in town.street.said(FactKind.TOLD) if fact.payload["note"] == NoteKind.SIGHTED]


VOICE = {"voice": {"file_id": "v", "file_unique_id": "u", "duration": 4}}


async def test_a_voice_of_somebody_who_lives_nowhere_yet_lies_at_every_desk(town: Talkative) -> None:
    await town.tells(XIA, "", **VOICE)
    shown = {fact.recipient for fact in town.street.said(FactKind.DOUBT_RAISED)}
    assert {"g:desk-by", "g:desk-sj", "g:desk-lx"} <= shown
    assert any("语音" in html for html in town.reads("g:desk-sj"))


async def test_who_speaks_in_a_group_is_not_waited_for_where_they_live(town: Talkative) -> None:
    await town.tells(XIA, "我家厨房下水道堵了")
    assert not town.matters()
    await town.says(XIA, "3号楼的路灯坏了")
    assert {matter.community_id for matter in town.matters()} == {"by"}
    assert len(town.matters()) == 2
    assert town.home_of(XIA) == "by"


@pytest.mark.parametrize("words", ["120已经接走了 谢谢你们", "我妈没事了 就是崴了脚"])
async def test_whether_it_is_over_is_asked_kindly_of_danger_that_is_held(town: Talkative, words: str) -> None:
    await town.says(AUNT_LI, "我妈摔倒了，起不来，3号楼2单元")
    (matter,) = town.matters()
    town.street.do(follow_matter, speaker=CLERK, matter=matter.id)
    town.street.forget_said()
    await town.says(AUNT_LI, words)
    shown = town.reads("g:grid") + town.reads(town.key(AUNT_LI))
    assert any("真没事了" in html for html in shown)
    assert not any("不用人来了" in html for html in shown)


async def test_who_is_in_danger_has_nothing_to_hurry_and_nothing_to_fill_in(town: Talkative) -> None:
    await town.tells(JIA, "我住双井，我把门反锁了 他在外面踹")
    (matter,) = town.matters()
    town.street.forget_said()
    town.street.do(follow_matter, speaker=CLERK, matter=matter.id)
    cards = town.cards(town.key(JIA))
    labels = [button.label for card in cards for row in card.rows for button in row]
    assert any("在跟进" in card.html for card in cards)
    assert not {"催一下", "改时间"} & set(labels)
    assert not any("还缺" in card.html or "请马上打" in card.html for card in cards)
