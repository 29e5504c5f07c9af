"""An applicant is a neighbour too: what they need is no application, and staff are rung once. On both databases."""

import pytest

from actions.applying import apply_for, write_application
from actions.claiming import claim_order
from bot.handlers.setup import applied
from bot.nlp.listener import Listener
from community.facts import FactKind
from community.heard import Speaker
from community.words import Role
from storage.engine import Database
from tests.street import AUNT_LI, WRENCH
from tests.talkative import Talkative, lively

TAO = Speaker(8101, "海涛")


@pytest.fixture
def town(database: Database, listener: Listener) -> Talkative:
    """海涛 has applied with the name of his shop."""
    town = lively(database, listener, TAO)
    for who in (TAO, WRENCH[0]):
        town.street.do(apply_for, speaker=who, role=Role.PARTNER)
        town.street.do(write_application, speaker=who, words="海涛修车铺")
    return town


async def writes(town: Talkative, who: Speaker, words: str) -> bool:
    """Whether it is taken for part of the application."""
    return await town.is_taken(applied, who, words)


@pytest.mark.parametrize("words", ["我家3号楼502水管漏了，找人修修", "想找个人给我妈理发", "厨房着火了"])
async def test_a_need_is_no_application(town: Talkative, words: str) -> None:
    assert not await writes(town, TAO, words)


@pytest.mark.parametrize(
    "words", ["修电动车、自行车补胎，也配钥匙", "厨房漏水找我们修", "想接点修水管的活", "晚二十分钟也行"]
)
async def test_what_they_do_is_one(town: Talkative, words: str) -> None:
    assert await writes(town, TAO, words)


async def test_who_holds_an_order_writes_to_whoever_waits(town: Talkative) -> None:
    assert await writes(town, WRENCH[0], "堵车晚二十分钟")
    await town.says(AUNT_LI, "我家3号楼2单元501厨房灯不亮了，谁会修")
    (order,) = town.street.orders()
    town.street.do(claim_order, speaker=WRENCH[0], order=order.id)
    assert not await writes(town, WRENCH[0], "堵车晚二十分钟")


async def test_staff_are_rung_once(town: Talkative) -> None:
    town.street.forget_said()
    for words in ("13855557777", "修电动车、自行车补胎", "啥时候能批下来啊"):
        town.street.do(write_application, speaker=TAO, words=words, phone="13855557777")
    to_staff = [said for said in town.street.said(FactKind.SETUP_CHANGED) if said.recipient == "p:clerk"]
    assert len(to_staff) == 3
    assert not any(said.fresh for said in to_staff)
