"""Where something is: said in pieces, compared, and shown no closer than neighbours may know."""

import pytest

from community.spots import Spot, closer, may_be_same, seen_by_all, spot_of

THREE_TWO = Spot("3号楼2单元", "3", "2")


@pytest.mark.parametrize("key", ["3号楼", "3号楼2单元", "2单元", "A座", "东门口"])
def test_a_key_is_its_own_spot(key: str) -> None:
    spot = spot_of(key)
    assert spot is not None and spot.key == key


def test_a_flat_is_in_no_key() -> None:
    assert Spot("3号楼2单元501", "3", "2").key == "3号楼2单元"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("3号楼2单元", "3号楼", True),
        ("3号楼2单元", "3号楼1单元", False),
        ("3号楼", "5号楼", False),
        ("2单元", "3号楼2单元", True),
        ("东门", "小区东门", True),
        ("东门", "西门", False),
        ("东门", "3号楼", True),
        (None, "3号楼", True),
    ],
)
def test_whether_two_may_be_the_same(one: str | None, other: str | None, same: bool) -> None:
    assert may_be_same(spot_of(one), spot_of(other)) is same
    assert may_be_same(spot_of(other), spot_of(one)) is same


@pytest.mark.parametrize(
    ("known", "told", "corrected", "then"),
    [
        (None, "3号楼", False, "3号楼"),
        ("3号楼", None, False, "3号楼"),
        ("3号楼", "2单元", False, "3号楼2单元"),
        ("2单元", "12号楼", False, "12号楼2单元"),
        ("3号楼", "5号楼", False, "3号楼"),
        ("3号楼2单元", "5号楼", True, "5号楼"),
        ("东门", "3号楼", False, "3号楼"),
        ("3号楼", "东门", False, "3号楼"),
        ("东门", "西门", True, "西门"),
    ],
)
def test_what_is_known_after_more_was_said(known: str | None, told: str | None, corrected: bool, then: str) -> None:
    spot = closer(spot_of(known), spot_of(told), corrected=corrected)
    assert spot is not None and spot.key == then


def test_everyone_may_know_the_building() -> None:
    assert [seen_by_all(key) for key in ("3号楼2单元", "2单元", "东门口", None)] == ["3号楼", None, "东门口", None]
