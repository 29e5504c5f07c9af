"""What people say in passing of coming, of what is done, and of money, and what it must not be taken for."""

import pytest

from bot.nlp.normal import normalise
from community.coming import delay, names_a_sum, tells_price
from community.promising import cant_get_there, refuses
from community.visiting import done, may_take, takes


@pytest.mark.parametrize(
    "words",
    [
        "电话打通了，他下午在家",
        "上一家修好了，这就过来",
        "孩子接上了，这就过去",
        "孩子接上了",
        "配件焊好了，明儿给您装上",
        "灯修好了？",
        "修好了一个",
        "第一个灯换好了，第二个下午来",
        "衣服换好了，马上到",
        "修好了吗",
        "接了",
        "通了",
    ],
)
def test_what_only_sounds_done_is_not(words: str) -> None:
    assert not done(words)


@pytest.mark.parametrize(
    "words",
    [
        "修好了",
        "补好了，收了15",
        "换了个龙头，收20",
        "弄完了，没收钱",
        "换了，没收钱，老人家不容易",
        "下水道通了，收了30",
        "修好了，有问题再找我",
        "修好了，不漏了",
        "搞定",
    ],
)
def test_what_is_done_is_done(words: str) -> None:
    assert done(words)


@pytest.mark.parametrize("words", ["我去，太贵了吧", "我去！", "我去 真快", "我去，吓我一跳"])
def test_surprise_takes_nothing(words: str) -> None:
    assert not takes(words)
    assert not takes(words, answering=True)
    assert not may_take(words)


@pytest.mark.parametrize("words", ["我来了", "我过去了"])
def test_who_is_on_the_way_takes_nothing(words: str) -> None:
    assert not takes(words)
    assert not may_take(words)


@pytest.mark.parametrize("words", ["我去吧", "我来", "我来吧"])
def test_a_bare_word_takes_only_what_it_answers(words: str) -> None:
    assert not takes(words)
    assert takes(words, answering=True)
    assert may_take(words)


@pytest.mark.parametrize("words", ["我来，半小时到", "我来修", "我接了", "我下午去", "我来接单"])
def test_who_gives_their_word_takes_it(words: str) -> None:
    assert takes(words)


@pytest.mark.parametrize(
    "words",
    [
        "今天不去了",
        "下午不过去了",
        "我今天不过去",
        "明天去不成了",
        "今天恐怕去不成",
        "刘敏家今天不去了",
        "今天别等我了",
    ],
)
def test_who_does_not_come_does_not(words: str) -> None:
    assert refuses(words)


@pytest.mark.parametrize(
    "words",
    [
        "下午还来不来",
        "今天不来了吗",
        "怎么还不来",
        "三点来，不过来得及",
        "要不来个电话",
        "今天不来电",
        "不过去之前先打电话",
    ],
)
def test_what_is_asked_or_only_sounds_so_refuses_nothing(words: str) -> None:
    assert not refuses(words)


@pytest.mark.parametrize(
    ("words", "plainly"),
    [
        ("刘敏家今天不去了", True),
        ("明天去不成了", True),
        ("下午不过去了", True),
        ("广场舞不去了", False),
        ("不来了吗", False),
    ],
)
def test_who_says_that_they_stay_away(words: str, plainly: bool) -> None:
    assert cant_get_there(words) is plainly


@pytest.mark.parametrize("words", ["十分钟过去了，没人开门", "半个小时过去了还没人来", "半小时到了还没人开门"])
def test_time_that_has_gone_by_is_none_to_come(words: str) -> None:
    assert delay(normalise(words).text) is None


@pytest.mark.parametrize("words", ["十分钟过去", "半小时后过来", "半小时到"])
def test_time_to_come_is_read(words: str) -> None:
    assert delay(words) is not None


@pytest.mark.parametrize("words", ["以后换锁80元", "入驻材料交社区了", "想问材料交到哪"])
def test_what_is_settled_with_staff_is_no_price(words: str) -> None:
    assert not tells_price(words)
    assert not names_a_sum(words)


@pytest.mark.parametrize(
    ("words", "plainly"), [("上门20，材料另算", True), ("今天烧烤店的钱是200块", False), ("一共80元", False)]
)
def test_a_bare_sum_may_be_of_anything(words: str, plainly: bool) -> None:
    assert tells_price(words) is plainly
    assert plainly or names_a_sum(words)
