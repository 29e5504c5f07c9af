"""What somebody says further while danger of theirs stands: every word reaches people who are rung."""

from dataclasses import dataclass
from datetime import timedelta

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
from community.heard import Heard
from community.ringing import is_alarming, is_despair
from community.routing import AT_THE_DOOR, PUBLIC_PLACES
from community.understanding import Band, Kind, Understanding
from community.words import DraftKind, MatterState
from storage.history import latest
from storage.tables import Draft, Matter, Person, Question

OF_DANGER, OF_DESPAIR = timedelta(hours=24), timedelta(days=7)
"""So long after their last word of it whatever they say may be about it."""
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
        return matter.grave is not None
    if meaning.kind is Kind.CHATTER or meaning.band is not Band.TAKE or matter.category in codes:
        return True
    if meaning.urgent:
        return False
    return is_despair(matter.grave) and THINGS.isdisjoint(codes)


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
        return _to_alarm(tx, alarm, heard, meaning, draft)
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


def _to_alarm(tx: Tx, alarm: Question, heard: Heard, meaning: Understanding, draft: Draft | None) -> Heeding | None:
    """More of what staff were rung with and have not taken up. New danger, a place and what is plainly another thing
    are heard by themselves."""
    sure = meaning.kind is not Kind.CHATTER and meaning.band is Band.TAKE
    where = meaning.slots.place or meaning.slots.phone
    asked = draft is not None and draft.kind is not DraftKind.HOME
    if meaning.urgent or meaning.harm or sure or where or asked or heard.media or not heard.text:
        return None
    add_to_alarm(tx, alarm, heard)
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
        add_right(tx, matter, utterance, meaning)
    if over:
        offer_withdrawal(tx, matter, utterance)
    elif heard.place is None or matter.grave is not None:
        note(tx, NoteKind.LISTENING, matter.id, person.id)
    return Joined(matter.number)
