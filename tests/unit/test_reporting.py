"""What a partner writes after 办结: what it cost, and whether it tells of the work at all."""

import pytest

from actions.reporting import taken_for_it, tells_of_work
from community.reports import of_oneself


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("大娘后胎换了个新内胎，收35，上门费没要", 35), ("换了个水龙头，收了15", 15), ("收35", 35), ("35块", 35),
        ("一共二十", 20), ("收大娘十五", 15), ("换了内胎，35", 35), ("20", 20), ("12块5", 12.5), ("没收钱", 0),
        ("免费", 0),
        ("灯管换好了，钱没要", 0), ("通好了，分文没收", 0), ("义务帮忙", 0), ("换了灯管，收12.5", 12.5), ("二十五", 25),
        ("换灯管20元，上门费没要", 20), ("没要大娘的钱", 0),
    ],
)  # fmt: skip
def test_a_price_in_a_report(words: str, yuan: float) -> None:
    assert taken_for_it(words) == yuan * 100


@pytest.mark.parametrize(
    "words",
    [
        "换了2个灯泡",
        "修好了，302",
        "收拾了3个房间",
        "花了40分钟",
        "大娘不在家",
        "换好了，上门费没要",
        "收到3号楼的东西",
        "一共3个",
    ],
)
def test_it_names_no_price(words: str) -> None:
    assert taken_for_it(words) is None


@pytest.mark.parametrize("words", ["换了灯管", "水管疏通好了", "给大爷理完了", "没收钱", "还顺便擦了玻璃", "收了15"])
def test_it_tells_of_work(words: str) -> None:
    assert tells_of_work(words) and not of_oneself(words)


@pytest.mark.parametrize(
    "words",
    [
        "下周一到周三我回老家，别给我派单", "我不想在这干了，把我删了吧", "小胖不在我这干了，别让他接单了",
        "这几天先不接单了", "我请两天假", "我不做了", "以后别推单给我",
    ],
)  # fmt: skip
def test_it_is_of_the_partner_and_no_report(words: str) -> None:
    assert of_oneself(words) and not tells_of_work(words)
