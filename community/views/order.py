"""The order as one partner's member may see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.words import MatterState, Rating, Tier


class Face(StrEnum):
    """What the order is to the one who looks at it."""

    OFFERED = "offered"
    DECLINED = "declined"
    RELEASED = "released"  # 接过，退回了
    LOST = "lost"
    MOVED = "moved"  # 改派给别人了
    OVER = "over"  # 不再需要人来
    CLAIMED = "claimed"
    ON_THE_WAY = "on_the_way"
    DONE = "done"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Customer:
    """Who the claimer goes to: personal data. words: what was said, unmasked."""

    name: str | None
    door: str | None
    phone: str | None
    note: str | None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Who has it too and is gone to as well: of which matter, and where."""

    matter: str
    name: str | None
    door: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order. `customer` is there only for its claimer, and only while the order is held or done.

    neighbours: the other homes that are gone to, shown as `customer` is. spots: where others have it too, to the unit.
    area: community and grid by name. tier and price: this partner's own for the category.
    by_staff: held by a member of staff and not for a partner.
    ended: how the matter ended; worked: this person had done it by then. redo: the resident said that it was not
    solved, why: (ready-made reason, own words for the holder), failed: when this partner had done it. reached: the bot
    may write to the resident in private. colleague: who of the same partner has it.
    """

    id: str
    number: str
    face: Face
    page: str
    category: str
    service: str | None
    sensitive: bool
    urgency: int
    summary: str
    area: str
    time_text: str | None
    households: int
    offered_at: datetime
    tier: Tier | None
    price: str
    by_staff: bool
    eta: datetime | None
    eta_text: str | None
    price_fen: int | None
    report: str | None
    rating: Rating | None
    customer: Customer | None
    ended: MatterState | None = None
    worked: bool = False
    redo: bool = False
    failed: bool = False
    why: tuple[str, str] | None = None
    reached: bool = True
    wanted_at: datetime | None = None
    neighbours: tuple[Neighbour, ...] = ()
    spots: tuple[str, ...] = ()
    colleague: str | None = None
