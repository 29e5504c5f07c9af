"""What of a long message is passed on before anybody has taken the order."""

import pytest

from community.gist import gist


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
