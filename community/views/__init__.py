"""What a card shows, loaded for one recipient: frozen values, no rows, no more than that recipient may know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from community.facts import Recipient


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the courier asks a loader for: the card about `subject` as `recipient` may see it at `now` (aware UTC).

    page: which page of the card; payload: that of the newest fact (only TOLD notes carry one).
    """

    subject: str
    recipient: Recipient
    now: datetime
    page: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
