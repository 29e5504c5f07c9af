"""The matter, and the doubtful message, as the staff desk sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community.ringing import is_alarming, is_despair
from community.understanding import Kind
from community.words import MatterState, OrderState, QuestionState, Rating


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """An open matter that another may be merged into."""

    number: str
    category: str
    summary: str


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """How far the work is. `asked`: members it is offered to; `holder`: the partner's or the staff member's name.

    offered_at: when the first of them hears of it, which at night lies ahead.
    redo: it was done before, and the resident said that it was not solved; why: (ready-made reason, own words).
    worker: who had done it, charged: for how much (fen), set_out: they had said that they were on the way.
    """

    state: OrderState
    round: int
    asked: int
    unclaimed_told: bool
    holder: str | None
    eta: datetime | None
    eta_text: str | None
    offered_at: datetime | None = None
    redo: bool = False
    why: tuple[str, str] | None = None
    worker: str | None = None
    charged: int | None = None
    set_out: bool = True


@dataclass(frozen=True, slots=True)
class DeskView:
    """A matter at the desk. `speaker` is masked. `choices` are there only on the page "merge".

    likely: an older one that may be the same thing. spots: where the neighbours are who have it too.
    kept: the answer is an entry of the 办事指南. missed: the question of the entry that did not answer.
    grave: how somebody may come to harm (Told).
    """

    id: str
    number: str
    kind: Kind
    state: MatterState
    page: str
    category: str
    service: str | None
    sensitive: bool
    urgency: int
    summary: str
    area: str
    speaker: str
    time_text: str | None
    households: int
    confirmed: bool
    answer: str | None
    merged_into: str | None
    rating: Rating | None
    human_at: datetime | None
    order: DeskOrder | None
    choices: tuple[MergeChoice, ...] = ()
    likely: MergeChoice | None = None
    spots: tuple[str, ...] = ()
    kept: bool = False
    missed: str | None = None
    wanted_at: datetime | None = None
    grave: str | None = None
    ignored: str = ""
    """Why staff set it aside (Ignored)."""

    @property
    def calmable(self) -> bool:
        """Whether staff may say that it is no danger: never where somebody wants to die."""
        return is_alarming(self.urgency, self.grave) and not is_despair(self.grave)


@dataclass(frozen=True, slots=True)
class DoubtView:
    """A message that may be a need. `words` are masked; `number` is what it was recorded under, if it was.

    media: what came with it, for staff to hear and see. danger: somebody may come to harm. unplaced: nobody knows the
    community. speaker: their name, whole where they may be in danger, masked where only a voice came. in_private: shown
    to a person, not at a desk. called: they want a person, and it may be danger. said: what they said after that.
    since: when it was raised. despair: they may not want to live. told: whoever spoke was told whom to ring; reached:
    the bot may write to them. holder: who looks after it, though nobody knows the community; communities: which may be.
    wanted: they only want a person, or complain.
    """

    id: str
    page: str
    state: QuestionState
    words: str
    area: str
    options: tuple[str, ...]
    number: str | None
    media: tuple[Mapping[str, Any], ...] = ()
    danger: bool = False
    unplaced: bool = False
    speaker: str = ""
    in_private: bool = False
    called: bool = False
    said: tuple[str, ...] = ()
    since: datetime | None = None
    despair: bool = False
    told: bool = True
    reached: bool = True
    holder: str = ""
    communities: tuple[tuple[str, str], ...] = ()
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An ask-back. `options`: category codes, likeliest first. called: a person was wanted, and it may be danger."""

    id: str
    state: QuestionState
    options: tuple[str, ...]
    in_private: bool
    language: str | None = None
    called: bool = False


@dataclass(frozen=True, slots=True)
class AlarmView:
    """险情, for the group or resident (`for_staff` False) or for staff. `summary` is masked.

    words, door, phone, the whole name: for a member of staff in private only. open: nobody looks after it yet.
    calm: staff say that it was no danger. over: the matter has ended. done: the work is, whoever
    asked has not said so yet. holder: who looks after it. since: when it began
    to ring. said: what whoever told of it said after that, oldest first. said_over: they say that it is over. despair:
    somebody may take their life. reached: the bot may write to whoever told of it; public: they told it before all.
    """

    number: str
    summary: str
    area: str
    speaker: str
    for_staff: bool
    id: str = ""
    open: bool = False
    words: str | None = None
    door: str | None = None
    phone: str | None = None
    language: str | None = None
    calm: bool = False
    over: bool = False
    holder: str | None = None
    since: datetime | None = None
    said: tuple[str, ...] = ()
    said_over: bool = False
    despair: bool = False
    done: bool = False
    reached: bool = True
    public: bool = False
