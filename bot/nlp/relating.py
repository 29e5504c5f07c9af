"""What a message is to the matters that are being talked about: one of its own, a piece of one, a +1, its end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.nlp.hints import Hints, Support, read_hints
from bot.nlp.profile import Profile
from community.routing import needs_door
from community.spots import Spot, may_be_same, spot_in
from community.understanding import Band, Kind, Understanding

AT_ONCE = timedelta(seconds=30)
"""What one speaker says within this time goes on with their last words, if it is short."""
TOGETHER = timedelta(seconds=120)
"""What one speaker says within this time of their last word on a matter may belong to it."""
ANSWERED = timedelta(minutes=10)
"""So long a bare place, or "打错了", still finds the matter that it is about."""
AGAIN = timedelta(hours=24)
"""Who says the same once more in this time means the same."""
NAMED = timedelta(days=7)
"""So long the end of a matter is heard when its thing is named."""

_WINDOWS = {Support.PLAIN: ANSWERED, Support.HOME: timedelta(hours=1), Support.SAME: AGAIN}
_ALIKE = timedelta(hours=12)
_FRAGMENT, _BRIEF, _HALF = 14, 8, 28
_POSSIBLE, _UNSURE, _CLEAR = 0.2, 0.5, 0.8
_CERTAIN = 0.95

_GOES_ON = frozenset(
    {"broken", "suffer", "no_one", "again", "urgent", "ask_come", "ask_help", "ask_someone", "want", "vague", "hello",
     "elder", "child", "disabled", "pregnant", "anger", "exclaims"}
)  # fmt: skip
_MORE = _GOES_ON - {"want", "child", "elder"}
_WISHES = frozenset({"want", "ask_someone", "ask_help", "please"})
_HALF_SAID = frozenset(
    {"broken", "suffer", "no_one", "urgent", "ask_come", "ask_help", "ask_someone", "vague", "hello"}
)
_ELSEWHERE = frozenset({"joke", "advert", "chain", "elsewhere", "past", "hearsay", "figurative", "laugh"})
_ASKS = frozenset({Kind.INQUIRY, Kind.SUGGESTION})
_OTHER_TALK = frozenset({"notice", "thanks", "praise", "advert", "chain"})
_FOR_OTHERS = frozenset({"addressed", "you", "answer", "ack", "praise"})


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
    """An open matter as the talk knows it. last: its author's last word on it; stirred: anybody's."""

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


@dataclass(frozen=True, slots=True)
class Remark:
    """A message. about: the thread that it answers, by a reply; astray: it answers something else."""

    who: str
    at: datetime
    text: str
    meaning: Understanding
    photo: bool = False
    about: str | None = None
    astray: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """What a message does to which thread.

    meaning: that of the message with what was said before it, where that is more than its own.
    corrects: a place or time told before was wrong. hints: of the text.
    sure: False where it only looks like a neighbour's word on the same thing.
    """

    act: Act
    thread: str | None = None
    meaning: Understanding | None = None
    corrects: bool = False
    sure: bool = True
    hints: Hints | None = None


Read = Callable[[str], Understanding]
"""What a text means in which several messages are put together, or which follows others: with GATHERED."""
GATHERED = Profile(ask=0.27)
"""Who says more and more of a thing wants something: less is needed to hear it."""


def idle(text: str, meaning: Understanding) -> bool:
    """Whether chatter can be nothing to any matter, whoever says it: most talk, told without looking anything up."""
    if meaning.kind is not Kind.CHATTER:
        return False
    hints = read_hints(text)
    if hints.ending or hints.support or hints.corrects:
        return False
    return not _half(text, meaning, hints)


def relate(
    remark: Remark, threads: Sequence[Thread], waiting: Sequence[str], read: Read, halves: Sequence[Thread] = ()
) -> Relation:
    """What `remark` does. threads: open ones, oldest first; waiting: what its speaker half said just before; halves:
    what others half said lately, which a neighbour's word makes a matter."""
    hints = read_hints(remark.text)
    own = [thread for thread in threads if thread.author == remark.who]
    others = [thread for thread in threads if thread.author != remark.who]
    return (
        _ending(remark, hints, own)
        or _adding(remark, hints, own, read)
        or _supporting(remark, hints, others)
        or _promoting(remark, hints, halves)
        or _beginning(remark, hints, own, waiting, read)
    )


