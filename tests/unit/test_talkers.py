"""Whose chatter is looked at: theirs who spoke of a matter lately."""

from datetime import datetime, timedelta

import pytest

from bot.handlers import talkers
from bot.handlers.talkers import Talkers
from tests.played import Moved
from tests.street import THURSDAY

CHAT, WANG, LI = -1, 7, 8


@pytest.fixture
def clock() -> Moved:
    return Moved(THURSDAY)


def goes_on(known: Talkers, clock: Moved, text: str, *, after: timedelta = timedelta(0), user: int = WANG) -> bool:
    at: datetime = clock.at
    clock.at = at + after
    found = known.goes_on(CHAT, user, text, clock)
    clock.at = at
    return found


def test_within_minutes_anything_they_say(clock: Moved) -> None:
    known = Talkers()
    known.heard(CHAT, WANG, clock)
    assert goes_on(known, clock, "蓝色的", after=timedelta(minutes=9))
    assert not goes_on(known, clock, "蓝色的", user=LI)


@pytest.mark.parametrize("text", ["拿到啦 谢谢", "怎么还没有来", "安静了", "有消息没", "opened! many thanks"])
def test_days_later_what_looks_back(clock: Moved, text: str) -> None:
    known = Talkers()
    known.heard(CHAT, WANG, clock)
    assert goes_on(known, clock, text, after=timedelta(days=6))
    assert not goes_on(known, clock, text, after=timedelta(days=8))


@pytest.mark.parametrize("text", ["蓝色的", "大家早上好", "今天吃饺子"])
def test_days_later_no_other_chatter(clock: Moved, text: str) -> None:
    known = Talkers()
    known.heard(CHAT, WANG, clock)
    assert not goes_on(known, clock, text, after=timedelta(hours=1))


def test_who_spoke_longest_ago_is_forgotten_first(clock: Moved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talkers, "MOST", 2)
    known = Talkers()
    for user in (WANG, LI, WANG, 9):
        known.heard(CHAT, user, clock)
    assert [goes_on(known, clock, "蓝色的", user=user) for user in (WANG, LI, 9)] == [True, False, True]
