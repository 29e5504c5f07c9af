"""When a group has fallen silent in a way that staff should look at. Pure."""

from datetime import timedelta

KEPT_BY_TELEGRAM = timedelta(hours=24)
"""How long Telegram holds an update that nobody takes."""

QUIET_FOR = timedelta(hours=48)
"""So long nothing at all came from the group."""

BEFORE = 5
USUALLY = 4
"""Of the BEFORE days before that, on at least so many somebody had written: a group that usually talks."""


def has_fallen_silent(*, lately: bool, days_before: int) -> bool:
    """lately: something came within QUIET_FOR. days_before: on how many of the BEFORE days before something came."""
    return not lately and days_before >= USUALLY
