"""Ready-made times that a partner can promise with one tap."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from community.clock import SHANGHAI

ASK = "ask"
"""The code of "I write it myself"."""
WISH = "wish"
"""The code of "as the resident asked"."""

_SOON = {"m30": timedelta(minutes=30), "h1": timedelta(hours=1), "h2": timedelta(hours=2)}
_FIXED = {"t15": (0, time(15)), "t18": (0, time(18)), "n9": (1, time(9)), "n15": (1, time(15))}


@dataclass(frozen=True, slots=True)
class EtaChoice:
    """A time to promise: `at` in the zone of the `now` it was made with; the code goes into the button."""

    code: str
    at: datetime


def eta_choices(now: datetime) -> tuple[EtaChoice, ...]:
    """The times that still lie ahead, soonest first."""
    choices = [EtaChoice(code, eta_of(code, now)) for code in (*_SOON, *_FIXED)]
    return tuple(sorted((choice for choice in choices if choice.at > now), key=lambda choice: choice.at))


def eta_of(code: str, now: datetime) -> datetime:
    """The time that `code` means at `now`, in the zone of `now`. Raises KeyError for a code that is not ours."""
    if code in _SOON:
        soon = (now + _SOON[code]).replace(second=0, microsecond=0)
        return soon + timedelta(minutes=-soon.minute % 5)
    days, clock = _FIXED[code]
    day = now.astimezone(SHANGHAI).date() + timedelta(days=days)
    return datetime.combine(day, clock, SHANGHAI).astimezone(now.tzinfo)
