"""What danger is made of: alone everyday talk, together weighed; heard in words that no list of dangers holds."""

from datetime import UTC, datetime

import pytest

from bot.nlp.listener import Listener
from bot.nlp.perils import peril_flags, perils
from bot.nlp.phrases import Phrases

NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
FOUND = Phrases(perils())
IN_DANGER = [
    "狗！大黑狗！咬主我孙子库腿不撒嘴 在滑梯这",
    "爷爷坐在凳子上，脸往一边歪，喊他他也不应",
    "小囡把一板药都吞下去了，现在眼睛睁不开",
    "四楼空调外机支架断了半边，挂在那晃，正下方就是早餐摊排队的人",
    "孩子走丢了",
    "楼上有人要跳楼",
]
AS_EVERY_DAY = ["我手机快没电了", "小囡在楼下玩，天黑才肯回来", "空调外机装好了", "锅刷干净了，糊底真难弄"]


def flags(text: str) -> set[str]:
    return peril_flags(FOUND.find(text)[0])


def test_parts_are_named_alone_together_and_in_their_order() -> None:
    assert {"p:child", "p:hurt", "p:child+hurt", "q:child>hurt"} <= flags("孩子摔了")
    assert "q:hurt>child" not in flags("孩子摔了")


def test_what_stands_far_apart_is_together_but_not_in_order() -> None:
    far = flags("孩子今天跟着外地来的亲戚一起逛了整个下午摔了")
    assert "p:child+hurt" in far
    assert "q:child>hurt" not in far


@pytest.mark.parametrize("said", IN_DANGER)
def test_danger_is_heard_in_what_it_is_made_of(listener: Listener, said: str) -> None:
    assert listener.understand(said, now=NOW).urgent


@pytest.mark.parametrize("said", AS_EVERY_DAY)
def test_the_same_parts_in_everyday_talk_alarm_nobody(listener: Listener, said: str) -> None:
    assert not listener.understand(said, now=NOW).urgent


ABOUT_A_THING = [
    "我车位上趴着个豫P的，号码打过去空号，我现在打着双闪停路当中",
    "园门口斑马线旁边那根杆子歪倒一半了 电线拖着 小朋友伸手就够到",
]


@pytest.mark.parametrize("said", ABOUT_A_THING)
def test_what_is_about_a_thing_needs_more_to_be_danger_to_life(listener: Listener, said: str) -> None:
    assert not listener.understand(said, now=NOW).urgent


def test_danger_that_is_about_a_thing_is_still_heard_when_it_is_beyond_doubt(listener: Listener) -> None:
    assert listener.understand("那根大管子爆掉了 水往天上飙 自行车都漂起来 水都灌进一楼屋里了", now=NOW).urgent
