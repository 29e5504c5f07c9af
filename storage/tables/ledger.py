"""Append-only records, things due at a time, and small bookkeeping."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.words import DraftKind, DueState
from storage.tables.columns import Serial, enum_type
from storage.tables.row import Row


class History(Row, table=True):
    """经过: who did what, when. Only ever inserted."""

    __tablename__ = "history"
    __table_args__ = (sa.Index("history_by_subject", "subject", "id"),)

    id: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    at: datetime
    subject: str  # matter id, partner id, place id …
    person_id: str | None = Field(default=None)  # 空：机器人自己
    what: str  # 动作名，如 claim_order
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)


class Label(Row, table=True):
    """标注: a confirmed or corrected reading of an utterance. Only ever inserted; the engine learns from it.

    also: the other categories that the same message asks for. calm: staff say that it was no danger, though the bot
    thought so.
    """

    __tablename__ = "labels"
    __table_args__ = (sa.Index("labels_by_community", "community_id", "id"),)

    id: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    at: datetime
    utterance_id: str | None = None
    community_id: str | None = None
    text: str  # 已脱敏
    kind: str
    category: str | None = None
    also: list[str] = Field(default_factory=list, sa_type=sa.JSON, sa_column_kwargs={"server_default": "[]"})
    calm: bool = False
    person_id: str | None = None
    source: str  # desk | resident


class Due(Row, table=True):
    """到期: something that is to happen once for (kind, subject, local_date). The row decides, not the timer."""

    __tablename__ = "dues"
    __table_args__ = (UniqueConstraint("kind", "subject", "local_date"), sa.Index("dues_waiting", "state", "due_at"))

    id: str = Field(primary_key=True)
    kind: str
    subject: str
    local_date: date
    due_at: datetime
    state: DueState = Field(sa_type=enum_type(DueState))
    ended_at: datetime | None = None


class Draft(Row, table=True):
    """草稿: what the bot is waiting for a person to write, in private (`place_id` empty) or in one chat."""

    __tablename__ = "drafts"
    __table_args__ = (sa.Index("drafts_of_person", "person_id", "place_id", unique=True),)

    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="people.id")
    place_id: str = ""
    kind: DraftKind = Field(sa_type=enum_type(DraftKind))
    subject: str = ""
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    expires_at: datetime


class Invite(Row, table=True):
    """邀请: a one-time deep link. Only the hash of its token is kept."""

    __tablename__ = "invites"

    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    purpose: str  # first_staff …
    expires_at: datetime
    used_by: str | None = None
    used_at: datetime | None = None


class Mark(Row, table=True):
    """记号: something that was done once, such as seeding the town."""

    __tablename__ = "marks"

    name: str = Field(primary_key=True)
    value: str = ""
    at: datetime


class Counter(Row, table=True):
    """计数: a running number, such as the matters of one community on one day."""

    __tablename__ = "counters"

    name: str = Field(primary_key=True)
    value: int


class Lease(Row, table=True):
    """当班: which process alone does `name` until then, by the server's clock. Only where there are several."""

    __tablename__ = "leases"

    name: str = Field(primary_key=True)
    holder: str
    until: datetime


class Tombstone(Row, table=True):
    """墓碑: that somebody's data was deleted, when, by whom and how much of it. It holds no word of theirs."""

    __tablename__ = "tombstones"

    id: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    at: datetime
    subject: str = Field(index=True)  # 人的编号，只在这里还认得
    by: str | None = None  # 谁来删的：本人，或代办的工作人员
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
