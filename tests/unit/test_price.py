"""A price stands on a card only if it is the price of what is asked for."""

import pytest

from community.price import fits


@pytest.mark.parametrize(
    ("price", "words"),
    [
        ("上门 20 元", "水龙头漏水"), ("每小时 40 元起", "搬个柜子"), ("免费，材料费另算", "门锁坏了"),
        ("", "门锁坏了"), ("换灯管 15 元", "厨房灯不亮了"), ("保洁每小时 40 元", "家里想做保洁"),
        ("理发 10 元", "给老人上门理发"),
    ],
)  # fmt: skip
def test_it_fits(price: str, words: str) -> None:
    assert fits(price, words)


@pytest.mark.parametrize(
    ("price", "words"),
    [("换灯管 15 元", "水龙头漏水"), ("保洁每小时 40 元", "搬个柜子到三楼"), ("理发 10 元", "擦玻璃")],
)
def test_it_is_the_price_of_something_else(price: str, words: str) -> None:
    assert not fits(price, words)
