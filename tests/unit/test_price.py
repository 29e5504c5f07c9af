"""A price stands on a card only if it is the price of what is asked for."""

import pytest

from community.price import costs, fits


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


@pytest.mark.parametrize(
    "price",
    [
        "店里 8 元，上门 10 元", "到店 15 元，上门加 5 元", "男 10 元，女 20 元", "包月 100 元", "周末 20 元",
        "社区内免费上门", "志愿服务，不收费",
    ],
)  # fmt: skip
def test_where_for_whom_and_when_names_no_other_work(price: str) -> None:
    assert fits(price, "我妈腿脚不便，想找人理发")


def test_a_sum_is_told_from_a_gift() -> None:
    assert costs("店里 8 元") and costs("十块") and not costs("志愿服务，不收费") and not costs("")
