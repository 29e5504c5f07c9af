"""Conversations rather than lines: which messages are one matter, who else has it, how it ended."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.nlp.listener import Listener
from community.understanding import Band, Kind, Understanding

TOGETHER = timedelta(seconds=120)  # one speaker's messages within this belong together
SAME_MATTER = timedelta(minutes=30)  # a neighbour's +1 or the asker's word that it is done
_FRAGMENT = 14  # characters up to which a message may be only a piece of one
_DONE = re.compile(r"好了|修完|修上|通了|来[电水]了|解决了|搞定|亮了|恢复|找到|弄完|换上|装上|清走|处理了")
_CORRECTIONS = ("打错", "说错", "写错", "更正", "应该是", "不对", "不是", "是")


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
    supporters: list[str] = field(default_factory=list)
    status: Status = Status.OPEN
    place: str | None = None

    @property
    def last(self) -> datetime:
        """When its author last added to it."""
        return self.said[-1].at

    @property
    def merged(self) -> list[int]:
        """Indices of its author's messages, in order."""
        return sorted(one.index for one in self.said)


class Conversation:
    """Hears messages one after another and keeps the matters. One per group; not thread-safe."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.matters: list[Matter] = []
        self._pending: dict[str, list[Said]] = {}

    def hear(self, said: Said) -> Matter | None:
        """Take in a message; the matter that it began, grew, supported or ended, if any."""
        own = self._own(said)
        ended = self._ended(said, own)
        if ended is not None:
            return ended
        understood = self._listener.understand(said.text, now=said.at)
        if own is not None and said.at - own.last <= TOGETHER and self._belongs(said, own, understood):
            return self._grow(own, said)
        if own is not None and said.reply_to is not None and any(one.index == said.reply_to for one in own.said):
            return self._grow(own, said)
        supported = self._supported(said, understood)
        if supported is not None:
            return supported
        return self._begin(said, understood)

    def _own(self, said: Said) -> Matter | None:
        mine = [matter for matter in self.matters if matter.author == said.who and matter.status is Status.OPEN]
        if said.reply_to is not None:
            mine = [one for one in mine if any(each.index == said.reply_to for each in one.said)] or mine
        return mine[-1] if mine else None

    def _ended(self, said: Said, own: Matter | None) -> Matter | None:
        if own is None or said.at - own.last > SAME_MATTER * 48 or not self._listener.withdraws(said.text):
            return None
        own.status = Status.RESOLVED if _DONE.search(said.text) else Status.WITHDRAWN
        return own

    def _belongs(self, said: Said, own: Matter, understood: Understanding) -> bool:
        """Whether a message of the same speaker adds to the matter rather than begins another or just chats."""
        if said.photo and not said.text.strip():
            return True
        slots = understood.slots
        if any((slots.place, slots.phone, slots.time)) and understood.kind is Kind.CHATTER:
            return True
        if understood.kind is Kind.CHATTER:
            return len(said.text) <= _FRAGMENT and not {"thanks", "joke", "notice", "advert"} & set(understood.cues)
        first = own.understood.categories[0]
        same = understood.categories[0].code == first.code or understood.categories[0].score < 0.5
        return same or (len(said.text) <= _FRAGMENT and understood.band is not Band.TAKE)

    def _grow(self, own: Matter, said: Said) -> Matter:
        own.said.append(said)
        whole = self._listener.understand("，".join(one.text for one in own.said if one.text.strip()), now=said.at)
        if whole.kind is not Kind.CHATTER:
            own.understood = whole
        place = self._listener.understand(said.text, now=said.at).slots.place
        if place is not None and (own.place is None or any(word in said.text for word in _CORRECTIONS)):
            own.place = place
        return own

    def _supported(self, said: Said, understood: Understanding) -> Matter | None:
        """A neighbour who has it too: says +1, answers the message with 也, or tells the same of the same place."""
        sign = self._listener.supports(said.text)
        recent = [one for one in self.matters if one.author != said.who and said.at - one.last <= SAME_MATTER
                  and one.status is Status.OPEN]  # fmt: skip
        if said.reply_to is not None and sign is not None:
            recent = [one for one in recent if any(each.index == said.reply_to for each in one.said)] or recent
        for matter in reversed(recent):
            alike = (
                understood.kind is Kind.NEED
                and matter.understood.kind is Kind.NEED
                and understood.categories[0].code == matter.understood.categories[0].code
                and understood.service == matter.understood.service is not None
                and (understood.slots.place is None or understood.slots.place == matter.place)
            )
            fits = understood.kind is Kind.CHATTER or understood.categories[0].code in {
                one.code for one in matter.understood.categories[:2]
            }
            if (sign is not None and fits) or alike:
                if said.who not in matter.supporters:
                    matter.supporters.append(said.who)
                return matter
        return None

    def _begin(self, said: Said, understood: Understanding) -> Matter | None:
        waiting = [one for one in self._pending.pop(said.who, []) if said.at - one.at <= TOGETHER]
        pieces = [*waiting, said]
        if understood.kind is Kind.CHATTER and waiting and len(said.text) <= 2 * _FRAGMENT:
            joined = self._listener.understand("，".join(one.text for one in pieces if one.text.strip()), now=said.at)
            understood = joined if joined.kind is not Kind.CHATTER else understood
        if understood.kind is Kind.CHATTER:
            chat = {"thanks", "joke", "notice", "advert", "chain", "answer"} & set(understood.cues)
            if said.photo or (len(said.text) <= _FRAGMENT and not chat):
                self._pending[said.who] = pieces
            return None
        places = [place for one in pieces if (place := self._listener.understand(one.text, now=said.at).slots.place)]
        matter = Matter(said.who, pieces, understood, place=places[-1] if places else None)
        self.matters.append(matter)
        return matter
