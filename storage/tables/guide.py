"""办事指南: what staff answer once for all."""

from datetime import date, datetime

from sqlmodel import Field

from community.words import GuideState
from storage.tables.columns import enum_type
from storage.tables.row import Row


class GuideEntry(Row, table=True):
    """An entry: a question with its answer. `community_id` empty: for the whole street. Retired, never deleted."""

    __tablename__ = "guide_entries"

    id: str = Field(primary_key=True)
    street_id: str = Field(foreign_key="streets.id", index=True)
    community_id: str | None = Field(default=None, foreign_key="communities.id")
    question: str = ""
    answer: str = ""
    source: str = ""  # 出处：哪个单位、哪份文件
    phone: str = ""
    valid_until: date | None = None  # 到这一天为止；空：长期
    state: GuideState = Field(sa_type=enum_type(GuideState))
    author_id: str = Field(foreign_key="people.id")
    matter_id: str | None = None  # 由哪件咨询的答复而来
    asked: int = 0  # 答过几次
    missed: int = 0  # 几次没答上
    made_at: datetime
    changed_at: datetime
