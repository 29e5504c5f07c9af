"""What the one who asked says further: it goes into the matter that stands, and whoever comes hears of it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from actions.details import fill_known
from actions.offering import offer
from actions.residents import take_up_again
from actions.ringing import keep_ringing, pass_on, ring_staff
from actions.speaking import mark_seen, note, tell_desk, tell_partners, tell_resident
from actions.tx import Tx
from actions.unsaying import take_aside
from actions.voices import hand_voices, without_voices
from community.doors import better_door, place_of, tells_door
from community.facts import NoteKind
from community.gist import moved, summary_of
from community.ringing import is_alarming, is_despair
from community.routing import needs_door
from community.spots import closer, seen_by_all, spot_in, spot_of
from community.transitions import HELD
from community.understanding import Understanding
from community.words import MatterState, OrderState
from storage.history import said_over
from storage.tables import Matter, Order, Particulars, Person, Utterance

SUMMARY_KEPT = 120
NOTE_KEPT = 500
MEDIA_KEPT = 40  # four albums
OVER = frozenset({OrderState.DONE, OrderState.CLOSED})
"""States in which nobody comes any more."""


def add_words(
    tx: Tx,
    matter: Matter,
    utterance: Utterance,
    meaning: Understanding,
    *,
    corrected: Understanding | None = None,
    before: str | None = None,
    over: bool = False,
) -> None:
    """Add a further message of the one who asked to `matter`: its words, time, place, phone and pictures.

    corrected: what is right of it, where the message takes back what was said. before: its words until it was edited.
    over: it sounds as if nobody were needed any more, so the danger that it names is gone.
    """
    utterance.matter_id = matter.id
    matter.sensitive = matter.sensitive or meaning.delicate
    kept = tx.session.get_one(Particulars, matter.id)
    right = corrected or meaning
    moved_there = corrected is not None and put_place_right(tx, matter, right, own=before is None)
    if corrected is None:
        fill(kept, matter.category, right)
        _come_closer(matter, right)
    if before is None:
        keep(kept, media=utterance.media)
        hand_voices(tx, matter, utterance.media)
    if right.slots.time and (not matter.time_text or corrected or before is not None):
        matter.time_text = right.slots.time
        matter.wanted_at = right.parsed.time.start if right.parsed.time else None
    kept.note = _with(kept.note, utterance.text, before, NOTE_KEPT)
    if not moved_there:
        matter.summary = _with(matter.summary, summary_of(utterance.text, meaning), before, SUMMARY_KEPT) or ""
    tx.record(matter.id, "add_words", matter.person_id, utterance=utterance.id)
    mark_seen(tx, utterance)
    _escalate(tx, matter, meaning, over=over)
    if is_alarming(matter.urgency, matter.grave):
        pass_on(tx, matter)
    if meaning.delicate:
        take_aside(tx, utterance, meaning)
    tell_added(tx, matter, utterance.text, corrected=corrected is not None)


def known_place(tx: Tx, matter: Matter) -> str | None:
    """The place of `matter` that a correction is about."""
    return place_of(tx.session.get_one(Particulars, matter.id).door, matter.spot)


def put_place_right(tx: Tx, matter: Matter, right: Understanding, *, own: bool = False) -> bool:
    """Door, phone, spot and summary of `matter`, told wrongly, are those of `right`; whether its place was wrong.

    own: what was wrong is put right as the speaker's own door too. A door that is not where the matter is stays.
    """
    kept, person = tx.session.get_one(Particulars, matter.id), tx.session.get_one(Person, matter.person_id)
    wrong, was, known = kept.door, matter.spot, known_place(tx, matter)
    fill(kept, matter.category, right, corrected=True)
    if wrong is not None and known != wrong:
        kept.door = wrong
    if own and wrong is not None and person.door == wrong:
        person.door = kept.door or person.door
    _come_closer(matter, right, corrected=True)
    there = known is not None and (right.parsed.door is not None or matter.spot != was)
    if there:
        matter.summary = moved(matter.summary, seen_by_all(was), seen_by_all(matter.spot))
        tx.record(matter.id, "put_place_right", matter.person_id)
    return there


def _come_closer(matter: Matter, meaning: Understanding, *, corrected: bool = False) -> None:
    spot = closer(spot_of(matter.spot), spot_in(meaning), corrected=corrected)
    matter.spot = spot.key if spot else None


def tell_added(tx: Tx, matter: Matter, words: str, *, corrected: bool = False) -> None:
    """Change every card; who holds the order is told in words of their own."""
    tell_resident(tx, matter)
    tell_desk(tx, matter)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if order is None:
        return
    rings = matter.urgency == 3 and not matter.sensitive and order.state is OrderState.OPEN
    tell_partners(tx, order, fresh=rings)  # 赶来的人也要马上看到
    if order.state in HELD and order.claimer_id is not None and words:
        what = "words" if corrected else "more"
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=words[:SUMMARY_KEPT], what=what)


def keep(kept: Particulars, words: str = "", media: Sequence[dict[str, Any]] = (), *, first: bool = False) -> None:
    """Words and pictures into what whoever comes will see, as many as anybody looks at. first: before the others."""
    media = without_voices(media)
    kept.note = "；".join(filter(None, (kept.note, words)))[:NOTE_KEPT] or None
    kept.media = ([*media, *kept.media] if first else [*kept.media, *media])[:MEDIA_KEPT]


def fill(kept: Particulars, category: str, meaning: Understanding, *, corrected: bool = False) -> None:
    """Door and phone of a message. Who comes to a home needs the door itself: a building alone is asked about."""
    told = meaning.slots.place
    door = told if corrected and told and meaning.parsed.door else better_door(kept.door, told)
    kept.door = door if door and (tells_door(door) or not needs_door(category)) else None
    kept.phone = meaning.slots.phone or kept.phone


def raise_alarm(tx: Tx, matter: Matter) -> None:
    """Ring about what has become danger; what was thought to be done is taken up again, which rings and offers it."""
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id).with_for_update()).first()
    if order is not None and matter.state is MatterState.OPEN and order.state in OVER:
        take_up_again(tx, matter, order, by=matter.person_id, warned=False)
    else:
        ring_staff(tx, matter)


def _escalate(tx: Tx, matter: Matter, meaning: Understanding, *, over: bool) -> None:
    """What turns dangerous, or is dangerous again, rings staff and everyone who can help, at once."""
    again = meaning.harm is not None or (meaning.urgent and not over)
    if meaning.urgency <= matter.urgency and not again:
        return
    worse, before = meaning.urgency == 3 and matter.urgency < 3, matter.grave
    matter.urgency = max(matter.urgency, meaning.urgency)
    matter.grave = matter.grave if is_despair(matter.grave) else meaning.harm or matter.grave
    fill_known(tx, matter)
    if again and said_over(tx.session, matter.id):
        keep_ringing(tx, matter, matter.person_id)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if again and order is not None and order.state in OVER:
        raise_alarm(tx, matter)
        return
    if worse or matter.grave != before:  # more of the same is passed on, see `pass_on`
        ring_staff(tx, matter)
    if worse and order is not None and order.state is OrderState.OPEN:
        order.round += 1
        offer(tx, matter, order)
    elif worse and order is not None and order.state in HELD and order.claimer_id is not None:
        tell_partners(tx, order, only=order.claimer_id, fresh=True)


def _with(known: str | None, told: str, before: str | None, longest: int) -> str | None:
    """What is known with what was told; an edited piece takes the place of what it was."""
    if before and known and before in known:
        return known.replace(before, told)[:longest]
    return "；".join(filter(None, (known, told)))[:longest] or None
