"""Which posts a market day gets, when, and whose groups they go to: data."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from community.clock import SHANGHAI


def closes_at(day: date, closes: str) -> datetime:
    """When a market on `day` closes at local time `closes` ("HH:MM"), aware."""
    return datetime.combine(day, time.fromisoformat(closes), SHANGHAI)


class Audience(StrEnum):
    """Whose grid groups a market post goes to."""

    HOST = "host"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class MarketPost:
    """One of the posts about a market day: `days_before` it at `at` local time, to `audience`.

    `until_days_before`: it may still be made up for before the post of that day is due; None: until the market closes.
    """

    days_before: int
    at: time
    audience: Audience
    until_days_before: int | None

    @property
    def kind(self) -> str:
        """The kind of its due rows."""
        return f"market_{self.days_before}"

    def due_at(self, day: date) -> datetime:
        """When it is due for a market on `day`, aware local."""
        return datetime.combine(day - timedelta(days=self.days_before), self.at, SHANGHAI)

    def deadline(self, day: date, closes: str) -> datetime:
        """From when it is too late for it, aware local."""
        if self.until_days_before is None:
            return closes_at(day, closes)
        return datetime.combine(day - timedelta(days=self.until_days_before), self.at, SHANGHAI)


EIGHT = time(8)

MARKET_POSTS = (
    MarketPost(days_before=3, at=EIGHT, audience=Audience.HOST, until_days_before=1),
    MarketPost(days_before=1, at=EIGHT, audience=Audience.STREET, until_days_before=0),
    MarketPost(days_before=0, at=EIGHT, audience=Audience.STREET, until_days_before=None),
)
"""The host community's groups hear of it three times, the others the day before and on the day."""
