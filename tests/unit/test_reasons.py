"""What a resident says of work that was not enough: a complaint about a person or money, or what is still wrong."""

import pytest

from community.reasons import Reason, is_complaint, wants_another


@pytest.mark.parametrize(
    "words",
    [
        "他来都没来就点了办结", "人不来就说办完了", "收了我35元", "多要了五十块钱", "说好免费又要钱", "太贵了",
        "态度很差", "骂人", "喝了酒来的", "糊弄人", "要投诉他", "连面都没露，没上门",
    ],
)  # fmt: skip
def test_it_is_a_complaint(words: str) -> None:
    assert is_complaint("", words)


@pytest.mark.parametrize(
    "words",
    ["门开一半就卡住", "还是漏水", "机器还很吵", "漏得更凶了", "路上的坑还在", "换的灯又闪", "没修好", "热水不来"],
)
def test_it_says_what_is_still_wrong(words: str) -> None:
    assert not is_complaint(Reason.UNDONE, words)


def test_the_button_of_manners_is_one() -> None:
    assert is_complaint(Reason.MANNER, "")


@pytest.mark.parametrize(
    "words",
    [
        "理得跟狗啃的一样，能不能换个人来重理", "换一家吧", "别让他来了", "不要他再来", "换个师傅", "另找一个人",
        "换人", "找别人来吧", "他别来了，来个会修的", "不想再见到这个人", "重新找一家", "能不能换别的师傅来",
        "不要再派他来",
    ],
)  # fmt: skip
def test_somebody_else_is_wanted(words: str) -> None:
    assert wants_another(words) and is_complaint("", words)


@pytest.mark.parametrize(
    "words", ["换的灯又闪", "没换家具", "换个位置装", "水龙头要换一个", "门开一半就卡住", "还得再换一次"]
)
def test_a_thing_is_wanted_and_nobody_else(words: str) -> None:
    assert not wants_another(words)
