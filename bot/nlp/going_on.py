"""Whether a message of the same speaker goes on with a matter of theirs or ends it, or neither."""

from collections.abc import Sequence

from bot.nlp.apart import stands_alone
from bot.nlp.hints import Hints
from bot.nlp.threads import (
    GOES_ON,
    NAMED,
    TOGETHER,
    Act,
    Relation,
    Remark,
    Thread,
    says_something,
)
from bot.nlp.tie_signs import Talk, own_names
from bot.nlp.ties import Tie, Ties
from community.understanding import Kind

_ACTS = {Tie.GOES_ON: Act.ADDS, Tie.ENDS: Act.ENDS}


def going_on(talk: Talk, own: Sequence[Thread], ties: Ties) -> Relation | None:
    """It adds to the matter of its speaker that it is tied to most, or ends it."""
    remark = talk.remark
    open_ones = [one for one in own if remark.at - one.last <= NAMED]
    if not remark.text.strip():
        return _picture(remark, open_ones)
    weighed = [
        (ties.weigh(tie, own_names(talk, thread, open_ones), talk.letters), thread, act)
        for thread in open_ones
        if not stands_alone(remark, talk.hints, thread)
        for tie, act in _ACTS.items()
        if act is Act.ADDS or _may_end(talk.hints)
    ]
    weight, thread, act = max(weighed, key=lambda one: one[0], default=(0.0, None, Act.NOTHING))
    if thread is None or weight <= 0:
        return _answer_to_it(talk, open_ones)
    sure = act is Act.ENDS or _is_telling(remark, talk.hints, thread)
    return Relation(act, thread.ident, corrects=talk.hints.corrects, sure=sure, hints=talk.hints)


def _may_end(hints: Hints) -> bool:
    """Whether it doesn't say itself that nothing is over: 没修好, 修好了吗, and 打错了，不是暖气，是空调."""
    return not (hints.undone or hints.doubted or (hints.corrects and hints.ending is None))


def _answer_to_it(talk: Talk, own: Sequence[Thread]) -> Relation | None:
    """Who answers the very message of their matter, and says when, where or what, adds to it."""
    remark = talk.remark
    answered = next((one for one in own if one.ident == remark.about), None)
    if answered is None or not says_something(remark.meaning) or stands_alone(remark, talk.hints, answered):
        return None
    return Relation(Act.ADDS, answered.ident, corrects=talk.hints.corrects, hints=talk.hints)


def _picture(remark: Remark, own: Sequence[Thread]) -> Relation | None:
    fitting = [one for one in own if remark.about == one.ident or remark.at - one.last <= TOGETHER]
    return Relation(Act.ADDS, fitting[-1].ident) if remark.photo and fitting else None


def _is_telling(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it plainly says more of the matter, and does not only follow it closely."""
    meaning = remark.meaning
    pointed = hints.corrects or hints.refers or hints.undone or hints.words & thread.words or remark.about is not None
    said = meaning.kind is not Kind.CHATTER or meaning.service is not None or says_something(meaning)
    return bool(pointed or said or remark.photo or GOES_ON & set(meaning.cues))
