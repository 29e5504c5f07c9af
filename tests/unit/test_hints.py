"""What a message hints at, told by its words."""

import pytest

from bot.nlp.hints import Ending, Support, read_hints

DONE, UNNEEDED = Ending.DONE, Ending.NOT_NEEDED


@pytest.mark.parametrize(
    ("said", "ending", "bare"),
    [
        ("修好了，谢谢师傅", DONE, True),
        ("来电了来电了", DONE, True),
        ("电梯修好了", DONE, False),
        ("暖气热了", DONE, False),
        ("找到了找到了 谢谢大家", DONE, True),
        ("自己捅开了", DONE, True),
        ("撒了盐了 没事了", DONE, True),
        ("不用来了", UNNEEDED, True),
        ("不用啦 我婆婆到了", UNNEEDED, True),
        ("发错群了 不好意思", UNNEEDED, True),
        ("不好意思发错群了", UNNEEDED, True),
        ("水管好咧", DONE, False),
        ("取消吧，不修了", UNNEEDED, True),
        ("不用了，原来是我没插电", UNNEEDED, True),
        ("it's ok now, fixed, thank you all", DONE, True),
        ("fixed now thanks", DONE, True),
        ("找到人了", DONE, True),
        ("算了", UNNEEDED, True),
        ("不约了", UNNEEDED, True),
        ("别来了", UNNEEDED, True),
        ("发错了", UNNEEDED, True),
        ("当我没说", UNNEEDED, True),
        ("never mind", UNNEEDED, False),
    ],
)
def test_it_is_over(said: str, ending: Ending, bare: bool) -> None:
    hints = read_hints(said)
    assert (hints.ending, hints.bare) == (ending, bare)


@pytest.mark.parametrize(
    "said",
    [
        "修好了吗", "怎么还没修好", "没修好", "修好了告诉我", "什么时候能来电", "快修好了吧？", "又坏了",
        "不好了，漏水了", "要是修好了就好了", "等修好了再说", "不行，还是不亮", "谁家修好了",
        "好嘞好嘞", "好咧", "修好了，又漏了", "物业说修好了，可是还漏",
        "灯亮了又灭了", "阀门已经关了", "来电话了", "修好了没有", "打错了，不是暖气，是地暖分水器漏水",
        "搞错了 不是灯 是开关坏了",
    ],
)  # fmt: skip
def test_it_is_not_over(said: str) -> None:
    assert read_hints(said).ending is None


@pytest.mark.parametrize("said", ["作业写好了", "饭做好了，来吃"])
def test_what_else_is_done_names_itself(said: str) -> None:
    assert not read_hints(said).bare


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("+1", Support.PLAIN),
        ("＋1", Support.PLAIN),
        ("同上", Support.PLAIN),
        ("附议！", Support.PLAIN),
        ("same here, building 9 too", Support.PLAIN),
        ("我家也是", Support.HOME),
        ("+1 我家也是 5号楼", Support.HOME),
        ("俺们单元也一样", Support.HOME),
        ("10号楼同样", Support.HOME),
        ("我家也停了", Support.SAME),
        ("我们5号楼也没水", Support.SAME),
        ("楼上也漏", Support.SAME),
    ],
)
def test_others_have_it_too(said: str, how: Support) -> None:
    assert read_hints(said).support is how


@pytest.mark.parametrize(
    "said",
    [
        "我也不知道",
        "我也该做饭去了",
        "我也先走了",
        "我家也没停",
        "你家也停了吗",
        "我家也好了",
        "哈哈哈我家也有个单身的",
        "大家早上好",
        "我家也没漏",
        "我也不清楚啊",
    ],
)
def test_others_do_not_have_it(said: str) -> None:
    assert read_hints(said).support is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("打错了 是6号楼", "6号楼"),
        ("不是3号楼，是13号楼", "13号楼"),
        ("说错了 后天上午", "说错了 后天上午"),
        ("下午不行 改成明天上午吧", "明天上午吧"),
        ("*6号楼", "6号楼"),
        ("是6号楼不是5号楼", "6号楼"),
        ("5号楼打错了 6号楼", "6号楼"),
        ("6号楼 打错了", "6号楼 打错了"),
    ],
)
def test_a_word_was_wrong(said: str, meant: str) -> None:
    hints = read_hints(said)
    assert (hints.corrects, hints.meant) == (True, meant)


def test_what_means_nothing_is_bounded() -> None:
    for said in ("", " ", "是" * 5000, "+" * 5000, "好了" * 3000, "\x00", "也" * 4096):
        read_hints(said)
