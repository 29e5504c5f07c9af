"""The street: communities, grids, chats, people and who they are."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.words import PlaceKind, Role
from storage.tables.columns import Telegram, enum_type
from storage.tables.row import Row


class Street(Row, table=True):
    """街道: the top of what one hehuo serves."""

    __tablename__ = "streets"

    id: str = Field(primary_key=True)
    name: str
    made_at: datetime


class Community(Row, table=True):
    """社区. `code` (two letters) opens the numbers of its matters; `rota` is its turn at the market."""

    __tablename__ = "communities"
    __table_args__ = (UniqueConstraint("street_id", "code"),)

    id: str = Field(primary_key=True)
    street_id: str = Field(foreign_key="streets.id", index=True)
    name: str
    code: str
    square: str = ""  # 办大集的地方
    rain_place: str = ""
    phone: str = ""
    rota: int = 0


class Grid(Row, table=True):
    """网格."""

    __tablename__ = "grids"

    id: str = Field(primary_key=True)
    community_id: str = Field(foreign_key="communities.id", index=True)
    name: str


class Place(Row, table=True):
    """场所: a Telegram chat with more than one person in it.

    When Telegram makes it a supergroup it gets another chat id, in which message ids count from 1 again: what was said
    and shown before keeps the `former_chat`.
    """

    __tablename__ = "places"

    id: str = Field(primary_key=True)
    bot_id: int = Field(sa_type=Telegram)
    chat_id: int = Field(sa_type=Telegram, unique=True)
    former_chat: int | None = Field(default=None, sa_type=Telegram, unique=True, index=True)
    kind: PlaceKind = Field(sa_type=enum_type(PlaceKind))
    title: str
    street_id: str | None = Field(default=None, foreign_key="streets.id")
    community_id: str | None = Field(default=None, foreign_key="communities.id", index=True)
    grid_id: str | None = Field(default=None, foreign_key="grids.id")
    present: bool = True  # 机器人还在群里
    admin: bool = False  # 机器人是管理员
    alarm: str = Field(default="", sa_column_kwargs={"server_default": ""})  # 听不见了，已告诉工作人员；空：听得见
    made_at: datetime


class Person(Row, table=True):
    """人. `started`: pressed start, so the bot may write in private; `unreachable`: blocked it since.

    `bot_id`: which bot that is, where several serve one database: the one they spoke to last in private.
    """

    __tablename__ = "people"

    id: str = Field(primary_key=True)
    user_id: int = Field(sa_type=Telegram, unique=True)
    name: str
    bot_id: int | None = Field(default=None, sa_type=Telegram)
    started: bool = False
    unreachable: bool = False
    phone: str | None = None  # 个人信息：只给接单人看
    door: str | None = None  # 个人信息：上次留的门牌
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    grid_id: str | None = Field(default=None, foreign_key="grids.id")
    language: str | None = None  # 不大会写中文的人用的语言：en
    made_at: datetime


class Appointment(Row, table=True):
    """任职: a person's role in a community, or in the whole street where `community_id` is empty."""

    __tablename__ = "appointments"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "street_id", "community_id"),
        sa.Index("appointments_by_place", "role", "community_id"),
    )

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="people.id", index=True)
    role: Role = Field(sa_type=enum_type(Role))
    street_id: str = Field(foreign_key="streets.id")
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    approved_by: str | None = Field(default=None, foreign_key="people.id")
    pending: bool = False  # 申请了，还没有人批准
    made_at: datetime
