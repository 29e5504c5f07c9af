"""Help goes where its words say, however people say where they live; nobody is believed to have been told what they
were not. On both databases, with the listener that is shipped."""

import pytest
from sqlmodel import Session, select

from actions.claiming import claim_order
from actions.desk import HeldBy
from actions.doubts import settle_doubt
from actions.needs import Registered
from actions.people import start
from actions.unsure_danger import WhichCommunity, follow_doubt, ring_doubt_again
from bot.nlp.listener import Listener
from community.facts import FactKind
from community.heard import Speaker
from storage.engine import Database
from storage.tables import Particulars, Question
from tests.street import AUNT_LI, CLERK, SENSITIVE, WRENCH
from tests.talkative import DESKS, GUO, Talkative, two_desks

SHAO, HE, NEW = Speaker(8001, "邵姐"), Speaker(8002, "小荷"), Speaker(8003, "新人")


@pytest.fixture
def town(database: Database, listener: Listener) -> Talkative:
    """郭建民 is staff of 般阳社区 alone, 网格员小赵 of the whole street."""
    return two_desks(database, listener, SHAO, HE)


def alarms(town: Talkative) -> list[Question]:
    return list(town.street.database.read_now(lambda s: s.exec(select(Question)).all()))


async def test_danger_lies_in_the_community_that_its_words_name(town: Talkative) -> None:
    await town.tells(SHAO, "我妈摔了，起不来，我在外地，她一个人在家，留仙二区5号楼2单元301")
    (matter,) = town.matters()
    assert (matter.community_id, matter.urgency) == ("lx", 3)
    assert town.home_of(SHAO) is None, "it is her mother's home; hers is far away"
    rung = {fact.recipient for fact in town.street.said(FactKind.ALARM_RAISED)}
    assert "g:desk-lx" in rung and "g:desk-by" not in rung


async def test_who_takes_it_up_does_not_make_it_theirs(town: Talkative) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    (alarm,) = alarms(town)
    assert any("还不知道在哪个社区" in html for html in town.reads("g:desk-by"))
    town.street.forget_said()
    result = town.street.do(follow_doubt, speaker=GUO, question=alarm.id, sensitive=SENSITIVE)
    assert result == WhichCommunity()
    assert not town.matters()
    (card,) = town.cards("p:guo")
    assert "双井社区" in [button.label for row in card.rows for button in row]
    assert "郭建民" in card.html
    town.street.forget_said()
    town.street.do(ring_doubt_again, question=alarm.id)
    assert not town.street.said(FactKind.DOUBT_RAISED), "somebody looks after it"
    assert town.street.do(follow_doubt, speaker=CLERK, question=alarm.id, sensitive=SENSITIVE) == HeldBy(GUO.name)


async def test_who_took_it_up_keeps_it_when_its_place_is_told(town: Talkative) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    (alarm,) = alarms(town)
    assert any("请马上打" in html for html in town.reads(town.key(HE)))
    town.street.forget_said()
    town.street.do(follow_doubt, speaker=CLERK, question=alarm.id, sensitive=SENSITIVE)
    await town.tells(HE, "不要告诉别人 求你们了 我住双井")
    (matter,) = town.matters()
    (order,) = town.street.orders()
    assert (matter.community_id, order.claimer_id) == ("sj", "clerk")
    assert town.home_of(HE) == "sj"
    assert not any("请马上打" in html for html in town.reads(town.key(HE))), "she was told before"
    assert "不要告诉别人" in str(town.street.database.read_now(lambda s: s.get_one(Particulars, matter.id).note))


async def test_staff_of_another_community_send_it_where_it_belongs(town: Talkative) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    (alarm,) = alarms(town)
    town.street.do(follow_doubt, speaker=GUO, question=alarm.id, sensitive=SENSITIVE)
    result = town.street.do(follow_doubt, speaker=GUO, question=alarm.id, sensitive=SENSITIVE, community="sj")
    assert isinstance(result, Registered)
    (matter,) = town.matters()
    assert matter.community_id == "sj"
    assert "g:desk-sj" in {fact.recipient for fact in town.street.said(FactKind.ALARM_RAISED)}


async def test_what_a_desk_takes_as_its_own_lies_where_the_words_say(town: Talkative) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    (alarm,) = alarms(town)

    def older(session: Session) -> None:
        row = session.get_one(Question, alarm.id)
        row.understanding = {**row.understanding, "said": ["我住双井"]}

    town.street.database.write_now(older)
    done = town.street.do(
        settle_doubt, speaker=CLERK, question=alarm.id, category="safety", sensitive=SENSITIVE, chat=DESKS["by"]
    )
    assert isinstance(done, Registered)
    assert town.matters()[0].community_id == "sj"


