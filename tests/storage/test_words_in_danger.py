"""What somebody says while danger of theirs stands is read by staff, however short. On both databases."""

import pytest

from bot.handlers.private import Courtesy, WantsPerson
from bot.nlp.listener import Listener
from community.facts import FactKind
from community.heard import Speaker
from storage.engine import Database
from tests.talkative import Talkative, lively

HE = Speaker(8002, "小荷")
DESPAIR, FIRE = "我真的想死", "厨房着火了"


@pytest.fixture
def town(database: Database, listener: Listener) -> Talkative:
    """小荷 pressed start and lives nowhere yet: what rings about her is an alarm, and no matter."""
    return lively(database, listener, HE)


@pytest.mark.parametrize("words", ["没事", "谢谢", "🙂"])
async def test_thanks_in_an_alarm_are_no_courtesy(town: Talkative, words: str) -> None:
    assert await town.passes(Courtesy(), HE, "谢谢")
    await town.tells(HE, DESPAIR)
    town.street.forget_said()
    assert not await town.passes(Courtesy(), HE, words)
    await town.tells(HE, "没事")
    assert town.street.said(FactKind.DOUBT_RAISED), "whoever was rung reads it"


@pytest.mark.parametrize("words", ["叫人工", "我打12345投诉你们，人都要烧死了"])
@pytest.mark.parametrize("danger", [DESPAIR, FIRE])
async def test_who_calls_a_person_in_an_alarm_rings(town: Talkative, danger: str, words: str) -> None:
    assert await town.passes(WantsPerson(), HE, "叫人工")
    await town.tells(HE, danger)
    town.street.forget_said()
    assert not await town.passes(WantsPerson(), HE, words)
    await town.tells(HE, words)
    assert town.street.said(FactKind.DOUBT_RAISED)


async def test_who_calls_a_person_while_a_fire_is_recorded_rings(town: Talkative) -> None:
    await town.tells(HE, "我住双井")
    await town.tells(HE, FIRE)
    assert town.matters()
    town.street.forget_said()
    assert await town.passes(Courtesy(), HE, "谢谢"), "thanks stay thanks where nobody despairs"
    assert not await town.passes(WantsPerson(), HE, "叫人工")
    await town.tells(HE, "叫人工")
    assert town.street.said(FactKind.ALARM_RAISED)
