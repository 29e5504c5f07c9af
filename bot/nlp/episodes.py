"""Conversations rather than lines: which messages are one matter, who else has it, how it ended."""

import re
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache, partial
from itertools import islice

from bot.nlp.around import MOST, Told, around_of
from bot.nlp.correcting import put_right, right_parts
from bot.nlp.hints import Ending, Hints, words_of
from bot.nlp.listener import Listener
from bot.nlp.reading import WEIGHED
from bot.nlp.relating import relate
from bot.nlp.threads import (
    ANSWERED,
    MOST_HALVES,
    MOST_THREADS,
    POSSIBLE,
    TOGETHER,
    Act,
    Before,
    Relation,
    Remark,
    Thread,
)
from bot.nlp.ties import Ties
from community.spots import Spot, closer, spot_in
from community.understanding import Kind, Understanding


class Status(StrEnum):
    """How a matter stands."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Said:
    """A message of a conversation; `reply_to` is the index of an earlier one."""

    index: int
    who: str
    at: datetime
    text: str
    photo: bool = False
    reply_to: int | None = None


@dataclass(slots=True)
class Matter:
    """Messages that are one matter; grows while it is talked about."""

    author: str
    said: list[Said]
    understood: Understanding
    stirred: datetime
    urgent: bool = False
    supporters: list[str] = field(default_factory=list)
    status: Status = Status.OPEN
    spot: Spot | None = None

    @property
    def place(self) -> str | None:
        """Where it is, as it was said."""
        return self.spot.said if self.spot else None

    @property
    def merged(self) -> list[int]:
        """Indices of its author's messages, in order."""
        return sorted(one.index for one in self.said)

    @property
    def text(self) -> str:
        """All that its author said of it."""
        return "，".join(one.text for one in self.said if one.text.strip())


_BECAME = {
    Act.BEGINS: Before.OF_A_MATTER,
    Act.ADDS: Before.OF_A_MATTER,
    Act.SUPPORTS: Before.SUPPORTED,
    Act.PROMOTES: Before.SUPPORTED,
    Act.ENDS: Before.ENDED,
    Act.WAITS: Before.WAITED,
    Act.NOTHING: Before.CAME_TO_NOTHING,
}
_UNDONE_WISH = re.compile(r"不[找要搬报装借买约请去修来用换租学订招排]|别[来修送找跑弄]|[发搞看弄]错|取消|变卦|欠费")


def how_it_ended(hints: Hints | None, text: str) -> Status:
    """Whether what was wanted was done, or is wanted no more."""
    if hints is not None and hints.ending is not None:
        return Status.RESOLVED if hints.ending is Ending.DONE else Status.WITHDRAWN
    return Status.WITHDRAWN if _UNDONE_WISH.search(text) else Status.RESOLVED


