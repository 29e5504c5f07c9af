"""Somebody takes back a place that they told: which part is meant, and which words correct nothing."""

import pytest

from bot.nlp.correcting import put_right, right_parts
from community.door_parts import mended
from tests import shipped
from tests.unit.test_nlp_times import NOW

HOME = "5号楼2单元301"


def places(known: str, text: str) -> list[str]:
    return [mended(known, parts) for parts in right_parts(known, text)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("打错了，3单元", "5号楼3单元301"),
        ("更正：3单元", "5号楼3单元301"),
        ("是3单元", "5号楼3单元301"),
        ("打错了 是6号楼", "6号楼2单元301"),
        ("6号楼，打错了", "6号楼2单元301"),
        ("5号楼打错了，6号楼", "6号楼2单元301"),
        ("是6号楼不是5号楼", "6号楼2单元301"),
        ("不是5号楼，是6号楼", "6号楼2单元301"),
        ("不对，是6号楼那个", "6号楼2单元301"),
        ("是六号楼，我老糊涂了", "六号楼2单元301"),
        ("不好意思 6号楼", "6号楼2单元301"),
        ("6号楼", "6号楼2单元301"),
        ("sorry building 6", "6号楼2单元301"),
        ("地址写错了，6号楼1单元102", "6号楼1单元102"),
        ("改成6号楼了", "6号楼2单元301"),
    ],
)
def test_a_part_told_anew_takes_the_place_of_what_it_corrects(text: str, right: str) -> None:
    assert places(HOME, text) == [right]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("打错了，是302", "5号楼2单元302"),
        ("错了是401", "5号楼2单元401"),
        ("是303", "5号楼2单元303"),
        ("不是5，是6", "6号楼2单元301"),
        ("不是2，是3", "5号楼3单元301"),
        ("不是5楼是6楼", "6号楼2单元301"),
        ("不是二单元，是三单元", "5号楼三单元301"),
        ("上面写错楼号了，是6", "6号楼2单元301"),
        ("单元写错了，3", "5号楼3单元301"),
        ("错了错了6号", "6号楼2单元301"),
    ],
)
def test_a_number_alone_is_the_part_of_the_same_shape(text: str, right: str) -> None:
    assert places(HOME, text) == [right]


def test_where_only_a_building_is_known_a_number_is_a_building() -> None:
    assert places("5号楼", "打错了，是6") == ["6号楼"]


@pytest.mark.parametrize(
    ("known", "text", "either"),
    [
        (HOME, "打错了，是6", ["6号楼2单元301", "5号楼6单元301"]),
        ("2号楼2单元", "不是2，是3", ["3号楼2单元", "2号楼3单元"]),
    ],
)
def test_what_may_be_either_is_told_as_either(known: str, text: str, either: list[str]) -> None:
    assert places(known, text) == either


@pytest.mark.parametrize(
    "text",
    [
        "6号楼也停了",
        "一单元也是",
        "3单元的邻居说他家没事",
        "应该是6号楼的人干的",
        "应该是楼上501漏的",
        "应该是楼上4楼漏下来的",
        "应该是阀门坏了",
        "错了，应该是下水道堵了",
        "改成明天上午",
        "改到6号",
        "不是5点，是6点",
        "打错了，是下午6点",
        "打错了",
        "是5号楼没错",
        "302",
    ],
)
def test_what_speaks_of_something_else_corrects_no_place(text: str) -> None:
    assert places(HOME, text) == []


def test_nothing_is_corrected_where_no_door_is_known() -> None:
    assert right_parts(None, "打错了，是6号楼") == ()
    assert right_parts("南门口", "打错了，是6") == ()


def test_a_place_that_does_not_correct_is_not_taken_for_the_right_one() -> None:
    meaning = shipped.listener().understand("6号楼的人干的", now=NOW)
    assert put_right(HOME, "应该是6号楼的人干的", meaning).slots.place is None
    assert put_right(None, "应该是6号楼的人干的", meaning) == meaning


def test_the_place_put_right_is_whole() -> None:
    right = put_right(HOME, "打错了 是6号楼", shipped.listener().understand("6号楼", now=NOW))
    assert right.slots.place == "6号楼2单元301"
    assert right.parsed.door is not None and (right.parsed.door.building, right.parsed.door.room) == ("6", "301")
