"""Neighbours who have it too."""

import re
from collections.abc import Sequence

from bot.nlp.hints import Hints, Support
from bot.nlp.threads import AGAIN, ANSWERED, Act, Relation, Remark, Thread
from bot.nlp.tie_signs import Talk, others_names
from bot.nlp.ties import Tie, Ties
from community.fixtures import is_another
from community.spots import spot_in
from community.understanding import Band

_ALSO = re.compile(r"也(?:是|还|都|就)*(?:(?P<no>没有?|不)|有)?(?P<what>(?![没不了的有])[一-鿿])")
_LACKED = frozenset("不没停断缺")
MOST = 8
"""Threads that are weighed: those answered, those with most words in common, the latest."""


def supporting(talk: Talk, others: Sequence[Thread], ties: Ties) -> Relation | None:
    """A neighbour who has it too: says +1, answers the message with 也, or tells the same of the same place."""
    remark = talk.remark
    if not remark.text.strip():
        return None
    lately = [
        one
        for one in others
        if remark.at - one.stirred <= AGAIN and not is_another(remark.meaning, one.service, one.spot)
    ]
    words = talk.hints.words
    lately.sort(key=lambda one: (one.ident in {remark.about, remark.near}, len(words & one.words), one.stirred))
    open_ones = lately[-MOST:]
    weighed = [
        (ties.weigh(Tie.SUPPORTS, others_names(talk, thread, open_ones), talk.letters), thread) for thread in open_ones
    ]
    weight, thread = max(weighed, key=lambda one: one[0], default=(0.0, None))
    if thread is None or weight <= 0 or _has_its_own(talk, thread) or says_the_opposite(talk.plain, thread.text):
        return None
    same = spot_in(remark.meaning)
    told_alike = same is not None and thread.spot is not None and same.key == thread.spot.key
    return Relation(Act.SUPPORTS, thread.ident, sure=talk.hints.support is not None or told_alike, hints=talk.hints)


def says_the_opposite(said: str, before: str) -> bool:
    """Whether a neighbour has what another lacks, or the other way round: 没水了 – 我家也有水啊."""
    also = _ALSO.search(said)
    if also is None:
        return False
    negated = also["no"] is not None
    found = [before[at - 1 : at] in _LACKED for at, char in enumerate(before) if char == also["what"]]
    return bool(found) and all(one is not negated for one in found)


def _has_its_own(talk: Talk, thread: Thread) -> bool:
    """Whether it tells of danger to their own, or asks for another service, and not that it is so there too."""
    meaning = talk.remark.meaning
    if meaning.urgent and talk.hints.support is None and (talk.hints.kin or "self" in meaning.cues):
        return True
    other = meaning.service is not None and thread.service is not None and meaning.service != thread.service
    return other and meaning.band is Band.TAKE and talk.hints.support is None


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
