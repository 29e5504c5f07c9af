"""What was said and what became of it: utterances, matters, households, orders, pushes, ask-backs."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.understanding import Kind
from community.words import MatterState, OrderState, PushState, QuestionState, Rating
from storage.tables.columns import Telegram, enum_type
from storage.tables.row import Row


class Utterance(Row, table=True):
    """话: a message that the bot acted on; `place_id` empty: in private. Only bot/ reads chat_id, message_id, media."""

    __tablename__ = "utterances"
    __table_args__ = (UniqueConstraint("chat_id", "message_id"), sa.Index("utterances_by_speaker", "person_id", "at"))

    id: str = Field(primary_key=True)
    place_id: str | None = Field(default=None, foreign_key="places.id")
    person_id: str = Field(foreign_key="people.id")
    at: datetime
    chat_id: int = Field(sa_type=Telegram)
    message_id: int = Field(sa_type=Telegram)
    text: str
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    matter_id: str | None = Field(default=None, index=True)


class Matter(Row, table=True):
    """事项: one thing recorded, of any kind. `summary` is masked and may be shown to anyone who may see the matter."""

    __tablename__ = "matters"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        sa.Index("matters_by_state", "community_id", "state", "made_at"),
    )

    id: str = Field(primary_key=True)
    number: str  # BY-1121-07
    street_id: str = Field(foreign_key="streets.id")
    community_id: str = Field(foreign_key="communities.id")
    grid_id: str | None = Field(default=None, foreign_key="grids.id")
    place_id: str | None = Field(default=None, foreign_key="places.id")  # 在哪个群说的；空：私聊
    person_id: str = Field(foreign_key="people.id", index=True)
    utterance_id: str | None = Field(default=None, foreign_key="utterances.id", index=True)
    kind: Kind = Field(sa_type=enum_type(Kind))
    state: MatterState = Field(sa_type=enum_type(MatterState))
    category: str
    service: str | None = None
    sensitive: bool = False
    urgency: int = 0
    grave: str | None = None  # Told：有人可能因此受伤害；空：没有，或看过了不是
    summary: str
    spot: str | None = None  # 哪栋哪单元，或哪个地方；没有房号
    time_text: str | None = None  # 希望的时间，原话
    wanted_at: datetime | None = None
    households: int = 1
    confirmed: bool = False  # 值班台确认过类别
    answer: str | None = None
    entry_id: str | None = None  # 办事指南的哪一条：用它答的，或由答复存成的
    merged_into: str | None = Field(default=None, index=True)
    rating: Rating | None = Field(default=None, sa_type=enum_type(Rating))
    made_at: datetime
    ended_at: datetime | None = None


class Household(Row, table=True):
    """户: somebody whom a matter touches too, one row per person. Who asked is not among them."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"),)

    id: str = Field(primary_key=True)
    matter_id: str = Field(foreign_key="matters.id")
    person_id: str = Field(foreign_key="people.id", index=True)
    spot: str | None = None  # 说了在哪就记下
    at: datetime


class Particulars(Row, table=True):
    """门牌电话: what only the claimer may see, apart from the matter so that no other view can load it by accident."""

    __tablename__ = "particulars"

    matter_id: str = Field(primary_key=True, foreign_key="matters.id")
    name: str | None = None
    door: str | None = None
    phone: str | None = None
    note: str | None = None
    media: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)


class Order(Row, table=True):
    """订单: the call for a partner that a need makes. A claim is one conditional UPDATE of `state`."""

    __tablename__ = "orders"
    __table_args__ = (sa.Index("orders_by_state", "state", "offered_at"),)

    id: str = Field(primary_key=True)
    matter_id: str = Field(foreign_key="matters.id", unique=True)
    community_id: str = Field(foreign_key="communities.id")
    category: str
    state: OrderState = Field(sa_type=enum_type(OrderState))
    round: int = 1  # 第几次进市场
    offered_at: datetime
    unclaimed_told: bool = False  # 十分钟没人接，已告诉居民和值班台
    partner_id: str | None = Field(default=None, foreign_key="partners.id", index=True)
    claimer_id: str | None = Field(default=None, foreign_key="people.id")
    claimed_at: datetime | None = None
    eta: datetime | None = None  # 约的时刻；只约了哪天、哪段的，是那一段的末尾
    eta_text: str | None = None  # 没说几点的，原话
    set_out_at: datetime | None = None
    done_at: datetime | None = None
    price_fen: int | None = None
    report: str | None = None
    proof: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)


class Push(Row, table=True):
    """推单: an order shown to one member of a partner."""

    __tablename__ = "pushes"
    __table_args__ = (UniqueConstraint("order_id", "person_id"),)

    id: str = Field(primary_key=True)
    order_id: str = Field(foreign_key="orders.id", index=True)
    partner_id: str = Field(foreign_key="partners.id")
    person_id: str = Field(foreign_key="people.id", index=True)
    state: PushState = Field(sa_type=enum_type(PushState))
    round: int = 1
    at: datetime


class Question(Row, table=True):
    """追问: the one ask-back about an utterance that the bot was unsure of. `options`: codes, likeliest first."""

    __tablename__ = "questions"

    id: str = Field(primary_key=True)
    utterance_id: str = Field(foreign_key="utterances.id", unique=True)
    place_id: str | None = Field(default=None, foreign_key="places.id")
    person_id: str = Field(foreign_key="people.id", index=True)
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    kind: Kind = Field(sa_type=enum_type(Kind))
    options: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    state: QuestionState = Field(sa_type=enum_type(QuestionState))
    understanding: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    made_at: datetime
