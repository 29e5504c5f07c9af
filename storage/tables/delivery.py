"""What came in from Telegram and what is to go out."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.facts import CardSlot, FactKind
from community.words import InboxState, OutboxState
from storage.tables.columns import Serial, Telegram, enum_type
from storage.tables.row import Row


class Inbox(Row, table=True):
    """收件: one update, committed before Telegram is told that we have it. `lane`: the chat, else the person."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        sa.Index("inbox_waiting", "state", "lane", "id"),
    )

    id: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    bot_id: int = Field(sa_type=Telegram)
    update_id: int = Field(sa_type=Telegram)
    lane: str
    state: InboxState = Field(sa_type=enum_type(InboxState))
    body: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    attempts: int = 0
    leased_until: datetime | None = None
    error: str | None = None
    result: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON)
    received_at: datetime


class Outbox(Row, table=True):
    """发件: one fact to be said to one recipient (`recipient` is `Recipient.key`), see `community.facts.Fact`."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index("outbox_due", "state", "not_before"),
        sa.Index("outbox_lane", "recipient", "state", "id"),
    )

    id: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    bot_id: int = Field(sa_type=Telegram)
    key: str | None = Field(default=None, unique=True)
    kind: FactKind = Field(sa_type=enum_type(FactKind))
    slot: CardSlot = Field(sa_type=enum_type(CardSlot))
    subject: str
    recipient: str
    priority: int
    state: OutboxState = Field(sa_type=enum_type(OutboxState))
    fresh: bool = False
    quiet: bool = False
    page: str = ""
    reply_to: str | None = None
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    not_before: datetime
    not_after: datetime | None = None
    attempts: int = 0
    leased_until: datetime | None = None
    error: str | None = None
    message_id: int | None = Field(default=None, sa_type=Telegram)
    made_at: datetime
    ended_at: datetime | None = None


class Card(Row, table=True):
    """卡片: which message shows (slot, subject) to a recipient, and the digest of what it shows now."""

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint("slot", "subject", "recipient"),
        sa.Index("cards_by_message", "chat_id", "message_id"),
    )

    id: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    slot: CardSlot = Field(sa_type=enum_type(CardSlot))
    subject: str
    recipient: str
    chat_id: int = Field(sa_type=Telegram)
    message_id: int = Field(sa_type=Telegram)
    page: str = ""
    digest: str
    sent_at: datetime
