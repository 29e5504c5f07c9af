"""How often danger is rung while nobody looks after it. Pure functions."""

from datetime import datetime, timedelta

from community.understanding import Told

PACE = (
    (timedelta(minutes=30), timedelta(minutes=5)),
    (timedelta(hours=24), timedelta(minutes=30)),
)
"""Until so long after it began: again after so long."""
LATER = timedelta(hours=4)
"""After the last of them: who has not come by then is reminded, not chased."""
WIDER = timedelta(minutes=10)
"""From then on those above are rung too."""


def again_at(begun: datetime, now: datetime, *, slower: bool = False) -> datetime:
    """When it rings next, if it began to ring at `begun`. slower: the one who told of it says that it is over."""
    steps = [every for until, every in PACE if now - begun < until]
    every = steps[0] if steps else LATER
    return now + (max(every, PACE[-1][1]) if slower else every)


def is_alarming(urgency: int, grave: str | None) -> bool:
    """Whether somebody may come to harm: it rings until somebody looks after it."""
    return urgency == 3 or grave is not None


def is_despair(grave: str | None) -> bool:
    """Whether somebody may take their life: nothing brisk is said to them, and nothing of it before others."""
    return grave == Told.DESPAIR
