"""Which words make a matter private, whatever its category."""

import pytest

from community.delicate import is_delicate, tells_despair, tells_violence


@pytest.mark.parametrize(
    "words",
    [
        "我老公打我，孩子也吓哭了",
        "我欠了网贷二十万，有人上门催债",
        "有人要跳楼",
        "我儿子不肯上学，也不出房门",
        "孩子在学校被同学欺负",
        "天天被婆婆打骂",
        "活着没意思",
        "我爸查出癌症了，化疗要人陪",
        "我有乙肝，想问问体检",
        "我今年12岁，爸妈不在家",
        "我读三年级，没人接我",
    ],
)
def test_what_nobody_wants_read_out(words: str) -> None:
    assert is_delicate(words)


@pytest.mark.parametrize(
    "words",
    [
        "厨房灯不亮了",
        "跳楼价大甩卖",
        "我妈不在家，打我电话就行",
        "我老公打我电话没接",
        "想死你们了",
        "隔壁虐待小动物",
        "物业费没交",
        "我五岁的儿子把门反锁了",
        "我在小学门口看见路灯坏了",
        "我是三年级班主任，教室灯不亮",
        "老人想量血压",
    ],
)
def test_ordinary_talk_is_not_delicate(words: str) -> None:
    assert not is_delicate(words)


def test_violence_and_despair_are_told_apart() -> None:
    assert tells_violence("我老公打我") and not tells_despair("我老公打我")
    assert tells_despair("有人要跳楼") and not tells_violence("有人要跳楼")
