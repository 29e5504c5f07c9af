"""Whether a message of the same speaker goes on with their matter, or begins another, or only chats."""

from collections.abc import Sequence

from bot.nlp.hints import Hints
from bot.nlp.threads import (
    AGAIN,
    ANSWERED,
    AT_ONCE,
    BRIEF,
    CLEAR,
    ELSEWHERE,
    FOR_OTHERS,
    FRAGMENT,
    GOES_ON,
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
from community.spots import may_be_same, spot_in
from community.understanding import Band, Kind

_POSSIBLE, _SURE = 0.2, 0.9
_PIECE = 16  # characters
_ASKS = frozenset({Kind.INQUIRY, Kind.SUGGESTION})
_OTHER_TALK = frozenset({"notice", "thanks", "praise", "advert", "chain"})


def adding(remark: Remark, hints: Hints, own: Sequence[Thread], read: Read) -> Relation | None:
    ranked = sorted(own, key=lambda one: (one.ident == remark.about, bool(hints.words & one.words), one.last))
    for thread in reversed(ranked):
        added = _joins(remark, hints, thread, read)
        if added:
            sure = _is_telling(remark, hints, thread)
            return Relation(Act.ADDS, thread.ident, corrects=hints.corrects, sure=sure, hints=hints)
    return None


def _is_telling(remark: Remark, hints: Hints, thread: Thread) -> bool:
    """Whether it plainly says more of the matter, and does not only follow it closely."""
    meaning = remark.meaning
    pointed = hints.corrects or hints.refers or hints.undone or hints.words & thread.words or remark.about is not None
    said = meaning.kind is not Kind.CHATTER or meaning.service is not None or says_something(meaning)
    return bool(pointed or said or remark.photo or GOES_ON & set(meaning.cues))


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
        return says_something(remark.meaning)
    if since <= AGAIN and hints.undone and not remark.astray and len(remark.text) <= FRAGMENT:
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
            and meaning.categories[0].score > CLEAR
            and (meaning.categories[0].code not in thread.categories)
        )
    first = meaning.categories[0]
    other_service = bool(meaning.service and thread.service and meaning.service != thread.service)
    if first.code in thread.categories[:1]:
        return other_service and (hints.another or not hints.words & thread.words)
    if remark.at - thread.last <= AT_ONCE and len(remark.text) <= FRAGMENT and not hints.another:
        wishes = not WISHES.isdisjoint(meaning.cues) and (meaning.service is not None or len(remark.text) > BRIEF)
        return first.code not in thread.categories and wishes
    own = len(remark.text) > FRAGMENT or meaning.service is not None or not WISHES.isdisjoint(meaning.cues)
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
    if meaning.kind in _ASKS and meaning.kind is not thread.kind and len(remark.text) > BRIEF:
        return meaning.categories[0].code not in thread.categories[:1]
    if {scored.code for scored in meaning.categories[:2] if scored.score > _POSSIBLE} & set(thread.categories[:1]):
        return False
    if meaning.urgent:
        return True
    goes_on = remark.at - thread.last <= AT_ONCE and len(remark.text) <= FRAGMENT
    named = meaning.service is not None and meaning.categories[0].score > _SURE
    if goes_on and not named and WISHES.isdisjoint(meaning.cues):
        return False
    whole = meaning.service is not None or len(remark.text) > BRIEF
    return whole and meaning.band is Band.TAKE and meaning.categories[0].score > UNSURE


def _belongs(remark: Remark, hints: Hints, thread: Thread, read: Read) -> bool:
    meaning, text = remark.meaning, remark.text.strip()
    cues = set(meaning.cues)
    if meaning.kind is Kind.CHATTER:
        if hints.away or hints.ending or cues & ELSEWHERE or (remark.astray and not says_something(meaning)):
            return False
        if hints.corrects or hints.refers or hints.words & thread.words:
            return True
        if cues & _OTHER_TALK:
            return False
        if meaning.slots.place or meaning.slots.phone:
            return True
        if says_something(meaning) or meaning.service or cues & GOES_ON:
            return len(text) <= (BRIEF if "question" in cues else _PIECE)
        longest = FRAGMENT if remark.at - thread.last <= AT_ONCE else BRIEF
        return len(text) <= longest and not (hints.chatty or cues & FOR_OTHERS or "question" in cues)
    codes = [scored.code for scored in meaning.categories[:2]]
    if codes[0] in thread.categories or thread.categories[0] in codes or meaning.categories[0].score < UNSURE:
        return True
    if meaning.band is not Band.TAKE and len(text) <= FRAGMENT:
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


def _only_slots(remark: Remark) -> bool:
    slots = remark.meaning.slots
    said = sum(len(piece) for piece in (slots.place, slots.phone, slots.time, slots.quantity) if piece)
    return said > 0 and len(remark.text) <= said + BRIEF
