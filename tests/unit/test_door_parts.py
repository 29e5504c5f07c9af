"""A door by its parts: what was told anew takes the place of what it corrects, and the rest stays."""

import pytest

from community.door_parts import Parts, mended, parts_in, whole


@pytest.mark.parametrize(
    ("known", "told", "right"),
    [
        ("5号楼2单元301", "3单元", "5号楼3单元301"),
        ("5号楼2单元301", "6号楼", "6号楼2单元301"),
        ("5号楼2单元301", "六栋", "六栋2单元301"),
        ("5号楼2单元301", "6号楼1单元102", "6号楼1单元102"),
        ("五号楼二单元", "三单元", "五号楼三单元"),
        ("5-2-301", "6号楼", "6-2-301"),
        ("5-2-301", "302室", "5-2-302"),
        ("5-2-301", "东单元", "5号楼东单元301"),
        ("1-3-2-501", "5号楼", "1-5-2-501"),
        ("8号院3号楼501", "9号院", "9号院3号楼501"),
        ("5号楼三楼东户", "4楼西户", "5号楼4楼西户"),
        ("5号楼三楼东户", "501室", "5号楼501"),
        ("5栋A座1801", "6栋", "6栋A座1801"),
        ("3排5号", "4排6号", "4排6号"),
        ("Building 5, room 301", "building 6", "6号楼301"),
    ],
)
def test_what_is_corrected_is_replaced_and_all_else_stays(known: str, told: str, right: str) -> None:
    assert mended(known, parts_in(told)) == right


@pytest.mark.parametrize(
    ("known", "told", "whole"),
    [("5号楼301", "2单元", "5号楼2单元301"), ("2单元301", "5号楼", "5号楼2单元301"), ("5号楼", "301室", "5号楼301")],
)
def test_what_was_not_told_yet_comes_where_it_belongs(known: str, told: str, whole: str) -> None:
    assert mended(known, parts_in(told)) == whole


def test_what_stands_around_a_door_stays() -> None:
    assert mended("院里5#2单元301室（西头）", parts_in("6号楼")) == "院里6号楼2单元301（西头）"


def test_a_landmark_has_no_parts() -> None:
    assert parts_in("老粮站对面") == Parts()
    assert mended("老粮站对面", parts_in("6号楼")) == "6号楼"


@pytest.mark.parametrize(
    ("known", "told", "then"),
    [
        ("5号楼2单元301", "6号楼", "6号楼2单元301"),
        ("5号楼2单元301", "6#1单元102室", "6#1单元102室"),
        ("1号楼301搬到3号楼201", "1号楼301搬到5号楼502", "1号楼301搬到5号楼502"),
    ],
)
def test_an_edit_says_all_that_it_says_and_leaves_the_rest(known: str, told: str, then: str) -> None:
    assert whole(known, told) == then
