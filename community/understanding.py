"""What a heard sentence means: the words in which the listener answers and everything above it reads."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a message is to the community."""

    NEED = "need"  # 诉求
    INQUIRY = "inquiry"  # 咨询
    OFFER = "offer"  # 愿意提供
    SUGGESTION = "suggestion"  # 建议
    CHATTER = "chatter"  # 闲聊


class Band(StrEnum):
    """How sure the listener is, said as what the bot does."""

    TAKE = "take"  # register it at once
    ASK = "ask"  # ask back once, with buttons
    SILENT = "silent"  # say nothing in the group


class Told(StrEnum):
    """What nobody wants read out in the square, whatever its category."""

    VIOLENCE = "violence"  # 家里打人
    DESPAIR = "despair"  # 不想活
    DEBT = "debt"
    MINORS = "minors"  # 孩子的难处
    FAMILY = "family"  # 离婚、出轨
    HEALTH = "health"  # 不愿让人知道的病
    CHILD = "child"  # 说话的是不满 14 岁的孩子


class Scored(NamedTuple):
    """A category code with its calibrated score, 0–1."""

    code: str
    score: float


class Slots(NamedTuple):
    """Verbatim pieces of the text; the phone in ASCII digits."""

    time: str | None = None
    place: str | None = None
    phone: str | None = None
    quantity: str | None = None


@dataclass(frozen=True, slots=True)
class TimeWish:
    """The wished time as a half-open interval, in Shanghai's zone; either end may be open.

    at: the one moment that is named, if one is: 明天三点 and 三点前 name one, 明天, 下午 and 两三点 don't.
    """

    start: datetime | None = None
    end: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """A door in ASCII digits: building "3" (a row of houses: "3排"), unit "2" ("东", or the building's end "西头"),
    room "501" ("4楼东户"), court "1"."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    court: str | None = None


class Parsed(NamedTuple):
    """The slots' values. `beneficiary`: 老人, 孩子, 残疾人, 孕妇 or None."""

    time: TimeWish | None = None
    door: Door | None = None
    quantity: int | None = None
    beneficiary: str | None = None


class Understanding(NamedTuple):
    """One message understood.

    `categories` come best first; the first `several` of them are needs of their own (0 for chatter, 1 or more for
    needs). `urgency`: 0 any time, 1 today, 2 within hours, 3 danger to life. `summary` is fit for a public card:
    masked, at most 60 characters.
    `cues` name what spoke for and against, for staff and for tests.
    `service`: of the first category; `services`: of any category, by its code.
    `told`: what in it is told in private only. `grave`: somebody may come to harm, so it is never taken for chatter.
    """

    kind: Kind
    band: Band
    categories: tuple[Scored, ...]
    urgency: int
    slots: Slots
    parsed: Parsed
    service: str | None
    summary: str
    cues: tuple[str, ...]
    several: int
    services: tuple[tuple[str, str], ...] = ()
    told: frozenset[Told] = frozenset()
    grave: bool = False

    def service_in(self, category: str) -> str | None:
        """The service that is meant if it is about `category`."""
        first = self.categories[0].code if self.categories else None
        return self.service if category == first else dict(self.services).get(category)

    @property
    def delicate(self) -> bool:
        """Whether nobody but who helps is to read it."""
        return bool(self.told)

    @property
    def harm(self) -> Told | None:
        """How somebody may come to harm, if it is `grave`; to themself before all. 险情 of the heart is despair, in
        whatever words."""
        heart = self.urgent and bool(self.categories) and self.categories[0].code == "counselling"
        if Told.DESPAIR in self.told and self.grave:
            return Told.DESPAIR
        if self.grave:
            return Told.VIOLENCE
        return Told.DESPAIR if heart else None

    @property
    def urgent(self) -> bool:
        """Whether it is 险情: answered at once, staff rung."""
        return self.urgency == 3
