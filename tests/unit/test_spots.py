"""Where something is: said in pieces, compared, and shown no closer than neighbours may know."""

import pytest

from community.spots import Spot, closer, may_be_same, seen_by_all, spot_in, spot_of
from tests import shipped
from tests.unit.test_nlp_times import NOW

THREE_TWO = Spot("3号楼2单元", "3", "2")


@pytest.mark.parametrize(
    "key",
    [
        "3号楼",
        "3号楼2单元",
        "2单元",
        "A座",
        "东门口",
        "8号院",
        "8号院3号楼2单元",
        "3号楼东单元",
        "5号楼西头",
        "3排",
        "5组",
        "5号楼A单元",
    ],
)
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
        ("5号楼西头", "5号楼东头", False),
        ("5号楼西头", "5号楼", True),
        ("5号楼西头", "5号楼2单元", True),
        ("8号院3号楼", "6号院3号楼", False),
        ("8号院3号楼", "3号楼", True),
        ("3排", "5排", False),
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
        ("3号楼2单元", "5号楼", True, "5号楼2单元"),
        ("3号楼2单元", "4单元", True, "3号楼4单元"),
        ("东门", "3号楼", False, "3号楼"),
        ("3号楼", "东门", False, "3号楼"),
        ("东门", "西门", True, "西门"),
        ("8号院", "3号楼2单元", False, "8号院3号楼2单元"),
        ("3号楼", "8号院", False, "8号院3号楼"),
        ("8号院3号楼", "2单元", False, "8号院3号楼2单元"),
        ("8号院3号楼", "5号楼", True, "8号院5号楼"),
    ],
)
def test_what_is_known_after_more_was_said(known: str | None, told: str | None, corrected: bool, then: str) -> None:
    spot = closer(spot_of(known), spot_of(told), corrected=corrected)
    assert spot is not None and spot.key == then


SEEN = [
    ("3号楼2单元", "3号楼"),
    ("2单元", None),
    ("东门口", "东门口"),
    ("1号院6号楼2单元", "1号院6号楼"),
    ("8号院", "8号院"),
    ("5号楼西头", "5号楼西头"),
    ("5号楼东单元", "5号楼"),
    ("3排", "3排"),
    (None, None),
]


@pytest.mark.parametrize(("key", "seen"), SEEN)
def test_everyone_may_know_the_building_and_its_end(key: str | None, seen: str | None) -> None:
    assert seen_by_all(key) == seen


TOLD = [
    ("1号院6号楼2门301没电", "1号院6号楼2单元", "1号院6号楼"),
    ("8号院3号楼502没电", "8号院3号楼", "8号院3号楼"),
    ("5栋A座1801没电", "5号楼A单元", "5号楼"),
    ("3排5号水管漏了", "3排", "3排"),
    ("5号楼西边路灯坏了", "5号楼西头", "5号楼西头"),
    ("四楼东户水管漏了", None, None),
    ("22层1806水管漏了", None, None),
    ("apartment 12B no light", None, None),
]


@pytest.mark.parametrize(("said", "key", "seen"), TOLD)
def test_where_it_is_said_to_be(said: str, key: str | None, seen: str | None) -> None:
    spot = spot_in(shipped.listener().understand(said, now=NOW))
    assert (spot.key if spot else None) == key
    assert seen_by_all(spot.key if spot else None) == seen
