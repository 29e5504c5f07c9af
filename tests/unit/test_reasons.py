"""What a resident says of work that was not enough: a complaint about a person or money, or what is still wrong."""

import pytest

from community.reasons import Reason, is_complaint


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
