"""What somebody says further while danger of theirs stands: every word reaches people who are rung."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.alarms import standing_alarm
from actions.correcting import add_right
from actions.hearing import hear
from actions.needs import Joined
from actions.particulars import add_particulars, says_more
from actions.residents import offer_withdrawal
from actions.speaking import note
from actions.tx import Tx
from actions.unsure_danger import add_to_alarm
from community.facts import NoteKind
from community.fixtures import is_another
from community.heard import Heard
from community.ringing import is_alarming, is_despair
from community.routing import AT_THE_DOOR, PUBLIC_PLACES
from community.spots import may_be_same, spot_in, spot_of
from community.understanding import Band, Kind, Understanding
from community.words import DraftKind, MatterState
from storage.history import latest
from storage.tables import Draft, Matter, Person, Question, Utterance

OF_DANGER, OF_DESPAIR = timedelta(hours=24), timedelta(days=7)
"""So long after their last word of it whatever they say may be about it."""
MINUTES, STRETCH = timedelta(minutes=10), timedelta(hours=2)
"""So long after their last word of a matter danger is about it; so long it is one and the same stretch."""
LIKELY = 0.3
"""From this score on danger may be of a category."""
THINGS = (AT_THE_DOOR - {"eldercare"}) | (PUBLIC_PLACES - {"safety"})
"""Even who is in despair may have a tap that drips; 没人管我 is about them."""


@dataclass(frozen=True, slots=True)
class Heeding:
    """Added to what staff were rung with and have not taken up."""


def standing_danger(tx: Tx, person: str) -> Matter | None:
    """The newest open matter of `person` in which somebody may come to harm, and of which they spoke lately."""
    query = select(Matter).where(Matter.person_id == person, Matter.state == MatterState.OPEN)
    for matter in tx.session.exec(query.order_by(col(Matter.made_at).desc())).all():
        if not is_alarming(matter.urgency, matter.grave):
            continue
        spoke = latest(tx.session, matter.id, "say_further") or matter.made_at
        if max(spoke, matter.made_at) >= tx.now - (OF_DESPAIR if is_despair(matter.grave) else OF_DANGER):
            return matter
    return None


def is_of_it(matter: Matter, meaning: Understanding) -> bool:
    """Whether what was said may be about the danger: all but what is plainly another thing."""
    codes = [scored.code for scored in meaning.categories[:1]]
    if meaning.harm:
        return matter.grave is not None or matter.category == "safety"
    if meaning.kind is Kind.CHATTER or meaning.band is not Band.TAKE or matter.category in codes:
        return True
    if meaning.urgent:
        return False
    return is_despair(matter.grave) and THINGS.isdisjoint(codes)


def worsening(tx: Tx, person: str, place: str | None, meaning: Understanding) -> Matter | None:
    """The open matter of `person` that danger told now is about: they spoke of it, there, minutes ago, and it names no
    other thing or place."""
    if not meaning.urgent or meaning.harm or meaning.several > 1:
        return None
    query = select(Matter).where(
        Matter.person_id == person,
        Matter.state == MatterState.OPEN,
        Matter.kind == Kind.NEED,
        col(Matter.place_id).is_not_distinct_from(place),
        col(Matter.sensitive).is_(False),
        col(Matter.made_at) >= tx.now - STRETCH,
    )
    for matter in tx.session.exec(query.order_by(col(Matter.made_at).desc())).all():
        spoke = tx.session.exec(select(sa.func.max(Utterance.at)).where(Utterance.matter_id == matter.id)).one()
        if max(matter.made_at, spoke or matter.made_at) >= tx.now - MINUTES:
            return matter if _may_be_it(matter, meaning) else None
    return None


def _may_be_it(matter: Matter, meaning: Understanding) -> bool:
    if is_another(meaning, matter.service, spot_of(matter.spot)) or not may_be_same(
        spot_of(matter.spot), spot_in(meaning)
    ):
        return False
    alike = matter.category in {scored.code for scored in meaning.categories if scored.score >= LIKELY}
    names_danger = any(cue.startswith("danger:") for cue in meaning.cues)
    return alike or (meaning.service in {None, matter.service} and not names_danger)


def worsen(tx: Tx, matter: Matter, heard: Heard, meaning: Understanding) -> Joined:
    """What was told minutes ago is danger: with these words it rings, and goes anew to everyone who can help."""
    if is_alarming(matter.urgency, matter.grave):
        return say_further(tx, matter, heard, meaning)
    _, utterance, new = hear(tx, heard)
    if new or utterance.matter_id is None:
        add_right(tx, matter, utterance, meaning)
    return Joined(matter.number)


def _of_one_stretch(tx: Tx, matter: Matter) -> Sequence[Matter]:
    """What else the one who told of `matter` has told of as danger about that time."""
    query = select(Matter).where(
        Matter.person_id == matter.person_id,
        Matter.state == MatterState.OPEN,
        Matter.urgency == 3,
        col(Matter.grave).is_(None),
        Matter.id != matter.id,
        col(Matter.made_at).between(matter.made_at - STRETCH, matter.made_at + STRETCH),
    )
    return tx.session.exec(query.order_by(col(Matter.made_at))).all()


def go_on(
    tx: Tx, person: Person, heard: Heard, meaning: Understanding, draft: Draft | None, *, over: bool
) -> Joined | Heeding | None:
    """Said in private while danger of theirs stands; None if it is about something else.

    over: it sounds as if nobody were needed any more. What they were asked for in their own words is that, unless it is
    grave; a door and nothing else is kept as any other.
    """
    matter = standing_danger(tx, person.id)
    alarm = standing_alarm(tx, person.id) if matter is None else None
    if alarm is not None:
        return _to_alarm(tx, alarm, heard, meaning, draft, over=over)
    worse = worsening(tx, person.id, None, meaning)
    if worse is not None:
        return worsen(tx, worse, heard, meaning)
    if matter is None or not is_of_it(matter, meaning):
        return None
    asked = draft is not None and draft.kind not in {DraftKind.DOOR, DraftKind.TIME, DraftKind.HOME}
    if draft is not None and is_despair(matter.grave) and "why" in draft.payload:
        asked = False  # 还想有人陪的人，说什么都是说给人听的
    door, phone = meaning.slots.place, meaning.slots.phone
    only_where = bool(door or phone) and not says_more(heard.text, door, phone)
    if (asked or only_where) and not meaning.harm:
        return None
    return say_further(tx, matter, heard, meaning, over=over)


def _to_alarm(
    tx: Tx, alarm: Question, heard: Heard, meaning: Understanding, draft: Draft | None, *, over: bool
) -> Heeding | None:
    """More of what staff were rung with and have not taken up. New danger, a place and what is plainly another thing
    are heard by themselves."""
    sure = meaning.kind is not Kind.CHATTER and meaning.band is Band.TAKE
    where = meaning.slots.place or meaning.slots.phone
    asked = draft is not None and draft.kind is not DraftKind.HOME
    if meaning.urgent or meaning.harm or sure or where or asked or heard.media or not heard.text:
        return None
    add_to_alarm(tx, alarm, heard, over=over)
    return Heeding()


def say_further(tx: Tx, matter: Matter, heard: Heard, meaning: Understanding, *, over: bool = False) -> Joined:
    """Keep the words with `matter`, ring who is rung, and answer.

    over: whoever comes reads it at once; but it is over only when whoever asked says so with a tap, and never by a word
    where somebody may do themself or another harm.
    """
    person, utterance, new = hear(tx, heard)
    if not new and utterance.matter_id is not None:
        return Joined(matter.number)
    tx.record(matter.id, "say_further", person.id)
    if heard.media:
        utterance.matter_id = matter.id
        add_particulars(tx, heard=heard, meaning=meaning, matter=matter.id, door=meaning.slots.place, told=False)
    else:
        add_right(tx, matter, utterance, meaning, over=over)
    if over:
        offer_withdrawal(tx, matter, utterance)
        for other in _of_one_stretch(tx, matter):
            offer_withdrawal(tx, other, utterance)
    elif heard.place is None or matter.grave is not None:
        note(tx, NoteKind.LISTENING, matter.id, person.id)
    return Joined(matter.number)
