"""Plain words that stand for a command or an answer."""

import pytest

from bot.texts.setup import role_asked_for
from bot.texts.spoken import for_staff, greets, rests, thanks
from community.words import Role


@pytest.mark.parametrize(
    "words",
    ["今天休息", "我今天不接单", "今天歇一天吧。", "今天有事，接不了单", "我今天休息了！", "今天不接单了，太累了"],
)
def test_a_partner_who_rests_today(words: str) -> None:
    assert rests(words)


@pytest.mark.parametrize(
    "words",
    [
        "今天休息的话能来修吗",
        "明天休息",
        "今天食堂休息吗",
        "不接",
        "今天",
        "今天休息，明天去您家",
        "今天休息，几点能来",
    ],
)
def test_what_is_no_rest(words: str) -> None:
    assert not rests(words)


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("我们店年底关门了，不做了", True),
        ("我们下个月转让了", True),
        ("我不干了", True),
        ("食堂几点关门", False),
        ("超市关门了", False),
    ],
)
def test_what_only_staff_change(words: str, whose: bool) -> None:
    assert for_staff(words) is whose


@pytest.mark.parametrize(
    "words",
    [
        "我想当合伙人，我会修电脑",
        "我想当合伙人",
        "你好，我也想加入你们的合伙人",
        "申请合伙人。",
        "在松龄路口开了个店，想入你们那个合伙人",
        "怎么加入合伙人",
        "我开了个家电清洗店，想当你们的合伙人，怎么加",
        "合伙人怎么申请",
        "请问要当咱们街道的合伙人找谁",
        "我家开理发店的，可以成为合伙人吗",
    ],
)
def test_who_would_be_a_partner(words: str) -> None:
    assert role_asked_for(words) is Role.PARTNER


@pytest.mark.parametrize(
    "words",
    [
        "合伙人什么时候来",
        "我想找合伙人修电脑",
        "我想让合伙人上门",
        "我想让做家政的合伙人来",
        "不想当合伙人了",
        "怎么加合伙人的微信",
        "怎么申请合伙人上门",
    ],
)
def test_who_only_speaks_of_partners(words: str) -> None:
    assert role_asked_for(words) is None


@pytest.mark.parametrize(
    "words", ["谢谢", "谢谢您啊！", "太感谢了🙏", "好的，谢谢师傅", "好的", "嗯嗯", "😀😀😀", "ok", "辛苦了"]
)
def test_mere_thanks(words: str) -> None:
    assert thanks(words) and not greets(words)


@pytest.mark.parametrize("words", ["你好", "您好！", "在吗？", "你是机器人吗", "你是谁呀", "hi"])
def test_a_mere_hello(words: str) -> None:
    assert greets(words) and not thanks(words)


@pytest.mark.parametrize(
    "words",
    [
        "谢谢，修好了",
        "好的，下午三点",
        "您好，厨房灯不亮了",
        "谢谢不用来了",
        "好了",
        "3号楼2单元",
        "你好烦",
        "有人吗，救命",
        "",
    ],
)
def test_what_says_more_than_thanks_or_hello(words: str) -> None:
    assert not thanks(words) and not greets(words)
