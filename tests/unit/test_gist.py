"""What of a long message is passed on before anybody has taken the order."""

import pytest

from community.gist import gist, moved


@pytest.mark.parametrize(
    ("said", "passed_on"),
    [
        (
            "我是李奶奶，今年82了，老头子走得早，孩子都在外地，一个人住，想找人陪我去医院拿药。",
            "想找人陪我去医院拿药。",
        ),
        ("大家好，我是3号楼的居民，厨房灯不亮了", "厨房灯不亮了"),
        ("我叫张伟，我家停水了", "我家停水了"),
        ("老伴走丢了，快帮忙找", "老伴走丢了，快帮忙找"),
        ("我是想问个事，高龄补贴怎么办", "我是想问个事，高龄补贴怎么办"),
        ("我一个人住", "我一个人住"),
        ("厨房灯不亮了", "厨房灯不亮了"),
    ],
)
def test_who_somebody_is_and_how_they_live_is_left_out(said: str, passed_on: str) -> None:
    assert gist(said) == passed_on


@pytest.mark.parametrize(
    ("summary", "was", "now", "then"),
    [
        ("5号楼***马桶堵了", "5号楼", "6号楼", "6号楼***马桶堵了"),
        ("五号楼门口垃圾没人收", "5号楼", "6号楼", "6号楼门口垃圾没人收"),
        ("南门口的灯不亮", "南门口", "北门口", "北门口的灯不亮"),
        ("马桶堵了", "5号楼", "6号楼", "马桶堵了"),
        ("5号楼***马桶堵了", "5号楼", "5号楼", "5号楼***马桶堵了"),
    ],
)
def test_what_is_elsewhere_is_told_so(summary: str, was: str, now: str, then: str) -> None:
    assert moved(summary, was, now) == then
