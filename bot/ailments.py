"""What counts as not well with the queues; the line from Telegram has its own (bot/line.py)."""

from datetime import timedelta

from storage.lags import Lags

INBOX_MAY_LAG = timedelta(minutes=1)
OUTBOX_MAY_LAG = timedelta(minutes=10)
"""The limiter and a 429 may well hold a message back for minutes."""
DUES_MAY_LAG = timedelta(minutes=10)
"""What fails is tried again for five minutes."""


def ailments(lags: Lags | None) -> list[str]:
    """What is wrong, in words for machines; empty: all is well. lags: None if the database did not answer."""
    if lags is None:
        return ["database"]
    late = {
        "inbox": lags.inbox_lag > INBOX_MAY_LAG,
        "outbox": lags.outbox_lag > OUTBOX_MAY_LAG,
        "dues": lags.dues_lag > DUES_MAY_LAG,
    }
    return [what for what, is_late in late.items() if is_late]
