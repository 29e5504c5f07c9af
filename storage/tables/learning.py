"""What a street has taught the listener, beside the label log: words, thresholds, weights trained at night."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, UniqueConstraint

from community.words import ModelState, WordState
from storage.tables.columns import Serial, enum_type
from storage.tables.row import Row


class Word(Row, table=True):
    """A word of a community's own, or one that the bot would like to learn. `community_id` empty: the whole street."""

    __tablename__ = "words"
    __table_args__ = (UniqueConstraint("street_id", "community_id", "word"),)

    id: str = Field(primary_key=True)
    street_id: str = Field(foreign_key="streets.id", index=True)
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    word: str
    category: str
    state: WordState = Field(sa_type=enum_type(WordState))
    service: bool = False  # 也是那一类里的一项服务
    made_at: datetime
    decided_by: str | None = Field(default=None, foreign_key="people.id")
    decided_at: datetime | None = None


class Tuning(Row, table=True):
    """How talkative the bot is in a community (steps from the usual, 0) and what the community does not serve."""

    __tablename__ = "tunings"

    community_id: str = Field(primary_key=True, foreign_key="communities.id")
    talk: int = 0  # -2 少开口 … 2 多开口
    disabled: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    changed_at: datetime


class Weights(Row, table=True):
    """Weights trained at night, numbered. `base`: fingerprint of the shipped weights that they grew from.

    labels: how far the label log was learned from. measures: what the gate saw, before and after. data: the packed
    model folder, kept for those in use and the ones before.
    """

    __tablename__ = "weights"

    number: int | None = Field(default=None, sa_type=Serial, primary_key=True)
    made_at: datetime
    state: ModelState = Field(sa_type=enum_type(ModelState))
    base: str
    labels: int
    measures: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    data: bytes | None = None
