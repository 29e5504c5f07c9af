"""Whether a message of the same speaker goes on with a matter of theirs or ends it, or neither."""

from collections.abc import Sequence

from bot.nlp.hints import Hints
from bot.nlp.threads import (
    BRIEF,
    CLEAR,
    GOES_ON,
    NAMED,
    POSSIBLE,
    TOGETHER,
    UNSURE,
    WISHES,
    Act,
    Relation,
    Remark,
    Thread,
    says_something,
)
from bot.nlp.tie_signs import Talk, own_names
from bot.nlp.ties import Tie, Ties
from community.spots import may_be_same, spot_in
from community.understanding import Band, Kind, Understanding

_ASKS = frozenset({Kind.INQUIRY, Kind.SUGGESTION})
_ASKED = WISHES | {"ask_come", "question", "how_to"}
_ASKING = frozenset({"question", "how_to"})
_WHO = frozenset({"self", "elder", "child", "disabled", "pregnant"})
_OTHER_TALK = frozenset({"notice", "advert", "chain"})
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
        if not _stands_alone(remark, talk.hints, thread)
        for tie, act in _ACTS.items()
    ]
    weight, thread, act = max(weighed, key=lambda one: one[0], default=(0.0, None, Act.NOTHING))
    if thread is None or weight <= 0:
        return _answer_to_it(talk, open_ones)
    sure = act is Act.ENDS or _is_telling(remark, talk.hints, thread)
    return Relation(act, thread.ident, corrects=talk.hints.corrects, sure=sure, hints=talk.hints)


def _answer_to_it(talk: Talk, own: Sequence[Thread]) -> Relation | None:
    """Who answers the very message of their matter, and says when, where or what, adds to it."""
    remark = talk.remark
    answered = next((one for one in own if one.ident == remark.about), None)
    if answered is None or not says_something(remark.meaning) or _stands_alone(remark, talk.hints, answered):
        return None
    return Relation(Act.ADDS, answered.ident, corrects=talk.hints.corrects, hints=talk.hints)


def _picture(remark: Remark, own: Sequence[Thread]) -> Relation | None:
    fitting = [one for one in own if remark.about == one.ident or remark.at - one.last <= TOGETHER]
    return Relation(Act.ADDS, fitting[-1].ident) if remark.photo and fitting else None


def _stands_alone(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it must not be taken for a part of the thread, whatever the weights say: danger of another kind, an offer
    after a need, a notice, or a whole matter of its own that nobody had asked for."""
    meaning = remark.meaning
    if meaning.kind is Kind.CHATTER:
        return not _OTHER_TALK.isdisjoint(meaning.cues) or _asks_for_another(remark, hints, thread)
    if meaning.kind is not thread.kind and Kind.OFFER in {meaning.kind, thread.kind}:
        return True
    if not hints.corrects and _is_of_another_place(remark, thread):
        return True
    same_service = meaning.service is not None and meaning.service == thread.service
    if hints.corrects or hints.refers or same_service or not hints.words.isdisjoint(thread.words):
        return False
    if _asks_for_another(remark, hints, thread):
        return True
    if meaning.urgent and thread.urgent and (_WHO.isdisjoint(meaning.cues) or not _names_danger(meaning)):
        return False  # how bad it is by now, and of nobody else
    if meaning.urgent and meaning.service and thread.service:
        return True
    first, cues = meaning.categories[0], set(meaning.cues)
    if _is_another(remark, thread):
        return True
    if meaning.urgent and (first.score > CLEAR or _names_danger(meaning)):
        return first.code not in thread.categories
    if {one.code for one in meaning.categories[:2] if one.score > POSSIBLE} & set(thread.categories):
        return False
    if remark.around.between:
        return False  # it may be an answer
    if meaning.kind in _ASKS and meaning.kind is not thread.kind:
        return len(remark.text) > BRIEF
    told = hints.another or meaning.slots.place or cues & (WISHES | _ASKING)
    return bool(told) and meaning.service is not None and first.score > CLEAR


def _names_danger(meaning: Understanding) -> bool:
    return any(cue.startswith("danger:") for cue in meaning.cues)


def _is_of_another_place(remark: Remark, thread: Thread) -> bool:
    """Whether it asks, minutes after the last word on the thread, for what is needed elsewhere: 5号楼的灯也坏了."""
    later = remark.at - thread.last > TOGETHER and remark.about is None
    return later and remark.meaning.band is Band.TAKE and not may_be_same(spot_in(remark.meaning), thread.spot)


def _is_another(remark: Remark, thread: Thread) -> bool:
    """Whether it surely tells of something else, minutes after the last word on the thread: a new matter of whoever
    has had one before, and not a piece of it."""
    meaning, first = remark.meaning, remark.meaning.categories[0]
    if remark.at - thread.last <= TOGETHER or remark.about is not None or meaning.band is Band.SILENT:
        return False
    elsewhere = first.code not in thread.categories and first.score > UNSURE
    return elsewhere or bool(meaning.service and thread.service and meaning.service != thread.service)


def _asks_for_another(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it asks, in full, for another service than the thread and shares no word with it: 洗衣机坏了，谁会修."""
    meaning = remark.meaning
    if hints.corrects or hints.refers or not hints.words.isdisjoint(thread.words):
        return False
    first = meaning.categories[0]
    if meaning.kind is Kind.CHATTER:
        whole = first.code not in thread.categories
    else:
        whole = meaning.band is Band.TAKE and meaning.kind is thread.kind
    another = meaning.service and thread.service and meaning.service != thread.service
    return whole and first.score > CLEAR and bool(another) and not _ASKED.isdisjoint(meaning.cues)


def _is_telling(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it plainly says more of the matter, and does not only follow it closely."""
    meaning = remark.meaning
    pointed = hints.corrects or hints.refers or hints.undone or hints.words & thread.words or remark.about is not None
    said = meaning.kind is not Kind.CHATTER or meaning.service is not None or says_something(meaning)
    return bool(pointed or said or remark.photo or GOES_ON & set(meaning.cues))
