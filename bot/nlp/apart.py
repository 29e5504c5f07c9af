"""What must not be taken for a part of its speaker's matter, whatever the weights say."""

from bot.nlp.hints import Hints
from bot.nlp.threads import BRIEF, CLEAR, POSSIBLE, TOGETHER, UNSURE, WISHES, Remark, Thread
from community.spots import may_be_same, spot_in
from community.understanding import Band, Kind, Understanding

_ASKING = frozenset({"question", "how_to"})
_ASKED = WISHES | _ASKING | {"ask_come"}
_WHO = frozenset({"self", "elder", "child", "disabled", "pregnant"})
_OTHER_TALK = frozenset({"notice", "advert", "chain"})


def stands_alone(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it is no part of the thread: a notice, an offer after a need, danger of another kind, what is needed at
    another place, or a whole matter of its own that nobody had asked for."""
    meaning = remark.meaning
    if meaning.told and meaning.categories[0].code not in thread.categories:
        return True  # what is told in private is nothing for who comes for something else
    if meaning.kind is Kind.CHATTER:
        return not _OTHER_TALK.isdisjoint(meaning.cues) or _asks_for_another(remark, hints, thread)
    if meaning.kind is not thread.kind and Kind.OFFER in {meaning.kind, thread.kind}:
        return True
    if not hints.corrects and _is_of_another_place(remark, thread):
        return True
    same_service = meaning.service is not None and meaning.service == thread.service
    if hints.corrects or hints.refers or same_service:
        return False
    shared = hints.words & thread.words
    if meaning.urgent:
        return len(shared) < 2 and _is_another_danger(remark, thread)
    return not shared and (_asks_for_another(remark, hints, thread) or _is_whole(remark, hints, thread))


def _is_another_danger(remark: Remark, thread: Thread) -> bool:
    """Whether its danger is no news of the thread's: how bad it is by now, and of nobody else."""
    meaning = remark.meaning
    first, named = meaning.categories[0], any(cue.startswith("danger:") for cue in meaning.cues)
    if thread.urgent and not (named and _names_somebody(meaning)):
        return False
    if (meaning.service and thread.service) or _is_of_something_else(remark, thread):
        return True
    return (named or first.score > CLEAR) and first.code not in thread.categories


def _names_somebody(meaning: Understanding) -> bool:
    return not _WHO.isdisjoint(meaning.cues)


def _is_whole(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it says by itself what is wanted, of another category, and can be no answer."""
    meaning = remark.meaning
    if _is_of_something_else(remark, thread):
        return True
    maybe = {one.code for one in meaning.categories[:2] if one.score > POSSIBLE}
    if remark.around.between or maybe & set(thread.categories):
        return False
    clear = meaning.categories[0].score > CLEAR and (meaning.service is not None or meaning.band is Band.TAKE)
    if meaning.kind in {Kind.INQUIRY, Kind.SUGGESTION} and meaning.kind is not thread.kind:
        return clear or len(remark.text) > BRIEF
    told = hints.another or meaning.slots.place or not (WISHES | _ASKING).isdisjoint(meaning.cues)
    return bool(told) and clear


def _is_of_another_place(remark: Remark, thread: Thread) -> bool:
    """Whether it asks, minutes after the last word on the thread, for what is needed elsewhere: 5号楼的灯也坏了."""
    later = remark.at - thread.last > TOGETHER and remark.about is None
    return later and remark.meaning.band is Band.TAKE and not may_be_same(spot_in(remark.meaning), thread.spot)


def _is_of_something_else(remark: Remark, thread: Thread) -> bool:
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
