"""What a group's talk is made of: open matters, the message that is looked at, and what it does to them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.nlp.hints import Hints
from community.spots import Spot
from community.understanding import Kind, Understanding

TOGETHER = timedelta(seconds=120)
"""What one speaker says within this time of their last word on a matter may belong to it."""
ANSWERED = timedelta(minutes=10)
"""So long a bare place, or "打错了", still finds the matter that it is about."""
AGAIN = timedelta(hours=24)
"""Who says the same once more in this time means the same."""
NAMED = timedelta(days=7)
"""So long the end of a matter is heard when its thing is named."""

MOST_THREADS, MOST_HALVES = 40, 4
"""So many open matters of a group are looked at, the newest, and so many of what was half said lately."""

BRIEF = 8
"""Characters up to which a message is hardly more than a word."""
POSSIBLE, UNSURE, CLEAR = 0.2, 0.5, 0.8
"""Category scores above which a message may be about that too, below which it may be about anything, and above which it
is plainly about one thing."""
WISHES = frozenset({"want", "ask_someone", "ask_help", "please"})
"""Cues of who wants something done."""
GOES_ON = frozenset(
    {"broken", "suffer", "no_one", "again", "urgent", "ask_come", "ask_help", "ask_someone", "want", "vague", "hello",
     "elder", "child", "disabled", "pregnant"}
)  # fmt: skip
"""Cues of who goes on telling of their trouble."""
ELSEWHERE = frozenset({"joke", "advert", "chain", "elsewhere", "past", "hearsay", "figurative", "laugh"})
"""Cues of talk that is about something else."""


class Act(StrEnum):
    """What a message does."""

    BEGINS = "begins"
    ADDS = "adds"
    SUPPORTS = "supports"
    ENDS = "ends"
    PROMOTES = "promotes"  # 邻居也说了：先说的那半句是一件事
    WAITS = "waits"  # 半句话：也许后面还有
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Thread:
    """An open matter as the talk knows it. last: its author's last word on it; stirred: anybody's; urgent: danger."""

    ident: str
    author: str
    last: datetime
    stirred: datetime
    kind: Kind
    categories: tuple[str, ...]
    service: str | None
    spot: Spot | None
    text: str
    words: frozenset[str]
    urgent: bool = False


class Before(StrEnum):
    """What became of its speaker's last message, if that was lately."""

    NONE = "none"
    LONG_AGO = "long ago"
    OF_A_MATTER = "of a matter"
    SUPPORTED = "supported"
    ENDED = "ended"
    WAITED = "waited"
    CAME_TO_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Around:
    """What went on around a message. between: others' messages since its speaker's last; asked: one of them was a
    question; first: it is the first word of its speaker; at_work: they speak by their trade, as staff or a shop."""

    between: int = 0
    asked: bool = False
    before: Before = Before.NONE
    first: bool = False
    at_work: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A message. about: the thread that it answers, by a reply; near: the thread that what it answers was said to;
    astray: it answers something else."""

    who: str
    at: datetime
    text: str
    meaning: Understanding
    photo: bool = False
    about: str | None = None
    astray: bool = False
    near: str | None = None
    around: Around = Around()


@dataclass(frozen=True, slots=True)
class Relation:
    """What a message does to which thread.

    meaning: that of the message with what was said before it, where that is more than its own.
    corrects: a place or time told before was wrong. hints: of the text.
    sure: False where it only looks like a neighbour's word on the same thing, or only follows its speaker's own.
    """

    act: Act
    thread: str | None = None
    meaning: Understanding | None = None
    corrects: bool = False
    sure: bool = True
    hints: Hints | None = None


Read = Callable[[str], Understanding]
"""What a text means in which several messages are put together, or which follows others: by a listener's `gathered`."""
Lean = Callable[[str], int]
"""How far a text alone sounds like a matter, from 0 to 7, whatever talk from elsewhere sounds like."""


def says_something(meaning: Understanding) -> bool:
    """Whether it names a place, a phone, a time or an amount."""
    slots = meaning.slots
    return bool(slots.place or slots.phone or slots.time or slots.quantity)
