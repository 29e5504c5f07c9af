"""What a message is to the matters that are being talked about: one of its own, a piece of one, a +1, its end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.nlp.going_on import going_on
from bot.nlp.having_too import promoting, supporting
from bot.nlp.hints import Hints, read_hints
from bot.nlp.threads import (
    ANSWERED,
    BRIEF,
    CLEAR,
    ELSEWHERE,
    FOR_OTHERS,
    GOES_ON,
    TOGETHER,
    UNSURE,
    WISHES,
    Act,
    Lean,
    Read,
    Relation,
    Remark,
    Thread,
    says_something,
)
from bot.nlp.tie_signs import LEANINGS, Talk, beginning_names, talk_of
from bot.nlp.ties import Tie, Ties, default_ties
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
    remark: Remark,
    threads: Sequence[Thread],
    waiting: Sequence[str],
    read: Read,
    halves: Sequence[Thread] = (),
    lean: Lean | None = None,
    ties: Ties | None = None,
) -> Relation:
    """What `remark` does. threads: open ones, oldest first; waiting: what its speaker half said just before; halves:
    what others half said lately, which a neighbour's word makes a matter.

    lean: how far a text alone sounds like a matter; without it only what the listener heard by itself begins one.
    """
    ties = ties or default_ties()
    hints = read_hints(remark.text)
    own = [thread for thread in threads if thread.author == remark.who]
    others = [thread for thread in threads if thread.author != remark.who]
    talk = talk_of(remark, hints, lean(remark.text) if lean else _leaning(remark.meaning, remark.text, read))
    return (
        going_on(talk, own, ties)
        or supporting(talk, others, ties)
        or promoting(remark, hints, halves)
        or (_weighed_beginning(talk, own, others, waiting, read, lean, ties) if lean else None)
        or _beginning(remark, hints, own, others, waiting, read)
    )


def _leaning(meaning: Understanding, text: str, read: Read) -> int:
    """How far it sounds like a matter, where that was not weighed: by what the listener makes of it."""
    if meaning.kind is not Kind.CHATTER:
        return LEANINGS
    return 1 if read(text).kind is Kind.CHATTER else LEANINGS // 2


def _weighed_beginning(
    talk: Talk,
    own: Sequence[Thread],
    others: Sequence[Thread],
    waiting: Sequence[str],
    read: Read,
    lean: Lean,
    ties: Ties,
) -> Relation:
    """A matter, or half of one, or nothing."""
    remark, hints = talk.remark, talk.hints
    if not remark.text.strip():
        return Relation(Act.WAITS if remark.photo else Act.NOTHING, hints=hints)
    if only_calls(talk):
        return Relation(Act.WAITS, hints=hints)
    joined = together([*waiting, remark.text])
    names = beginning_names(talk, own, others, len(waiting), lean(joined) if waiting else talk.leaning)
    if ties.weigh(Tie.BEGINS, names, talk.letters) > 0:
        return Relation(Act.BEGINS, meaning=meant(remark.meaning, joined, read), hints=hints)
    return Relation(Act.NOTHING if _is_aside(talk, bool(waiting)) else Act.WAITS, hints=hints)


def only_calls(talk: Talk) -> bool:
    """Whether it says 在吗 and no more."""
    meaning = talk.remark.meaning
    return "hello" in meaning.cues and len(talk.plain) <= BRIEF and meaning.service is None and not meaning.urgent


def _is_aside(talk: Talk, waiting: bool) -> bool:
    """Whether it can't be half of something."""
    around, cues = talk.remark.around, set(talk.remark.meaning.cues)
    if talk.hints.ending or talk.remark.astray or around.at_work or cues & {"thanks", "laugh", "notice"}:
        return True
    if talk.hints.away and "hello" not in cues:
        return True
    return around.between > 0 and talk.leaning == 0 and not (waiting and around.asked)


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
        whole = read(together([*waiting, remark.text]))
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


def together(texts: Iterable[str]) -> str:
    """What was said in pieces, as one text."""
    return "，".join(text for text in texts if text.strip())


def meant(meaning: Understanding, joined: str, read: Read) -> Understanding:
    """What a matter is that begins with a message of this meaning, `joined` with what was half said before it."""
    found = meaning if meaning.kind is not Kind.CHATTER else read(joined)
    return found if found.kind is not Kind.CHATTER else replace(found, kind=Kind.NEED)
