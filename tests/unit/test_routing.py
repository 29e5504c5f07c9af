"""What is asked of whom."""

import pytest

from community.routing import wants_door, wants_phone


@pytest.mark.parametrize(
    ("category", "summary", "urgency", "wanted"),
    [
        ("repair", "厨房灯不亮", 0, True),
        ("municipal", "我家暖气不热", 0, True),
        ("municipal", "路灯坏了", 0, False),
        ("property", "我家楼下的门禁坏了", 0, False),
        ("safety", "着火了", 3, True),
        ("safety", "电动车飞线", 0, False),
    ],
)
def test_who_has_to_find_the_resident(category: str, summary: str, urgency: int, wanted: bool) -> None:
    assert wants_door(category, summary, urgency) is wanted
    assert wants_phone(category, summary, urgency) is wanted


@pytest.mark.parametrize(
    ("category", "summary", "wanted"),
    [
        ("canteen", "给我送份午饭", True), ("canteen", "中午的饭能送到家吗", True),
        ("canteen", "今天食堂有啥菜", False), ("canteen", "不用送，我自己去吃", False),
        ("health", "想请人上门量血压", True), ("health", "哪天义诊", False), ("health", "谁能送我去医院", False),
    ],
)  # fmt: skip
def test_what_is_brought_wants_a_door(category: str, summary: str, wanted: bool) -> None:
    assert wants_door(category, summary, 0) is wanted
