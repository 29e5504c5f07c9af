"""Who writes little Chinese; how alike two matters sound."""

import pytest

from community.language import ENGLISH, language_of
from community.likeness import likeness


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("hello my home no water", "Ahmed", ENGLISH),
        ("Hello, who can fix my door?", "王芳", ENGLISH),
        ("我 家 没有 水 可以 来 吗", "Ahmed", ENGLISH),
        ("我 家 没有 水 可以 来 吗", "王芳", None),
        ("我家没水了，谁来看看", "Lily", None),
        ("我家wifi连不上了 help", "王芳", None),
        ("", "Ahmed", None),
    ],
)
def test_the_language_is_told_by_the_writing(text: str, name: str, language: str | None) -> None:
    assert language_of(text, name) == language


def test_likeness() -> None:
    assert likeness("电梯又停了", "电梯又停了") == 1
    assert likeness("电梯又停了", "门口有积水") == 0
    assert likeness("", "电梯") == 0
    assert 0.3 < likeness("3号楼***的电梯又停了", "3号楼电梯停了，老人下不去") < 1
