"""How often danger is rung while nobody looks after it. Pure functions."""

import re
from datetime import datetime, timedelta

from community.hours import after_quiet
from community.understanding import Told

PACE = (
    (timedelta(minutes=30), timedelta(minutes=5)),
    (timedelta(hours=24), timedelta(minutes=30)),
)
"""Until so long after it began: again after so long."""
LATER = timedelta(hours=4)
"""After the last of them: who has not come by then is reminded, not chased."""
LONGEST_REST = timedelta(hours=14)
"""At most so long it is silent: a reminder, and a night."""
WIDER = timedelta(minutes=10)
"""From then on those above are rung too."""


_AT_ONCE = re.compile(
    r"着火|起火|失火|冒烟|浓烟|燃气|煤气|爆炸|触电|溺水|落水|掉水|塌|困在|晕倒|晕过去|昏[迷倒过]|不省人事|叫不醒|没有?呼吸|喘不[过上]"
    r"|流血|吐血|大出血|抽搐|中毒|心梗|胸口疼|割腕|救命|[拿用持]着?刀|砍|掐着?我?脖"
)


def again_at(begun: datetime, now: datetime, *, slower: bool = False) -> datetime:
    """When it rings next, if it began to ring at `begun`. slower: the one who told of it says that it is over; staff
    are reminded of it by day."""
    if slower:
        return after_quiet(now + LATER)
    steps = [every for until, every in PACE if now - begun < until]
    return now + (steps[0] if steps else LATER)


def is_alarming(urgency: int, grave: str | None) -> bool:
    """Whether somebody may come to harm: it rings until somebody looks after it."""
    return urgency == 3 or grave is not None


def is_aloud(sensitive: bool, words: str) -> bool:
    """Whether the numbers to ring are said before all: what is told in confidence is answered in private, unless
    somebody may die this minute whom neighbours could help."""
    return not sensitive or _AT_ONCE.search(words) is not None


def is_despair(grave: str | None) -> bool:
    """Whether somebody may take their life: nothing brisk is said to them, and nothing of it before others."""
    return grave == Told.DESPAIR
