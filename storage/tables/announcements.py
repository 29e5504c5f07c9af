"""Announcements and market days."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.words import AnnouncementState, MarketState
from storage.tables.columns import enum_type
from storage.tables.row import Row


class Announcement(Row, table=True):
    """公告: what staff write once and post to many groups. `place_ids`: the groups chosen."""

    __tablename__ = "announcements"

    id: str = Field(primary_key=True)
    street_id: str = Field(foreign_key="streets.id")
    author_id: str = Field(foreign_key="people.id")
    place_id: str | None = Field(default=None, foreign_key="places.id")  # 在哪写的（值班台）；空：私聊
    text: str = ""
    place_ids: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    state: AnnouncementState = Field(sa_type=enum_type(AnnouncementState))
    made_at: datetime
    sent_at: datetime | None = None


class AnnouncementPost(Row, table=True):
    """One group's copy of an announcement; its outcome is that of its outbox row, `outcome` once known."""

    __tablename__ = "announcement_posts"
    __table_args__ = (UniqueConstraint("announcement_id", "place_id"),)

    id: str = Field(primary_key=True)
    announcement_id: str = Field(foreign_key="announcements.id", index=True)
    place_id: str = Field(foreign_key="places.id")
    outcome: str | None = None
    recalled: bool | None = None


class MarketDay(Row, table=True):
    """大集: one Saturday, hosted by one community in turn."""

    __tablename__ = "market_days"
    __table_args__ = (UniqueConstraint("street_id", "day"),)

    id: str = Field(primary_key=True)
    street_id: str = Field(foreign_key="streets.id")
    community_id: str = Field(foreign_key="communities.id")
    day: date
    opens: str = "09:00"
    closes: str = "11:30"
    stalls: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    state: MarketState = Field(sa_type=enum_type(MarketState))


class Going(Row, table=True):
    """我要去: a person counted for a market day, once."""

    __tablename__ = "going"
    __table_args__ = (UniqueConstraint("market_id", "person_id"),)

    id: str = Field(primary_key=True)
    market_id: str = Field(foreign_key="market_days.id", index=True)
    person_id: str = Field(foreign_key="people.id")
    at: datetime