async def test_two_sentences_of_one_danger_ring_as_one(town: Talkative) -> None:
    await town.tells(HE, "我把门反锁了 他在外面踹")
    await town.tells(HE, "救命 他拿刀要砍我")
    (alarm,) = alarms(town)
    assert alarm.understanding["said"] == ["救命 他拿刀要砍我"]
    town.street.forget_said()
    await town.tells(HE, "我住双井")
    (matter,) = town.matters()
    assert matter.community_id == "sj"


@pytest.mark.parametrize(
    ("answer", "community"),
    [
        ("俺住望湖", "wh"),
        ("俺是南苑哩", "ny"),
        ("望湖社区，谢谢", "wh"),
        ("留仙社区2号网格", "lx"),
        ("般阳三号网格", "by"),
        ("留仙二号楼 五单元", "lx"),
        ("俺不会点那个 俺住望湖社区 恁看着办吧", "wh"),
        ("I live in Shuangjing community", "sj"),
        ("双井", "sj"),
        ("不是般阳，是双井", "sj"),
    ],
)
async def test_a_community_named_among_other_words_is_the_answer(town: Talkative, answer: str, community: str) -> None:
    await town.tells(HE, "厨房下水道堵了")
    assert not town.matters()
    await town.tells(HE, answer)
    assert town.home_of(HE) == community
    (matter,) = town.matters()
    assert matter.community_id == community
    assert not town.street.said(FactKind.QUESTION_ASKED)


async def test_a_grid_that_is_named_is_kept_too(town: Talkative) -> None:
    await town.tells(HE, "厨房下水道堵了")
    await town.tells(HE, "般阳三号网格")
    assert town.matters()[0].grid_id == "g3"


async def test_a_door_beside_the_community_goes_to_whoever_comes(town: Talkative) -> None:
    await town.tells(HE, "厨房下水道堵了")
    await town.tells(HE, "留仙二号楼 五单元501")
    door = town.street.database.read_now(lambda s: s.exec(select(Particulars.door)).one())
    assert door is not None and "五单元" in door


async def test_a_need_that_names_its_community_is_not_asked_for_it(town: Talkative) -> None:
    await town.tells(HE, "俺是望湖哩 俺家下水道堵了")
    (matter,) = town.matters()
    assert (matter.community_id, town.home_of(HE)) == ("wh", "wh")


@pytest.mark.parametrize(
    "words", ["我妈住望湖社区", "我在望湖社区上班，我家水管漏了", "望湖社区的电话是多少", "我在望湖社区门口"]
)
async def test_what_is_said_of_a_place_without_being_asked_tells_no_home(town: Talkative, words: str) -> None:
    await town.tells(HE, words)
    assert town.home_of(HE) is None
    assert not town.matters() or "上班" not in words


async def test_somebody_elses_home_is_no_answer_either(town: Talkative) -> None:
    await town.tells(HE, "厨房下水道堵了")
    await town.tells(HE, "我妈住望湖社区")
    assert town.home_of(HE) is None
    await town.tells(HE, "我住双井")
    assert town.home_of(HE) == "sj"


async def test_who_is_on_their_way_tells_where_they_are(town: Talkative) -> None:
    master = WRENCH[0]
    await town.says(AUNT_LI, "我家3号楼2单元501厨房灯不亮了，谁会修")
    (order,) = town.street.orders()
    town.street.do(claim_order, speaker=master, order=order.id)
    town.street.forget_said()
    await town.tells(master, "我在般阳社区了，是哪个单元")
    assert town.home_of(master) is None
    assert len(town.matters()) == 1
    await town.tells(master, "般阳社区")
    assert town.home_of(master) is None


@pytest.mark.parametrize("words", ["从般阳到双井怎么走", "社区", "我住这儿"])
async def test_what_names_no_one_community_is_no_answer(town: Talkative, words: str) -> None:
    await town.tells(HE, "厨房下水道堵了")
    await town.tells(HE, words)
    assert town.home_of(HE) is None


@pytest.mark.parametrize("words", ["我老公喝了酒要打我", "我真的想死"])
async def test_who_cannot_be_written_to_is_called_aside_in_the_group(town: Talkative, words: str) -> None:
    await town.says(NEW, words)
    shown = [card for card in town.cards("g:grid") if "私下说" in str(card.rows)]
    assert len(shown) == 1
    assert words not in shown[0].html
    assert any("对方没开私聊" in html and "还没" in html for html in town.reads("g:desk-by"))
    assert not any("已请对方" in html or "已告诉对方" in html for html in town.reads("g:desk-by"))
    town.street.do(start, speaker=NEW, greeted=True)
    assert any("已" in html and "对方" in html for html in town.reads("g:desk-by"))


async def test_of_a_forward_nobody_is_said_to_have_been_told(town: Talkative) -> None:
    await town.says(AUNT_LI, "我真的想死", forwarded=True)
    told = town.reads("g:desk-by")
    assert any("没有回过对方" in html for html in told)
    assert not any("已告诉对方" in html for html in told)
