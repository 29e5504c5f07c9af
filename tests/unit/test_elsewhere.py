"""Whose home it is about: the speaker's own, or that of somebody of theirs."""

import pytest

from community.elsewhere import at_anothers, named_among


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
