"""A shop's name is a name: no question, no sentence, and it may be put right."""

import pytest

from community.applying import asks, name_told, renamed


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("海涛修车铺", ("海涛修车铺", "")),
        ("我的店叫洁净干洗店", ("洁净干洗店", "")),
        ("叫秀芳理发店", ("秀芳理发店", "")),
        ("我们是红扳手维修队", ("红扳手维修队", "")),
        ("海涛修车铺，修电动车、自行车补胎", ("海涛修车铺", "修电动车、自行车补胎")),
        ("老郑家电", ("老郑家电", "")),
        ("好邻居家政", ("好邻居家政", "")),
    ],
)
def test_a_name_is_taken_and_what_follows_is_kept(said: str, told: tuple[str, str]) -> None:
    assert name_told(said) == told


@pytest.mark.parametrize(
    "said",
    [
        "什么都需要准备啥材料啊",
        "需要营业执照吗",
        "不是申请过了嘛，海涛修车铺",
        "怎么申请",
        "我想问一下",
        "要交钱不？",
        "等我问问我媳妇再说吧",
        "好的",
        "",
    ],
)
def test_a_question_or_a_sentence_is_no_name(said: str) -> None:
    assert name_told(said) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("写错了，叫洁净干洗店", "洁净干洗店"),
        ("改名洁净干洗店", "洁净干洗店"),
        ("名字改成洁净干洗店", "洁净干洗店"),
        ("名字错了，应该是洁净干洗店。", "洁净干洗店"),
        ("叫我师傅去行吗", None),
        ("修电动车、自行车补胎，也配钥匙", None),
        ("补胎改成10元，上门加5元", None),
        ("改成15元", None),
        ("写错了，应该是晚上8点", None),
    ],
)
def test_a_name_is_put_right(said: str, name: str | None) -> None:
    assert renamed(said) == name


def test_what_an_applicant_asks_is_a_question() -> None:
    assert asks("啥时候能批下来啊") and asks("多久能接单") and not asks("般阳和松龄都能去，远了不去")