def _ending(remark: Remark, hints: Hints, own: Sequence[Thread]) -> Relation | None:
    if hints.ending is None or remark.astray:
        return None
    answered = [thread for thread in own if thread.ident == remark.about]
    if answered:
        return Relation(Act.ENDS, answered[0].ident, hints=hints)
    codes = {scored.code for scored in remark.meaning.categories[:1]}
    named = [
        one
        for one in own
        if remark.at - one.last <= NAMED and (hints.words & one.words or (codes & set(one.categories[:1])))
    ]
    recent = [one for one in own if remark.at - one.last <= AGAIN] if hints.bare else []
    fitting = named or recent
    return Relation(Act.ENDS, fitting[-1].ident, hints=hints) if fitting else None


def _adding(remark: Remark, hints: Hints, own: Sequence[Thread], read: Read) -> Relation | None:
    ranked = sorted(own, key=lambda one: (one.ident == remark.about, bool(hints.words & one.words), one.last))
    for thread in reversed(ranked):
        added = _joins(remark, hints, thread, read)
        if added:
            return Relation(Act.ADDS, thread.ident, corrects=hints.corrects, hints=hints)
    return None


def _joins(remark: Remark, hints: Hints, thread: Thread, read: Read) -> bool:
    """Whether a message of the thread's own author adds to it, rather than begins another or just chats."""
    since, replied = remark.at - thread.last, remark.about == thread.ident
    if not remark.text.strip():
        return remark.photo and (replied or since <= TOGETHER)
    if _another(remark, hints, thread):
        return False
    if replied:
        return not hints.away
    if since <= TOGETHER:
        return _belongs(remark, hints, thread, read)
    if since <= ANSWERED and not remark.astray and (hints.corrects or _only_slots(remark)):
        return _says_something(remark.meaning)
    if since <= AGAIN and hints.undone and not remark.astray and len(remark.text) <= _FRAGMENT:
        return True
    return since <= AGAIN and _again(remark, hints, thread)


