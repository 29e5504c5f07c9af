"""Neighbours who have it too."""

from collections.abc import Sequence
from datetime import timedelta

from bot.nlp.hints import Hints, Support
from bot.nlp.threads import AGAIN, ANSWERED, FRAGMENT, TOGETHER, UNSURE, Act, Relation, Remark, Thread
from community.routing import needs_door
from community.spots import may_be_same, spot_in
from community.understanding import Kind, Understanding

_WINDOWS = {Support.PLAIN: ANSWERED, Support.AGREES: ANSWERED, Support.HOME: timedelta(hours=1), Support.SAME: AGAIN}
_ALIKE = timedelta(hours=12)


def supporting(remark: Remark, hints: Hints, others: Sequence[Thread]) -> Relation | None:
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


def promoting(remark: Remark, hints: Hints, halves: Sequence[Thread]) -> Relation | None:
    """A neighbour has it too: what sounded like nothing by itself is a matter."""
    if hints.support in {None, Support.AGREES} or remark.astray:
        return None
    for half in reversed(halves):
        named = bool(hints.words & half.words) or hints.support is not Support.SAME
        known = half.service is not None or hints.support is not Support.HOME
        if half.author != remark.who and known and remark.at - half.stirred <= ANSWERED and named:
            return Relation(Act.PROMOTES, half.ident, hints=hints)
    return None


def _fits(meaning: Understanding, thread: Thread) -> bool:
    if meaning.kind is Kind.CHATTER or meaning.categories[0].score < UNSURE:
        return True
    return bool({scored.code for scored in meaning.categories[:2]} & set(thread.categories))


def _is_about(remark: Remark, hints: Hints, thread: Thread) -> bool:
    if hints.support is Support.AGREES:
        return thread.kind is Kind.SUGGESTION
    shared = hints.words & thread.words
    if hints.support is Support.SAME and remark.meaning.kind is Kind.NEED and needs_door(thread.categories[0]):
        same_service = remark.meaning.service == thread.service is not None
        return same_service or len(shared) > 1  # 各家是各家的事：都是“水”，还不是一回事
    if hints.support is Support.SAME and not shared:
        fits = remark.meaning.kind is not Kind.CHATTER and _fits(remark.meaning, thread)
        soon = remark.at - thread.stirred <= TOGETHER and len(remark.text) <= FRAGMENT
        return fits or (soon and hints.ours)
    return True


def _alike(meaning: Understanding, hints: Hints, thread: Thread) -> bool:
    """Whether somebody else tells of the same public thing."""
    code = meaning.categories[0].code
    if thread.kind is not Kind.NEED or code != thread.categories[0] or needs_door(code):
        return False
    same_thing = meaning.service == thread.service is not None or len(hints.words & thread.words) >= 2
    return same_thing and may_be_same(spot_in(meaning), thread.spot)
