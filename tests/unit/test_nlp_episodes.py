"""Neighbours talk in fragments; the matters that come out of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.nlp import Listener, episodes
from bot.nlp.episodes import Conversation, Said, Status, how_it_ended
from bot.nlp.hints import read_hints
from bot.nlp.reading import WEIGHED
from bot.nlp.relating import relate
from bot.nlp.threads import MOST_HALVES, MOST_THREADS, Relation
from community.understanding import Understanding

START = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


def talk(listener: Listener, *lines: tuple[str, str, int]) -> Conversation:
    """A conversation of (who, text, seconds since the one before)."""
    conversation, at = Conversation(listener), START
    for index, (who, text, seconds) in enumerate(lines):
        at += timedelta(seconds=seconds)
        conversation.hear(Said(index, who, at, text, photo=not text))
    return conversation


def test_fragments_a_photo_and_a_correction_are_one_matter(listener: Listener) -> None:
    heard = talk(
        listener,
        ("王", "我家厨房水管漏了", 0),
        ("李", "早上好", 5),
        ("王", "", 10),
        ("王", "5号楼2单元", 20),
        ("王", "打错了 是6号楼", 20),
    )
    (matter,) = heard.matters
    assert (matter.author, matter.merged, matter.place) == ("王", [0, 2, 3, 4], "6号楼2单元")
    assert matter.understood.categories[0].code == "repair"


def test_neighbours_who_have_it_too_are_counted_once(listener: Listener) -> None:
    heard = talk(
        listener,
        ("王", "3号楼电梯又停了", 0),
        ("李", "+1 我们单元也停了", 30),
        ("李", "我们也停了", 30),
        ("赵", "我家也是", 30),
    )
    (matter,) = heard.matters
    assert matter.supporters == ["李", "赵"]


def test_a_neighbour_s_own_trouble_at_home_is_no_plus_one(listener: Listener) -> None:
    heard = talk(listener, ("王", "厨房下水道堵了，6号楼", 0), ("李", "楼上漏水，我家灯都滴水了", 60))
    assert [matter.author for matter in heard.matters] == ["王", "李"]
    assert heard.matters[0].supporters == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("3号楼电梯又停了", "想请人上门给老人理发"),
        ("谁家孩子在哭啊，吵死了", "3-2-501 水龙头滴水"),
        ("群里有没有会修空调的师傅", "煤气味好大，5号楼1单元"),
        ("我老公打我，我不敢回家", "我想学书法，社区有班吗"),
        ("煤气味好大，5号楼1单元", "家里老人走丢了，穿蓝色外套"),
        ("想找人给我妈上门理发，她腿脚不好", "建议在小广场加几个长椅"),
        ("群里有没有会修空调的师傅", "我会修电脑，邻居需要可以找我"),
        ("孩子四点半没人接，谁能帮忙", "奶奶在家摔倒了起不来"),
    ],
)
def test_two_matters_of_one_speaker_stay_two(listener: Listener, first: str, then: str) -> None:
    heard = talk(listener, ("王", first, 0), ("王", then, 20))
    assert [matter.merged for matter in heard.matters] == [[0], [1]]


@pytest.mark.parametrize(
    "chatter", ["下周三停水通知，请大家储水", "昨天谢谢王师傅，水管修好了", "有没有一起跳广场舞的呀"]
)
def test_talk_of_other_things_does_not_stick_to_a_matter(listener: Listener, chatter: str) -> None:
    heard = talk(listener, ("王", "谁家孩子在哭啊，吵死了", 0), ("王", chatter, 20))
    assert heard.matters[0].merged == [0]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("修好了，谢谢", Status.RESOLVED),
        ("不用来了", Status.WITHDRAWN),
        ("怎么还没修好", Status.OPEN),
        ("打错了，不是马桶，是地漏", Status.OPEN),
    ],
)
def test_how_a_matter_ends(listener: Listener, said: str, status: Status) -> None:
    heard = talk(listener, ("王", "我家马桶堵了", 0), ("王", said, 900))
    assert heard.matters[0].status is status


def test_only_the_asker_ends_a_matter(listener: Listener) -> None:
    heard = talk(listener, ("王", "我家马桶堵了", 0), ("李", "修好了", 60))
    assert heard.matters[0].status is Status.OPEN


def test_chatter_makes_no_matter(listener: Listener) -> None:
    assert talk(listener, ("王", "大家早上好", 0), ("李", "早", 5), ("王", "哈哈哈", 5)).matters == []


def test_what_is_told_minutes_later_of_something_else_is_no_piece_of_it(listener: Listener) -> None:
    heard = talk(
        listener,
        ("王", "俺家自来水管子滋水咧，恁快来个人", 0),
        ("李", "老头子拉肚子拉两天了，想问问卫生站开门不", 200),
        ("王", "谁家狗拉屎不收拾啊天天一楼门口", 200),
        ("李", "孙子数学不会，谁能教教", 200),
        ("王", "路边井盖松了，过车咣当响", 2400),
    )
    assert [matter.merged for matter in heard.matters] == [[0], [1], [2], [3], [4]]


def test_what_is_wanted_at_another_place_minutes_later_is_a_matter_of_its_own(listener: Listener) -> None:
    heard = talk(listener, ("王", "1号楼下的快递柜又满了，取不出件", 0), ("王", "3号楼下快递柜满了放不进去", 300))
    assert [matter.place for matter in heard.matters] == ["1号楼", "3号楼"]


def test_who_answers_the_message_of_their_matter_hours_later_adds_to_it(listener: Listener) -> None:
    conversation = talk(listener, ("王", "灯不亮了，谁会修", 0))
    later = START + timedelta(hours=3)
    conversation.hear(Said(1, "王", later, "周六上午十点", reply_to=0))
    (matter,) = conversation.matters
    assert matter.merged == [0, 1]


def test_a_message_late_in_a_long_talk_costs_no_more_than_an_early_one(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[tuple[int, int]] = []
    read: list[int] = []

    def noted(remark: Any, threads: Any, waiting: Any, understand: Any, lean: Any, halves: Any, ties: Any) -> Relation:
        looked_at.append((len(threads), len(halves)))
        return relate(remark, threads, waiting, understand, lean, halves, ties)

    def counted(self: Listener, text: str, **given: Any) -> Understanding:
        read.append(len(text))
        return understand(self, text, **given)

    understand = Listener.understand
    monkeypatch.setattr(episodes, "relate", noted)
    monkeypatch.setattr(Listener, "understand", counted)
    things = ("电梯坏了", "下水道堵了", "路灯不亮", "门锁坏了找人换")
    talk(listener, *((f"甲{at}", f"{at + 1}号楼{things[at % 4]}", 20) for at in range(MOST_THREADS + 9)))
    assert looked_at[-1] == (MOST_THREADS, 0)
    talk(listener, *((f"乙{at}", "在吗", 1) for at in range(30)))
    assert looked_at[-1] == (0, MOST_HALVES)
    read.clear()
    talk(
        listener,
        ("丙", "下水道堵了，3号楼", 0),
        *(("丙", f"还在往外冒水呢，第{at}次说了，快来人", 20) for at in range(99)),
    )
    assert max(read) <= WEIGHED and len(read) < 4 * 100


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("于师傅先别来了 房东说他给换", Status.WITHDRAWN),
        ("老姐妹病倒仨 我们先不排了 给别人用吧", Status.WITHDRAWN),
        ("哦哦 是我欠费了 不好意思打扰", Status.WITHDRAWN),
        ("动了动了", Status.RESOLVED),
        ("还是你说的那个法子管用", Status.RESOLVED),
    ],
)
def test_how_it_ended_where_no_phrase_tells(said: str, status: Status) -> None:
    assert how_it_ended(read_hints(said), said) is status
