"""Matters told within seconds of each other, by neighbours or by one person: none swallows another."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.nlp.episodes import Conversation, Matter, Said
from bot.nlp.listener import Listener

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)


def talk(listener: Listener, *lines: tuple[str, str], apart: timedelta = timedelta(seconds=30)) -> list[Matter]:
    """Lines of who and what, so long after each other."""
    conversation = Conversation(listener)
    for index, (who, text) in enumerate(lines):
        conversation.hear(Said(index, who, NOW + apart * index, text))
    return conversation.matters


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("3号楼楼下有流浪狗", "厨房着火了"),
        ("我妈想量血压，哪里能量", "老人摔倒起不来了"),
        ("我妈晕倒了，快来人", "我爸晕倒了叫不醒"),
        ("我妈晕倒了，快来人", "我孩子走丢了"),
        ("楼道里有煤气味", "电梯困人了"),
    ],
)
def test_a_neighbour_s_danger_is_danger_whatever_others_speak_of(listener: Listener, first: str, then: str) -> None:
    matters = talk(listener, ("王", first), ("李", then))
    assert [(one.author, one.merged) for one in matters] == [("王", [0]), ("李", [1])]
    assert matters[1].urgent


@pytest.mark.parametrize("then", ["楼上半夜太吵", "电梯又停了", "垃圾桶满了没人清"])
def test_a_neighbour_s_clear_request_is_heard_next_to_another_one(listener: Listener, then: str) -> None:
    matters = talk(listener, ("王", "厕所灯不亮了，谁会修"), ("李", then))
    assert [one.author for one in matters] == ["王", "李"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("厕所灯不亮了，谁会修", "洗衣机坏了，谁会修"),
        ("马桶堵了，谁来通", "门锁坏了，谁会换"),
        ("空调不制冷，谁会修", "马桶堵了，谁来通"),
    ],
)
def test_two_requests_of_one_person_for_two_services_are_two(listener: Listener, first: str, then: str) -> None:
    assert [one.merged for one in talk(listener, ("王", first), ("王", then))] == [[0], [1]]


@pytest.mark.parametrize(
    ("first", "then"),
    [("有人触电了！！", "倒地上了 叫不醒"), ("厨房下水道堵了", "水池子满了不下"), ("电梯又停了", "5号楼的")],
)
def test_what_one_person_goes_on_telling_is_one(listener: Listener, first: str, then: str) -> None:
    assert [one.merged for one in talk(listener, ("王", first), ("王", then))] == [[0, 1]]


@pytest.mark.parametrize("said", ["拿胶带先缠缠", "学校发的吧"])
def test_two_remarks_of_a_bystander_make_no_matter(listener: Listener, said: str) -> None:
    lines = (("王", "俺家厨房水管漏了"), ("强", said), ("王", "缠了,不管用,还是滴"), ("强", "几号楼的?"))
    assert [one.author for one in talk(listener, *lines)] == ["王"]


def test_danger_told_right_after_a_request_is_no_part_of_it(listener: Listener) -> None:
    """Courtesy shares words with courtesy: 大家好 with 谢谢大家."""
    lines = (("王", "大家好，洗衣机也坏了，谁会修，谢谢"), ("王", "昨天就闻到煤气味，今天更重了，3号楼2门，谢谢大家"))
    matters = talk(listener, *lines)
    assert [(one.merged, one.urgent) for one in matters] == [([0], False), ([1], True)]


@pytest.mark.parametrize("first", ["厨房灯不亮了，谁会修", "三号楼电梯停了", "楼道垃圾没人收"])
@pytest.mark.parametrize("then", ["我妈明天要去医院谁能陪", "社区有没有太极班", "医保卡丢了怎么补"])
def test_another_need_of_the_same_person_is_not_swallowed_by_the_first(
    listener: Listener, first: str, then: str
) -> None:
    assert [one.merged for one in talk(listener, ("王", first), ("王", then))] == [[0], [1]]


def test_what_is_told_in_private_is_no_part_of_a_public_matter(listener: Listener) -> None:
    matters = talk(listener, ("王", "我家门锁坏了谁会换"), ("王", "欠了网贷八万，催债的天天上门"))
    assert matters[0].merged == [0]


@pytest.mark.parametrize(
    "pieces",
    [("煤气", "有味"), ("我妈", "摔了", "起不来"), ("3号楼", "着火"), ("快", "我爸", "吃饭噎住了"), ("有人", "要跳楼")],
)
def test_danger_said_in_pieces_is_danger(listener: Listener, pieces: tuple[str, ...]) -> None:
    conversation = Conversation(listener)
    for index, text in enumerate(pieces):
        conversation.hear(Said(index, "王", NOW + timedelta(seconds=5 * index), text))
    assert any(one.urgent for one in conversation.matters)


@pytest.mark.parametrize("first", ["厨房水管漏水，谁能来修", "三号楼电梯停了", "我家马桶堵了，有师傅吗"])
@pytest.mark.parametrize(
    "then",
    ["修好了吗", "没好", "弄好了没有", "师傅来看过了，说要等配件", "师傅来了，没修好，走了", "说是修好了，其实没有",
     "听说修好了？", "修好了告诉我一声", "要是修好了我请客", "修好了才怪", "师傅来过了，明天再来", "白修了"],
)  # fmt: skip
def test_what_is_not_over_stays_open(listener: Listener, first: str, then: str) -> None:
    for apart in (timedelta(seconds=30), timedelta(hours=1)):
        assert [one.status for one in talk(listener, ("王", first), ("王", then), apart=apart)] == ["open"]


@pytest.mark.parametrize(
    ("first", "then", "households"),
    [
        ("没水了", "我家也有水啊", 0),
        ("没水了", "我家也没水", 1),
        ("暖气不热", "我家也热", 0),
        ("暖气不热", "我家也冰凉", 1),
        ("路灯不亮", "我们这边也亮着呢", 0),
        ("停电了", "我们楼也黑了", 1),
    ],
)
def test_who_has_what_others_lack_is_not_counted(listener: Listener, first: str, then: str, households: int) -> None:
    assert [len(one.supporters) for one in talk(listener, ("王", first), ("李", then))] == [households]
