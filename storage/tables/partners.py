"""Community partners, the people who act for them, and what they subscribed to."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.words import PartnerKind, PartnerState, Tier
from storage.tables.columns import enum_type
from storage.tables.row import Row


class Partner(Row, table=True):
    """合伙人. `hours`: weekday "1".."7" → list of ["HH:MM", "HH:MM"] local; empty: always open.

    `home_visit`: vetted to enter homes. `rating_sum` counts 5 for a good and 3 for a fair rating.
    """

    __tablename__ = "partners"

    id: str = Field(primary_key=True)
    street_id: str = Field(foreign_key="streets.id", index=True)
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    name: str
    kind: PartnerKind = Field(sa_type=enum_type(PartnerKind))
    state: PartnerState = Field(sa_type=enum_type(PartnerState))
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    home_visit: bool = False
    rating_sum: int = 0
    rating_count: int = 0
    done_count: int = 0
    made_at: datetime


class Member(Row, table=True):
    """经办人: a person who receives a partner's orders. Nothing is pushed before `off_until` (今天不接单)."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("partner_id", "person_id"),)

    id: str = Field(primary_key=True)
    partner_id: str = Field(foreign_key="partners.id", index=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    off_until: datetime | None = None


class Subscription(Row, table=True):
    """订阅: a category that a partner serves in a community (empty: the whole street), with tier and price in words.

    services: the only ones of the category that the partner serves; empty: all of them.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("partner_id", "category", "community_id"),
        sa.Index("subscriptions_by_category", "category", "community_id"),
    )

    id: str = Field(primary_key=True)
    partner_id: str = Field(foreign_key="partners.id", index=True)
    category: str
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    tier: Tier = Field(sa_type=enum_type(Tier))
    price: str = ""  # “上门 20 元，材料另计”
    services: list[str] = Field(default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"})
