"""The matter as its resident (in private) or the neighbours (in the group) may see it."""

from dataclasses import dataclass
from datetime import date, datetime

from community.understanding import Kind
from community.words import MatterState, OrderState, Rating


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a matter is. `partner` is None while nobody holds it, or when staff do (`by_staff`)."""

    state: OrderState
    round: int
    offered_at: datetime
    unclaimed_told: bool
    partner: str | None
    by_staff: bool
    stars: float | None
    eta: datetime | None
    eta_text: str | None
    price_fen: int | None
    report: str | None


@dataclass(frozen=True, slots=True)
class Own:
    """The resident's own particulars, as recorded."""

    door: str | None
    phone: str | None
    lacks_door: bool
    lacks_phone: bool


@dataclass(frozen=True, slots=True)
class FromGuide:
    """Where an answer comes from. phone: whom to call, empty if nobody. until: the last day it holds, None: always."""

    source: str
    phone: str
    until: date | None
    as_of: date


@dataclass(frozen=True, slots=True)
class Merged:
    """The matter that another goes on as a part of."""

    number: str
    state: MatterState
    households: int
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter. `own` is there only for the resident themself, in private; `merged_into` is a number.

    lacks_details: whoever comes will need a door or a phone that is not known yet. reached: the bot may write to the
    resident in private. guide: the answer comes from the 办事指南.
    page: "", "over" (is it?) or "why" (was it not solved?). spot: as far as everyone may
    know it, lacks_building: it is in a house, and nobody said which. merged: what it goes
    on as a part of. language: "en" if that is what they write. grave: how somebody may come to harm (Told). said_over:
    whoever told of danger says that it is over, and nobody holds it yet.
    """

    id: str
    number: str
    kind: Kind
    state: MatterState
    category: str
    service: str | None
    sensitive: bool
    urgency: int
    summary: str
    time_text: str | None
    households: int
    answer: str | None
    merged_into: str | None
    rating: Rating | None
    in_private: bool
    progress: Progress | None
    own: Own | None
    lacks_details: bool = False
    reached: bool = True
    guide: FromGuide | None = None
    page: str = ""
    ignored: str = ""
    """Why staff set it aside (Ignored)."""
    spot: str | None = None
    lacks_building: bool = False
    merged: Merged | None = None
    language: str | None = None
    wanted_at: datetime | None = None
    grave: str | None = None
    said_over: bool = False
