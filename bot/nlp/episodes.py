"""Conversations rather than lines: which messages are one matter, who else has it, how it ended."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from bot.nlp.hints import Ending, words_of
from bot.nlp.listener import Listener
from bot.nlp.relating import relate
from bot.nlp.threads import ANSWERED, GATHERED, TOGETHER, Act, Relation, Remark, Thread
from community.spots import Spot, closer, spot_in
from community.understanding import Band, Kind, Understanding


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


def _is_hearsay(meaning: Understanding) -> bool:
    """Whether it is doubtful that it is of here: what the bot asks about is no matter yet."""
    return meaning.band is Band.ASK and not {"elsewhere", "hearsay"}.isdisjoint(meaning.cues)


class Conversation:
    """Hears messages one after another and keeps the matters. One per group; not thread-safe."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.matters: list[Matter] = []
        self._pending: dict[str, list[Said]] = {}
        self._about: dict[int, int] = {}  # index of a message → number of the matter that it speaks of

    def hear(self, said: Said) -> Matter | None:
        """Take in a message; the matter that it began, grew, supported or ended, if any."""
        waiting = [one for one in self._pending.pop(said.who, []) if said.at - one.at <= TOGETHER]
        remark = self._remark(said)
        open_ones = [self._thread(number, one) for number, one in enumerate(self.matters) if one.status is Status.OPEN]
        read = partial(self._listener.understand, now=said.at, profile=GATHERED)
        halves = self._halves(said)
        relation = relate(remark, open_ones, [one.text for one in waiting], read, halves)
        if relation.act is Act.BEGINS and _is_hearsay(relation.meaning or remark.meaning):
            return None
        if relation.act in {Act.NOTHING, Act.WAITS}:
            kept = [*waiting, said] if relation.act is Act.WAITS else waiting
            if kept:
                self._pending[said.who] = kept
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
            done = relation.hints is not None and relation.hints.ending is Ending.DONE
            matter.status = Status.RESOLVED if done else Status.WITHDRAWN
        return matter

    def _halves(self, said: Said) -> list[Thread]:
        """What others half said lately, as threads that are named by who said it."""
        found = []
        for who, pieces in self._pending.items():
            recent = [one for one in pieces if said.at - one.at <= ANSWERED]
            if recent and who != said.who:
                matter = self._whole(who, recent, said.at)
                found.append(replace(self._thread(0, matter), ident=who))
        return found

    def _whole(self, who: str, pieces: list[Said], at: datetime) -> Matter:
        texts = [one.text for one in pieces if one.text.strip()]
        understood = self._listener.understand("，".join(texts), now=at, profile=GATHERED)
        matter = Matter(who, pieces, understood, pieces[-1].at)
        for text in texts:
            matter.spot = closer(matter.spot, spot_in(self._listener.understand(text, now=at)))
        return matter

    def _promote(self, who: str, said: Said) -> Matter:
        """What `who` half said is a matter, for a neighbour has it too."""
        pieces = self._pending.pop(who)
        matter = self._whole(who, pieces, said.at)
        matter.understood = replace(matter.understood, kind=Kind.NEED)
        matter.supporters, matter.stirred = [said.who], said.at
        for one in (*pieces, said):
            self._about[one.index] = len(self.matters)
        self.matters.append(matter)
        return matter

    def _remark(self, said: Said) -> Remark:
        number = self._about.get(said.reply_to) if said.reply_to is not None else None
        loose = {one.index for pieces in self._pending.values() for one in pieces}
        astray = said.reply_to is not None and number is None and said.reply_to not in loose
        meaning = self._listener.understand(said.text, now=said.at)
        about = str(number) if number is not None else None
        return Remark(said.who, said.at, said.text, meaning, said.photo, about, astray)

    def _thread(self, number: int, matter: Matter) -> Thread:
        understood = matter.understood
        return Thread(
            ident=str(number),
            author=matter.author,
            last=max(one.at for one in matter.said),
            stirred=matter.stirred,
            kind=understood.kind,
            categories=tuple(one.code for one in understood.categories[: max(2, understood.several)]),
            service=understood.service,
            spot=matter.spot,
            text=matter.text,
            words=words_of(matter.text),
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
        whole = self._listener.understand(matter.text, now=said.at)
        if whole.kind is not Kind.CHATTER and whole.categories[0].score > matter.understood.categories[0].score:
            matter.understood = whole
        told, corrects = spot_in(remark.meaning), relation.corrects
        if corrects and relation.hints is not None:
            told = spot_in(self._listener.understand(relation.hints.meant, now=said.at)) or told
        matter.spot = closer(matter.spot, told, corrected=corrects)