class Conversation:
    """Hears messages one after another and keeps the matters. One per group; not thread-safe."""

    def __init__(self, listener: Listener, ties: Ties | None = None) -> None:
        self._listener = listener
        self._ties = ties
        self.matters: list[Matter] = []
        self._pending: dict[str, list[Said]] = {}
        self._about: dict[int, int] = {}  # index of a message → number of the matter that it speaks of
        self._near: dict[int, int] = {}  # index of what was nothing → number of the matter that it was said to
        self._told: deque[Told] = deque(maxlen=MOST)
        self._words = lru_cache(maxsize=2 * MOST_THREADS)(words_of)

    def hear(self, said: Said) -> Matter | None:
        """Take in a message; the matter that it began, grew, supported or ended, if any."""
        waiting = self._pending.pop(said.who, [])
        if waiting and said.at - waiting[-1].at > TOGETHER:
            waiting = []
        open_ones = self._open()
        remark = self._remark(said, known=any(one.author == said.who for one in open_ones))
        relation = self._relate(remark, open_ones, waiting, said)
        self._told.append(Told(said.who, said.at, said.text, _BECAME[relation.act]))
        if relation.act in {Act.NOTHING, Act.WAITS}:
            kept = [*waiting, said] if relation.act is Act.WAITS else waiting
            if kept:
                self._pending[said.who] = kept[-MOST_HALVES:]
            self._say_near(said)
            return None
        if relation.act is Act.PROMOTES:
            return self._promote(str(relation.thread), said)
        number = len(self.matters) if relation.thread is None else int(relation.thread)
        if relation.act is Act.BEGINS:
            self.matters.append(self._begun(waiting, remark, said, relation))
        self._about[said.index] = number
        matter = self.matters[number]
        if relation.act is Act.ADDS:
            self._grow(matter, waiting, remark, said, relation)
        elif relation.act is Act.SUPPORTS:
            matter.stirred = said.at
            matter.supporters += [said.who] if said.who not in matter.supporters else []
        elif relation.act is Act.ENDS:
            matter.status = how_it_ended(relation.hints, said.text)
        return matter

    def _open(self) -> list[Thread]:
        """The newest open matters, oldest first."""
        numbered = reversed(list(enumerate(self.matters)))
        newest = islice(((number, one) for number, one in numbered if one.status is Status.OPEN), MOST_THREADS)
        return [self._thread(number, one) for number, one in newest][::-1]

    def _relate(self, remark: Remark, threads: list[Thread], waiting: list[Said], said: Said) -> Relation:
        """What the message does."""
        read = partial(self._listener.gathered().understand, now=said.at)
        texts = [one.text for one in waiting]
        return relate(remark, threads, texts, read, self._listener.leaning, self._halves(said), self._ties)

    def _say_near(self, said: Said) -> None:
        """What is nothing by itself was said to what is talked about."""
        talked = [number for number, one in enumerate(self.matters) if said.at - one.stirred <= ANSWERED]
        if talked:
            self._near[said.index] = max(talked, key=lambda number: self.matters[number].stirred)

    def _halves(self, said: Said) -> list[Thread]:
        """What others half said last, as threads that are named by who said it."""
        recent = (
            (who, [one for one in pieces if said.at - one.at <= ANSWERED])
            for who, pieces in reversed(self._pending.items())  # who spoke last stands last
        )
        latest = islice(((who, pieces) for who, pieces in recent if pieces and who != said.who), MOST_HALVES)
        wholes = [(who, self._whole(who, pieces, said.at)) for who, pieces in latest][::-1]
        return [replace(self._thread(0, matter), ident=who) for who, matter in wholes]

    def _whole(self, who: str, pieces: list[Said], at: datetime) -> Matter:
        texts = [one.text for one in pieces if one.text.strip()]
        understood = self._listener.gathered().understand("，".join(texts), now=at)
        matter = Matter(who, pieces, understood, pieces[-1].at)
        for text in texts:
            matter.spot = closer(matter.spot, spot_in(self._listener.understand(text, now=at)))
        return matter

    def _promote(self, who: str, said: Said) -> Matter:
        """What `who` half said is a matter, for a neighbour has it too."""
        pieces = self._pending.pop(who)
        matter = self._whole(who, pieces, said.at)
        matter.understood = matter.understood._replace(kind=Kind.NEED)
        matter.supporters, matter.stirred = [said.who], said.at
        for one in (*pieces, said):
            self._about[one.index] = len(self.matters)
        self.matters.append(matter)
        return matter

    def _remark(self, said: Said, *, known: bool) -> Remark:
        answered = -1 if said.reply_to is None else said.reply_to
        number, near = self._about.get(answered), self._near.get(answered)
        astray = said.reply_to is not None and number is None and near is None and not self._is_loose(said.reply_to)
        meaning = self._listener.understand(said.text, now=said.at)
        about, spoken = (str(one) if one is not None else None for one in (number, near))
        beside = around_of(self._told, said.who, said.who, said.at, known=known)
        return Remark(said.who, said.at, said.text, meaning, said.photo, about, astray, spoken, beside)

    def _is_loose(self, index: int) -> bool:
        """Whether that message is half of something."""
        return any(one.index == index for pieces in self._pending.values() for one in pieces)

    def _thread(self, number: int, matter: Matter) -> Thread:
        understood = matter.understood
        return Thread(
            ident=str(number),
            author=matter.author,
            last=max(one.at for one in matter.said),
            stirred=matter.stirred,
            kind=understood.kind,
            categories=tuple(
                one.code
                for place, one in enumerate(understood.categories[:3])
                if place < max(1, understood.several) or one.score > POSSIBLE
            ),
            service=understood.service,
            spot=matter.spot,
            text=matter.text,
            words=self._words(matter.text),
            urgent=matter.urgent,
        )

    def _begun(self, waiting: list[Said], remark: Remark, said: Said, relation: Relation) -> Matter:
        understood = relation.meaning or remark.meaning
        matter = Matter(said.who, [*waiting, said], understood, said.at, understood.urgent or remark.meaning.urgent)
        for one in waiting:
            self._about[one.index] = len(self.matters)
            matter.spot = closer(matter.spot, spot_in(self._listener.understand(one.text, now=one.at)))
        matter.spot = closer(matter.spot, spot_in(remark.meaning))
        return matter

    def _grow(self, matter: Matter, waiting: list[Said], remark: Remark, said: Said, relation: Relation) -> None:
        matter.said += [*waiting, said]
        matter.stirred = said.at
        matter.urgent = matter.urgent or remark.meaning.urgent
        whole = self._listener.understand(matter.text[:WEIGHED], now=said.at)
        if whole.kind is not Kind.CHATTER and whole.categories[0].score > matter.understood.categories[0].score:
            matter.understood = whole
        right, corrects = remark.meaning, relation.corrects
        if corrects and relation.hints is not None:
            meant = self._listener.understand(relation.hints.meant, now=said.at)
            right = meant if spot_in(meant) else right
        if corrects or right_parts(matter.place, said.text):
            right, corrects = put_right(matter.place, said.text, right), True
        matter.spot = closer(matter.spot, spot_in(right), corrected=corrects)
