"""What somebody wrote as their door."""

import pytest

from community.doors import at_home, better_door, door_answered, tells_door


@pytest.mark.parametrize(
    ("words", "phone", "door"),
    [
        ("老粮站对面那个楼，三楼东户", None, "老粮站对面那个楼，三楼东户"),
        ("3号楼2单元501，电话138-1234-5678", "13812345678", "3号楼2单元501"),
        ("13812345678", "13812345678", None),
        ("我家住5号楼2单元102", None, "5号楼2单元102"),
        ("好的，谢谢", None, None),
        ("下午在家", None, None),
    ],
)
def test_an_answer_is_the_door_whole_but_for_the_phone(words: str, phone: str | None, door: str | None) -> None:
    assert door_answered(words, phone) == door


def test_a_building_alone_is_no_door() -> None:
    assert not tells_door("2号楼")
    assert not tells_door("站对面那个楼")
    assert tells_door("文化路12号")


@pytest.mark.parametrize(
    ("known", "told", "kept"),
    [
        ("3号楼2单元501", "3号楼", "3号楼2单元501"),
        ("3号楼2单元501", "2号楼", "2号楼"),
        ("三号楼2单元501", "3号楼2单元", "三号楼2单元501"),
        ("3号楼2单元501", "3号楼2单元502", "3号楼2单元502"),
        ("3号楼", "三楼东户", "三楼东户"),
        (None, "3号楼", "3号楼"),
        ("3号楼", None, "3号楼"),
    ],
)
def test_the_door_that_says_more_is_kept(known: str | None, told: str | None, kept: str) -> None:
    assert better_door(known, told) == kept


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("+8613800001234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("+86 138 0000 1234", "13800001234"),
        ("05335180001", "05335180001"),
        ("+1 202 555 0123", "+1 202 555 0123"),
    ],
)
def test_a_contact_card_shows_a_number_as_people_here_write_it(told: str, kept: str) -> None:
    assert at_home(told) == kept
