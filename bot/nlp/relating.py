"""What a message is to the matters that are being talked about: one of its own, a piece of one, a +1, its end."""

from collections.abc import Iterable, Sequence

from bot.nlp.going_on import adding
from bot.nlp.having_too import promoting, supporting
from bot.nlp.hints import Hints, read_hints
from bot.nlp.threads import (
    AGAIN,
    ANSWERED,
    BRIEF,
    CLEAR,
    ELSEWHERE,
    FOR_OTHERS,
    GOES_ON,
    NAMED,
    TOGETHER,
    UNSURE,
    WISHES,
    Act,
    Read,
    Relation,
    Remark,
    Thread,
    says_something,
)
from community.understanding import Band, Kind, Understanding

_TINY, _HALF = 4, 28
_FAINT, _CERTAIN = 0.3, 0.95
_MORE = GOES_ON - {"want", "child", "elder"}
_HALF_SAID = frozenset(
    {"broken", "suffer", "no_one", "urgent", "ask_come", "ask_help", "ask_someone", "vague", "hello"}
)


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
        or adding(remark, hints, own, read)
        or supporting(remark, hints, others)
        or promoting(remark, hints, halves)
        or _beginning(remark, hints, own, others, waiting, read)
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


def _beginning(
    remark: Remark,
    hints: Hints,
    own: Sequence[Thread],
    others: Sequence[Thread],
    waiting: Sequence[str],
    read: Read,
) -> Relation:
    meaning = remark.meaning
    if _is_an_answer(remark, others):
        return Relation(Act.NOTHING, hints=hints)
    if meaning.band is Band.ASK and meaning.service is None and len(remark.text) <= _TINY:
        return Relation(Act.WAITS, hints=hints)
    spoke = any(remark.at - one.last <= ANSWERED for one in own) and _may_go_on(remark, hints)
    whole = meaning
    if (any(waiting) and not hints.away) or (hints.another and meaning.kind is Kind.CHATTER):
        whole = read(_joined([*waiting, remark.text]))
    if meaning.kind is not Kind.CHATTER:
        better = whole if whole.kind is not Kind.CHATTER and _surer(whole, meaning) else meaning
        return Relation(Act.BEGINS, meaning=better, hints=hints)
    goes_on = (
        says_something(meaning)
        or meaning.service is not None
        or not _MORE.isdisjoint(meaning.cues)
        or hints.refers
        or len(waiting) > 1
    )
    if whole.kind is not Kind.CHATTER and len(remark.text) <= _HALF and (goes_on or hints.another):
        return Relation(Act.BEGINS, meaning=whole, hints=hints)
    spoke = spoke or (any(waiting) and _may_go_on(remark, hints))
    half = remark.photo or _half(remark.text, meaning, hints)
    return Relation(Act.WAITS if half or spoke else Act.NOTHING, hints=hints)


def _is_an_answer(remark: Remark, others: Sequence[Thread]) -> bool:
    """Whether somebody seems to answer what another has just asked: it is doubtful as a matter of its own."""
    meaning = remark.meaning
    talked_to = any(remark.at - one.stirred <= TOGETHER for one in others)
    if talked_to and meaning.kind is Kind.OFFER and meaning.band is Band.ASK:
        return True
    trouble = WISHES | {"broken", "suffer", "vague"}
    if meaning.band is not Band.ASK or not trouble.isdisjoint(meaning.cues):
        return False
    if talked_to and meaning.service is None and meaning.categories[0].score < _FAINT:
        return True
    asked = any(one.kind is Kind.INQUIRY and remark.at - one.stirred <= TOGETHER for one in others)
    return asked and {"question", "how_to"}.isdisjoint(meaning.cues)


def _surer(whole: Understanding, alone: Understanding) -> bool:
    """Whether the whole says more than its last piece."""
    if alone.band is Band.TAKE and whole.band is not Band.TAKE:
        return False
    return whole.categories[0].code == alone.categories[0].code or alone.categories[0].score < UNSURE


def _half(text: str, meaning: Understanding, hints: Hints) -> bool:
    """Whether it may be half of something: a place, a thing, a cry, and nothing that speaks of other things."""
    cues = set(meaning.cues)
    score = meaning.categories[0].score if meaning.categories else 0.0
    clear = score > (CLEAR if meaning.service else _CERTAIN)
    against = {"thanks", "praise", "answer", "past", "hearsay", "elsewhere", "advert", "notice"}
    if len(text) > _HALF or hints.away or hints.ending or cues & (against if clear else against | ELSEWHERE):
        return False
    return bool(
        meaning.slots.place or meaning.slots.phone or meaning.service or clear or hints.lacks or cues & _HALF_SAID
    )


def _may_go_on(remark: Remark, hints: Hints) -> bool:
    """Whether a few words may belong to what their speaker spoke of minutes ago, if more of it follows."""
    cues = set(remark.meaning.cues)
    aside = cues & (ELSEWHERE | FOR_OTHERS | {"question", "thanks"})
    return len(remark.text) <= BRIEF and not (hints.away or hints.ending or remark.astray or aside)


def _joined(texts: Iterable[str]) -> str:
    return "，".join(text for text in texts if text.strip())