def _another(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it is a matter of its own."""
    meaning = remark.meaning
    if _stands_alone(remark, hints, thread):
        return True
    if meaning.urgent:
        return False
    if meaning.kind is Kind.CHATTER:
        return (
            hints.another
            and bool(meaning.categories)
            and meaning.categories[0].score > _CLEAR
            and (meaning.categories[0].code not in thread.categories)
        )
    first = meaning.categories[0]
    other_service = bool(meaning.service and thread.service and meaning.service != thread.service)
    if first.code in thread.categories[:1]:
        return other_service and (hints.another or not hints.words & thread.words)
    if remark.at - thread.last <= AT_ONCE and len(remark.text) <= _FRAGMENT and not hints.another:
        return first.code not in thread.categories and not _WISHES.isdisjoint(meaning.cues)
    own = len(remark.text) > _FRAGMENT or meaning.service is not None or not _WISHES.isdisjoint(meaning.cues)
    return hints.another or (first.code not in thread.categories and meaning.band is Band.TAKE and own)


def _stands_alone(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it says a whole thing that has nothing in common with the thread, however soon it follows."""
    meaning, shared = remark.meaning, hints.words & thread.words
    same_service = meaning.service is not None and meaning.service == thread.service
    if meaning.kind is Kind.CHATTER:
        return False
    if meaning.kind is not thread.kind and Kind.OFFER in {meaning.kind, thread.kind}:
        return True
    if hints.corrects or hints.refers or same_service or len(shared) > 1:
        return False
    if meaning.urgent and meaning.service and thread.service:
        return True
    if meaning.kind in _ASKS and meaning.kind is not thread.kind and len(remark.text) > _BRIEF:
        return meaning.categories[0].code not in thread.categories[:1]
    if {scored.code for scored in meaning.categories[:2] if scored.score > _POSSIBLE} & set(thread.categories[:1]):
        return False
    if meaning.urgent:
        return True
    goes_on = remark.at - thread.last <= AT_ONCE and len(remark.text) <= _FRAGMENT
    if goes_on and meaning.service is None and _WISHES.isdisjoint(meaning.cues):
        return False
    whole = meaning.service is not None or len(remark.text) > _BRIEF
    return whole and meaning.band is Band.TAKE and meaning.categories[0].score > _UNSURE


def _belongs(remark: Remark, hints: Hints, thread: Thread, read: Read) -> bool:
    meaning, text = remark.meaning, remark.text.strip()
    cues = set(meaning.cues)
    if meaning.kind is Kind.CHATTER:
        if hints.away or hints.ending or cues & _ELSEWHERE or (remark.astray and not _says_something(meaning)):
            return False
        if hints.corrects or hints.refers or hints.words & thread.words:
            return True
        if cues & _OTHER_TALK:
            return False
        if _says_something(meaning) or meaning.service or cues & _GOES_ON:
            return "question" not in cues or len(text) <= _BRIEF
        longest = _FRAGMENT if remark.at - thread.last <= AT_ONCE else _BRIEF
        return len(text) <= longest and not cues & _FOR_OTHERS and "question" not in cues
    codes = [scored.code for scored in meaning.categories[:2]]
    if codes[0] in thread.categories or thread.categories[0] in codes or meaning.categories[0].score < _UNSURE:
        return True
    if meaning.band is not Band.TAKE and len(text) <= _FRAGMENT:
        return True
    whole = read(f"{thread.text}，{text}")
    return whole.several <= 1 and whole.kind is thread.kind and whole.categories[0].code == thread.categories[0]


def _again(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether the author says the same once more, or hurries."""
    meaning = remark.meaning
    if meaning.kind is Kind.CHATTER:
        hurries = {"no_one", "again", "urgent"} & set(meaning.cues)
        return bool(hurries and hints.words & thread.words)
    if meaning.categories[0].code != thread.categories[0] or not may_be_same(spot_in(meaning), thread.spot):
        return False
    same_service = meaning.service is None or thread.service is None or meaning.service == thread.service
    return same_service and bool(hints.words & thread.words)


def _supporting(remark: Remark, hints: Hints, others: Sequence[Thread]) -> Relation | None:
    """A neighbour who has it too: says +1, answers the message with 也, or tells the same of the same place."""
    ranked = sorted(others, key=lambda one: (one.ident == remark.about, bool(hints.words & one.words), one.stirred))
    meaning = remark.meaning
    if hints.support is not None and not remark.astray:
        for thread in reversed(ranked):
            replied = thread.ident == remark.about
            near = replied or remark.at - thread.stirred <= _WINDOWS[hints.support]
            if near and _fits(meaning, thread) and (replied or _is_about(remark, hints, thread)):
                return Relation(Act.SUPPORTS, thread.ident, hints=hints)
    if meaning.kind is not Kind.NEED or hints.another:
        return None
    for thread in reversed(ranked):
        if remark.at - thread.stirred <= _ALIKE and _alike(meaning, hints, thread):
            same = spot_in(meaning)
            sure = same is not None and thread.spot is not None and same.key == thread.spot.key
            return Relation(Act.SUPPORTS, thread.ident, sure=sure, hints=hints)
    return None


def _promoting(remark: Remark, hints: Hints, halves: Sequence[Thread]) -> Relation | None:
    """A neighbour has it too: what sounded like nothing by itself is a matter."""
    if hints.support is None or remark.astray:
        return None
    for half in reversed(halves):
        named = bool(hints.words & half.words) or hints.support is not Support.SAME
        known = half.service is not None or hints.support is not Support.HOME
        if half.author != remark.who and known and remark.at - half.stirred <= ANSWERED and named:
            return Relation(Act.PROMOTES, half.ident, hints=hints)
    return None


def _fits(meaning: Understanding, thread: Thread) -> bool:
    if meaning.kind is Kind.CHATTER or meaning.categories[0].score < _UNSURE:
        return True
    return bool({scored.code for scored in meaning.categories[:2]} & set(thread.categories))


def _is_about(remark: Remark, hints: Hints, thread: Thread) -> bool:
    shared = hints.words & thread.words
    if hints.support is Support.SAME and remark.meaning.kind is Kind.NEED and needs_door(thread.categories[0]):
        same_service = remark.meaning.service == thread.service is not None
        return same_service or len(shared) > 1  # 各家是各家的事：都是“水”，还不是一回事
    if hints.support is Support.SAME and not shared:
        fits = remark.meaning.kind is not Kind.CHATTER and _fits(remark.meaning, thread)
        soon = remark.at - thread.stirred <= TOGETHER and len(remark.text) <= _FRAGMENT
        return fits or (soon and hints.ours)
    return True


def _alike(meaning: Understanding, hints: Hints, thread: Thread) -> bool:
    """Whether somebody else tells of the same public thing."""
    code = meaning.categories[0].code
    if thread.kind is not Kind.NEED or code != thread.categories[0] or needs_door(code):
        return False
    same_thing = meaning.service == thread.service is not None or len(hints.words & thread.words) >= 2
    return same_thing and may_be_same(spot_in(meaning), thread.spot)


def _beginning(remark: Remark, hints: Hints, own: Sequence[Thread], waiting: Sequence[str], read: Read) -> Relation:
    meaning = remark.meaning
    spoke = any(remark.at - one.last <= ANSWERED for one in own) and _may_go_on(remark, hints)
    whole = meaning
    if (any(waiting) and not hints.away) or (hints.another and meaning.kind is Kind.CHATTER):
        whole = read(_joined([*waiting, remark.text]))
    if meaning.kind is not Kind.CHATTER:
        better = whole if whole.kind is not Kind.CHATTER and _surer(whole, meaning) else meaning
        return Relation(Act.BEGINS, meaning=better, hints=hints)
    goes_on = (
        _says_something(meaning)
        or meaning.service is not None
        or not _MORE.isdisjoint(meaning.cues)
        or hints.refers
        or len(waiting) > 1
    )
    if whole.kind is not Kind.CHATTER and len(remark.text) <= _HALF and (goes_on or hints.another):
        return Relation(Act.BEGINS, meaning=whole, hints=hints)
    half = remark.photo or _half(remark.text, meaning, hints)
    return Relation(Act.WAITS if half or spoke else Act.NOTHING, hints=hints)


def _surer(whole: Understanding, alone: Understanding) -> bool:
    """Whether the whole says more than its last piece."""
    if alone.band is Band.TAKE and whole.band is not Band.TAKE:
        return False
    return whole.categories[0].code == alone.categories[0].code or alone.categories[0].score < _UNSURE


def _half(text: str, meaning: Understanding, hints: Hints) -> bool:
    """Whether it may be half of something: a place, a thing, a cry, and nothing that speaks of other things."""
    cues = set(meaning.cues)
    score = meaning.categories[0].score if meaning.categories else 0.0
    clear = score > (_CLEAR if meaning.service else _CERTAIN)
    against = {"thanks", "praise", "answer", "past", "hearsay", "elsewhere", "advert", "notice"}
    if len(text) > _HALF or hints.away or hints.ending or cues & (against if clear else against | _ELSEWHERE):
        return False
    return bool(meaning.slots.place or meaning.slots.phone or meaning.service or clear or cues & _HALF_SAID)


def _may_go_on(remark: Remark, hints: Hints) -> bool:
    """Whether a few words may belong to what their speaker spoke of minutes ago, if more of it follows."""
    cues = set(remark.meaning.cues)
    aside = cues & (_ELSEWHERE | _FOR_OTHERS | {"question", "thanks"})
    return len(remark.text) <= _BRIEF and not (hints.away or hints.ending or remark.astray or aside)


def _only_slots(remark: Remark) -> bool:
    slots = remark.meaning.slots
    said = sum(len(piece) for piece in (slots.place, slots.phone, slots.time, slots.quantity) if piece)
    return said > 0 and len(remark.text) <= said + _BRIEF


def _says_something(meaning: Understanding) -> bool:
    slots = meaning.slots
    return bool(slots.place or slots.phone or slots.time or slots.quantity)


def _joined(texts: Iterable[str]) -> str:
    return "，".join(text for text in texts if text.strip())
