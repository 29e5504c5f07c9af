"""A question is an inquiry, unless somebody is to come; what is on in the neighbourhood is asked here."""

from datetime import UTC, datetime

import pytest

from bot.nlp import Listener
from community.understanding import Band, Kind, Understanding

NOW = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)

ASKED = [
    "怎么修马桶",
    "物业几点下班",
    "通下水道多少钱",
    "通下水道贵不贵",
    "磨刀师傅今天来不来",
    "修鞋的老魏还干不干了",
    "旧电池旧灯管该扔哪个桶，社区有收的吗",
]
WANTED = ["能来个人通下水道吗多少钱", "修空调多少钱，能今天来吗", "通下水道怎么收费？家里堵了", "谁会修空调"]
ON = [
    "周六有没有什么活动",
    "周末有啥活动吗",
    "这周六大集在哪",
    "大集几点开始",
    "请问社区今晚的电影在哪放",
    "大集还办不办",
]
NOT_HERE = ["超市周末有什么活动", "双十一有什么活动", "周六我们家有活动", "大集可热闹了"]


def hear(listener: Listener, said: str) -> Understanding:
    return listener.understand(said, now=NOW)


@pytest.mark.parametrize("said", ASKED)
def test_a_question_is_no_order(listener: Listener, said: str) -> None:
    assert hear(listener, said).kind is Kind.INQUIRY


@pytest.mark.parametrize("said", WANTED)
def test_who_asks_for_somebody_to_come_wants_more_than_an_answer(listener: Listener, said: str) -> None:
    assert hear(listener, said).kind is Kind.NEED


@pytest.mark.parametrize("said", ON)
def test_what_is_on_in_the_neighbourhood_is_asked_of_the_community(listener: Listener, said: str) -> None:
    heard = hear(listener, said)
    assert (heard.kind, heard.band, heard.categories[0].code) == (Kind.INQUIRY, Band.TAKE, "affairs")


def test_what_the_canteen_has_is_asked_of_the_canteen(listener: Listener) -> None:
    heard = hear(listener, "请问食堂今天吃什么")
    assert (heard.kind, heard.band, heard.categories[0].code) == (Kind.INQUIRY, Band.TAKE, "canteen")


@pytest.mark.parametrize("said", NOT_HERE)
def test_what_is_on_elsewhere_is_talk(listener: Listener, said: str) -> None:
    assert hear(listener, said).band is Band.SILENT
