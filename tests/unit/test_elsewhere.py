"""Whose home it is about: the speaker's own, or that of somebody of theirs."""

import pytest

from community.elsewhere import at_anothers, lies_in, lives_in, named_among, others_live_in, spelled_in_latin


@pytest.mark.parametrize(
    "words",
    [
        "我妈家下水道返水",
        "我爸妈那边没暖气",
        "婆婆家厨房灯不亮",
        "我闺女家门锁坏了",
        "帮我岳母家修下水管",
        "朋友家漏水",
        "我二姨家没电",
    ],
)
def test_it_is_at_somebody_elses(words: str) -> None:
    assert at_anothers(words)


@pytest.mark.parametrize(
    "words",
    ["我家下水道堵了", "家里灯不亮", "我妈摔了", "老人家庭医生怎么签", "孩子家教", "妈妈家政公司", "给我妈找个护工"],
)
def test_it_is_at_the_speakers_own(words: str) -> None:
    assert not at_anothers(words)


def test_a_community_is_named_with_or_without_its_last_word() -> None:
    names = ["般阳社区", "松龄社区", "杏园社区"]
    assert named_among("我妈家松龄二号网格那边", names) == "松龄社区"
    assert named_among("我妈家在杏园社区3号楼", names) == "杏园社区"
    assert named_among("我妈家那边", names) is None
    assert named_among("从般阳到松龄", names) is None


@pytest.mark.parametrize(
    "words",
    [
        "我住望湖",
        "俺家在望湖3号楼",
        "家住望湖社区，水管漏了",
        "我们住在望湖那边",
        "我是望湖社区的",
        "我在望湖社区",
        "望湖社区，谢谢",
        "望湖三号网格",
        "俺是望湖哩 俺家下水道堵了",
    ],
)
def test_who_says_so_lives_there(words: str) -> None:
    assert lives_in(words, "望湖社区")


@pytest.mark.parametrize(
    "words",
    [
        "我在望湖社区门口了，是哪个单元",
        "望湖社区的电话是多少",
        "我在望湖社区上班，我家水管漏了",
        "我是望湖社区工作人员",
        "我妈住望湖社区",
        "我妈家在望湖",
    ],
)
def test_who_is_there_or_asks_about_it_does_not_live_there(words: str) -> None:
    assert not lives_in(words, "望湖社区")


@pytest.mark.parametrize("words", ["我妈住望湖社区", "我爸妈现在住在望湖", "我妈在望湖", "我妈家在望湖"])
def test_somebody_else_lives_there(words: str) -> None:
    assert others_live_in(words, "望湖社区")
    assert not others_live_in("我住望湖社区，我妈摔了", "望湖社区")


def test_where_somebody_works_is_no_address() -> None:
    assert not lies_in("我在双井社区上班，我家水管漏了", "双井社区")
    assert lies_in("双井社区门口的路灯坏了", "双井社区")


@pytest.mark.parametrize(
    ("words", "letters"),
    [
        ("I live in Shuangjing, my baby is not breathing at home", "SJ"),
        ("I live in Wanghu, smoke coming in fast", "WH"),
    ],
)
def test_the_first_place_that_is_named_in_english_is_the_home(words: str, letters: str) -> None:
    assert spelled_in_latin(words) == letters
