"""Beats: what happens within one beat becomes one edit of a card."""

from datetime import datetime, timedelta


def end_of_beat(now: datetime, pace: timedelta) -> datetime:
    """The end of the beat of length `pace` (whole seconds) that `now` lies in; always later than `now`."""
    beat = int(pace.total_seconds())
    return now.replace(microsecond=0) + timedelta(seconds=beat - int(now.timestamp()) % beat)
