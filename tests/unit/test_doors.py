"""What somebody wrote as their door."""

import pytest

from community.doors import at_home, better_door, door_answered, place_of, tells_door, tells_where


@pytest.mark.parametrize(
    ("words", "phone", "door"),
    [
        ("老粮站对面那个楼，三楼东户", None, "老粮站对面那个楼，三楼东户"),
        ("3号楼2单元501，电话138-1234-5678", "13812345678", "3号楼2单元501"),
        ("6号楼2门301，138/1234/5678", "13812345678", "6号楼2门301"),
        ("13812345678", "13812345678", None),
        ("我家住5号楼2单元102", None, "5号楼2单元102"),
        ("好的，谢谢", None, None),
        ("下午在家", None, None),
        ("好，我8点40下楼行不", None, None),
        ("7号楼1单元302 我没有手机，打座机5180233", "5180233", "7号楼1单元302"),
        ("7号楼1单元302我没有手机", None, "7号楼1单元302"),
        ("3号楼 2单元 501", None, "3号楼 2单元 501"),
        ("5号楼2单元102，敲门轻点，孩子在睡觉", None, "5号楼2单元102"),
        ("文化路12号，小卖部旁边，门铃坏了", None, "文化路12号，小卖部旁边"),
        ("我在3号楼2单元501，下午都在家", None, "3号楼2单元501"),
        ("你到了楼下给我打电话", None, None),
        ("门口有狗，别怕", None, None),
        ("三楼东户", None, "三楼东户"),
        ("老粮站对面那个楼三楼东户，到了喊一声", None, "老粮站对面那个楼三楼东户"),
        ("我住的是5号楼东门", None, "5号楼东门"),
        ("门牌是3-2-501，电话没有", None, "3-2-501"),
        ("Building 3, apartment 12B", None, "Building 3, apartment 12B"),
        ("师傅几点来，我家在七号楼一单元三零二", None, "七号楼一单元三零二"),
        ("我下楼接你", None, None),
        ("西门进来第二排5号", None, "西门进来第二排5号"),
    ],
)
def test_an_answer_is_the_door_whole_but_for_the_phone(words: str, phone: str | None, door: str | None) -> None:
    assert door_answered(words, phone) == door


def test_a_building_alone_is_no_door() -> None:
    assert not tells_door("2号楼")
    assert not tells_door("站对面那个楼")
    assert not tells_door("5号楼西头")
    assert tells_door("文化路12号")


@pytest.mark.parametrize(
    "words", ["6号楼2门", "三排五号", "5号楼东门", "18座22C", "apartment 12B", "四楼东户", "22层1806"]
)
def test_a_gate_a_row_or_a_side_is_a_door(words: str) -> None:
    assert tells_door(words)


@pytest.mark.parametrize(
    ("known", "told", "kept"),
    [
        ("3号楼2单元501", "3号楼", "3号楼2单元501"),
        ("3号楼2单元501", "2号楼", "2号楼"),
        ("三号楼2单元501", "3号楼2单元", "三号楼2单元501"),
        ("3号楼2单元501", "3号楼2单元502", "3号楼2单元502"),
        ("3号楼", "三楼东户", "3号楼三楼东户"),
        ("3号楼", "2单元501", "3号楼2单元501"),
        ("3号楼501", "2单元", "3号楼2单元501"),
        ("3号楼2单元501", "4单元", "3号楼2单元501"),
        ("3号楼2单元501", "502室", "3号楼502室"),
        ("8号院", "3号楼502", "8号院3号楼502"),
        ("8号院3号楼502", "3号楼", "8号院3号楼502"),
        ("八号院3号楼", "3号楼502", "8号院3号楼502"),
        ("8号院3号楼502", "6号院", "6号院"),
        ("1号院6号楼2门301", "6号楼", "1号院6号楼2门301"),
        ("3排", "3排5号", "3排5号"),
        ("3号楼", "文化路12号", "文化路12号"),
        ("供销社那个楼", "三单元 三零二", "供销社那个楼 三单元 三零二"),
        ("供销社那个楼 二单元", "三单元302", "供销社那个楼 三单元302"),
        ("供销社那个楼", "三楼东户", "供销社那个楼 三楼东户"),
        ("供销社那个楼 三单元302", "3号楼2单元501", "3号楼2单元501"),
        ("供销社那个楼 三单元302", "供销社那个楼", "供销社那个楼 三单元302"),
        ("二号楼 五单元", "头一层 西户", "二号楼 五单元头一层 西户"),
        ("Building 3", "apartment 12B", "Building 3 apartment 12B"),
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


@pytest.mark.parametrize(
    ("door", "spot", "place"),
    [
        ("5号楼2单元301", "5号楼", "5号楼2单元301"),
        ("5号楼2单元301", None, "5号楼2单元301"),
        ("3号楼2单元501", "5号楼", "5号楼"),
        (None, "5号楼", "5号楼"),
        (None, None, None),
    ],
)
def test_a_lamp_at_another_house_is_corrected_and_not_ones_own_door(
    door: str | None, spot: str | None, place: str | None
) -> None:
    assert place_of(door, spot) == place


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("俺家在供销社那个楼 对过 有棵大槐树", True),
        ("快来啊，3号楼2单元", True),
        ("老粮站对面，快点", True),
        ("火越来越大了", False),
        ("我该怎么办", False),
    ],
)
def test_what_tells_where_somebody_is(words: str, where: bool) -> None:
    assert tells_where(words) is where
