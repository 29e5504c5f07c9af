"""What a message is to the matters that are being talked about: one of its own, a piece of one, a +1, its end."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.nlp.going_on import going_on
from bot.nlp.having_too import promoting, supporting
from bot.nlp.hints import Hints, read_hints
from bot.nlp.threads import (
    BRIEF,
    CLEAR,
    ELSEWHERE,
    TOGETHER,
    Act,
    Before,
    Lean,
    Read,
    Relation,
    Remark,
    Thread,
)
from bot.nlp.tie_signs import Talk, beginning_names, talk_of
from bot.nlp.ties import Tie, Ties, default_ties
from community.fixtures import is_another
from community.spots import may_be_same, spot_in
from community.understanding import Band, Kind, Understanding

_TELLING = frozenset({Before.OF_A_MATTER, Before.WAITED})
_HALF, _CERTAIN = 28, 0.95
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
    lean: Lean,
    halves: Sequence[Thread] = (),
    ties: Ties | None = None,
) -> Relation:
    """What `remark` does. threads: open ones, oldest first; waiting: what its speaker half said just before; halves:
    what others half said lately, which a neighbour's word makes a matter."""
    ties = ties or default_ties()
    hints = read_hints(remark.text)
    own = [thread for thread in threads if thread.author == remark.who]
    others = [thread for thread in threads if thread.author != remark.who]
    talk = talk_of(remark, hints, lean(remark.text))
    return (
        going_on(talk, own, ties)
        or supporting(talk, others, ties)
        or promoting(remark, hints, halves)
        or _beginning(talk, own, others, waiting, read, lean, ties)
    )


def _beginning(
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
    joined = together([*waiting, remark.text])
    whole = _whole(remark.meaning, read(joined)) if any(waiting) else remark.meaning
    said = replace(remark, meaning=whole) if whole.urgent or whole.grave else remark
    if _must_begin(said, hints, [one for one in others if remark.at - one.stirred <= TOGETHER]):
        return Relation(Act.BEGINS, meaning=whole, hints=hints)
    if only_calls(talk):
        return Relation(Act.WAITS, hints=hints)
    names = beginning_names(talk, own, others, len(waiting), lean(joined) if waiting else talk.leaning)
    # Nothing begins that is not heard, by itself or with what was half said.
    if ties.weigh(Tie.BEGINS, names, talk.letters) > 0 and whole.kind is not Kind.CHATTER:
        return Relation(Act.BEGINS, meaning=whole, hints=hints)
    return Relation(Act.WAITS if waits(talk, bool(waiting)) else Act.NOTHING, hints=hints)


def _whole(alone: Understanding, joined: Understanding) -> Understanding:
    """What is meant with what was half said before: not less, and nothing else."""
    if alone.kind is Kind.CHATTER:
        return joined
    same = joined.categories[0].code == alone.categories[0].code and joined.urgency >= alone.urgency
    if joined.several > alone.several or not same or joined.kind is not alone.kind:
        return alone
    return joined._replace(band=alone.band, categories=alone.categories, several=alone.several)


def _must_begin(remark: Remark, hints: Hints, hot: Sequence[Thread]) -> bool:
    """Whether it begins a matter whatever the weights say: danger, unless others tell of the same right now, and
    what the listener took by itself of who comes in with it while others speak of other things. hot: what neighbours
    speak of right now."""
    meaning = remark.meaning
    hot = [one for one in hot if not is_another(meaning, one.service, one.spot)]
    alike = [one for one in hot if meaning.categories and meaning.categories[0].code in one.categories]
    if meaning.urgent or meaning.grave:
        there = spot_in(meaning)
        told = (one for one in alike if one.urgent and not hints.words.isdisjoint(one.words))
        return hints.kin or "self" in meaning.cues or not any(may_be_same(there, one.spot) for one in told)
    around = remark.around
    if meaning.band is not Band.TAKE or around.at_work or around.before not in {Before.NONE, Before.LONG_AGO}:
        return False
    return not alike and not any(meaning.service and meaning.service == one.service for one in hot)


def only_calls(talk: Talk) -> bool:
    """Whether it says 在吗 and no more."""
    meaning = talk.remark.meaning
    return "hello" in meaning.cues and len(talk.plain) <= BRIEF and meaning.service is None and not meaning.urgent


def waits(talk: Talk, waiting: bool) -> bool:
    """Whether what began nothing may be half of something. waiting: its speaker has half said something before it."""
    around, cues = talk.remark.around, set(talk.remark.meaning.cues)
    if talk.hints.ending or talk.remark.astray or around.at_work or cues & {"thanks", "laugh", "notice"}:
        return False
    if talk.hints.away and "hello" not in cues:
        return False
    if around.between > 0 and talk.leaning == 0 and not (waiting and around.asked):
        return False
    if around.before in _TELLING and not around.between and len(talk.plain) <= BRIEF:
        return True  # a word more of what its speaker tells: 美的滚筒
    return talk.leaning > 0 or not idle(talk.remark.text, talk.remark.meaning)


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


def together(texts: Iterable[str]) -> str:
    """What was said in pieces, as one text."""
    return "，".join(text for text in texts if text.strip())
