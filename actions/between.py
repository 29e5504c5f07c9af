"""Words of those who wait and those who come, said to the bot unasked: they go to the other side, and to nobody else.

- when do you come: answered from the card
- a time: who comes promises it, who waits asks for it
- what only the other side can answer is passed on; where it is not plain to whom, the speaker is asked
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from sqlmodel import Session, select

from actions.adding import keep
from actions.hearing import answered_matter, hear
from actions.orders import set_eta
from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.relay import relay_question, relay_words
from actions.residents import nudge, set_time
from actions.speaking import note, tell_resident
from actions.tx import Tx
from actions.unsure import said_again
from actions.visits import Visit, another_time, asked_by, held_by, meant, only_a_time, time_said, waited_for
from community.coming import (
    arrived,
    asks,
    asks_when,
    comes,
    moves,
    of_a_visit,
    only_asks_when,
    to_staff,
    to_who_comes,
    to_who_waits,
    waits_for_others,
)
from community.facts import NoteKind
from community.heard import Heard, Speaker
from community.transitions import HELD
from community.understanding import Band, Kind, Understanding
from storage.people import can_reach, meet, person_of
from storage.tables import History, Particulars, Person, Utterance

PLAIN = 0.8
"""From this score on it is plain what a sentence is about."""
LONGEST_QUESTION = 24


class Aim(IntEnum):
    """How plainly words are for the other side of a visit."""

    NO = 0
    PERHAPS = 1
    SURELY = 2


@dataclass(frozen=True, slots=True)
class AskedWhom:
    """The speaker is asked to whom their words are to go."""


def answer_when(tx: Tx, person: Person, heard: Heard, meaning: Understanding) -> Done | None:
    """When they come is asked: told in private, of everything that the speaker waits for."""
    if meaning.urgent or meaning.grave or not asks_when(heard.text):
        return None
    waiting = [visit for visit in waited_for(tx, person.id) if not _of_something_else(visit, heard.text, meaning)]
    visits = meant(waiting, heard.text, least=1)
    if not visits:
        return None
    for visit in visits:
        _hurry(tx, heard.speaker, person, visit)
    note(tx, NoteKind.VISITS, person.id, person.id, orders=[visit.order.id for visit in visits])
    return Done(visits[0].matter.number)


def answer_when_in_group(tx: Tx, heard: Heard, meaning: Understanding) -> Done | None:
    """The same asked in a group: the card of the one that is meant comes down to the question."""
    person = person_of(tx.session, heard.speaker.user_id) if asks_when(heard.text) else None
    if person is None or meaning.urgent or meaning.grave:
        return None
    about = answered_matter(tx, heard)
    if heard.reply_to is not None and about is None:  # 回的是邻居的话
        return None
    waiting = [visit for visit in waited_for(tx, person.id) if not _of_something_else(visit, heard.text, meaning)]
    if about is not None:
        waiting = [visit for visit in waiting if visit.matter.id == about]
    visits = meant(waiting, heard.text, least=1)
    if len(visits) > 1 or any(visit.matter.sensitive or visit.matter.place_id != heard.place for visit in visits):
        return answer_when(tx, person, heard, meaning) if can_reach(tx.session, person.id) else None
    if not visits:
        return None
    (visit,) = visits
    _, utterance, _ = hear(tx, heard)
    tell_resident(tx, visit.matter, answers=utterance)
    _hurry(tx, heard.speaker, person, visit)
    return Done(visit.matter.number)


def move_in_group(tx: Tx, heard: Heard, meaning: Understanding) -> Outcome | None:
    """能不能十一点再来, said in the group by whoever waits: the one who holds the order hears of it."""
    person = person_of(tx.session, heard.speaker.user_id) if moves(heard.text) else None
    if person is None or meaning.urgent or meaning.grave or heard.reply_to is not None:
        return None
    visits = [visit for visit in asked_by(tx, person.id) if visit.order.state in HELD]
    if len(visits) != 1 or _aim(tx, visits[0], heard.text, meaning) is not Aim.SURELY:
        return None
    if time_said(heard.text, tx.now) is None:
        return None
    hear(tx, heard)
    return _pass(tx, heard.speaker, visits[0], heard.text)


def between(
    tx: Tx, person: Person, heard: Heard, meaning: Understanding, *, only_times: bool = False
) -> Outcome | AskedWhom | None:
    """What is plainly for the other side of a visit is passed on; None if it is not, or about nothing of theirs.

    only_times: something else is waited for, which a time is no answer to.
    """
    words = heard.text.strip()
    told = bool(heard.media or meaning.slots.place or meaning.slots.phone)
    if not words or told or meaning.urgent or meaning.grave or waits_for_others(words):
        return None
    visits = _visits(tx, person)
    if only_times:
        visits = [visit for visit in visits if _names_a_time(tx, visit, words)]
    aims = {visit.order.id: _aim(tx, visit, words, meaning) for visit in visits}
    sure = [visit for visit in visits if aims[visit.order.id] is Aim.SURELY]
    if len(chosen := meant(sure, words)) == 1:
        return _pass(tx, heard.speaker, chosen[0], words)
    if sure:
        return _ask_whom(tx, person, heard, sure)
    perhaps = [visit for visit in visits if aims[visit.order.id] is Aim.PERHAPS and visit.order.state in HELD]
    return _ask_whom(tx, person, heard, perhaps) if perhaps and not only_times else None


def ask_whether(tx: Tx, person: Person, heard: Heard) -> AskedWhom | None:
    """Nobody makes sense of it: perhaps it is for the other side of a visit."""
    if waits_for_others(heard.text):
        return None
    visits = [visit for visit in _visits(tx, person) if visit.order.state in HELD]
    return _ask_whom(tx, person, heard, visits) if visits and heard.text.strip() else None


def pass_on(tx: Tx, *, speaker: Speaker, utterance: str, order: str) -> Outcome:
    """The speaker says to which visit their words belong. Once for each."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    said = tx.session.get(Utterance, utterance)
    if said is None or said.person_id != person.id:
        return NotYours()
    visit = next((one for one in _visits(tx, person) if one.order.id == order and one.order.state in HELD), None)
    if visit is None:
        return TooLate()
    passed = tx.session.exec(
        select(History.detail).where(History.what == "pass_on", History.subject == visit.matter.id)
    )
    if any(detail.get("utterance") == utterance for detail in passed):
        return Nothing()
    tx.record(visit.matter.id, "pass_on", person.id, utterance=utterance)
    return _pass(tx, speaker, visit, said.text)


def kept_words(session: Session, speaker: Speaker, utterance: str) -> Heard | None:
    """What the speaker was asked about, as it was heard; None if it is gone, or somebody else's."""
    person, said = person_of(session, speaker.user_id), session.get(Utterance, utterance)
    return said_again(said, person) if person and said and said.person_id == person.id else None


def _visits(tx: Tx, person: Person) -> list[Visit]:
    return [*held_by(tx, person.id), *asked_by(tx, person.id)]


def _names_a_time(tx: Tx, visit: Visit, words: str) -> bool:
    said = time_said(words, tx.now, visit.order.eta if visit.coming else None)
    if said is None or not another_time(words, tx.now):
        return False
    return (comes(words) if visit.coming else moves(words)) or only_a_time(words, said)


def _aim(tx: Tx, visit: Visit, words: str, meaning: Understanding) -> Aim:
    """How plainly `words` are for the other side of `visit`."""
    if visit.coming and arrived(words):
        return Aim.SURELY
    if _is_a_need(visit, words, meaning):
        return Aim.NO
    asked = (
        visit.coming and len(words) <= LONGEST_QUESTION and asks(words) and not (of_a_visit(words) or to_staff(words))
    )
    if _of_something_else(visit, words, meaning):
        return Aim.PERHAPS if asked else Aim.NO
    if _names_a_time(tx, visit, words):
        return Aim.SURELY
    if visit.order.state not in HELD:
        return Aim.NO
    if to_who_waits(words) if visit.coming else to_who_comes(words):
        return Aim.SURELY
    return Aim.PERHAPS if asked or meaning.kind is Kind.INQUIRY else Aim.NO


def _is_a_need(visit: Visit, words: str, meaning: Understanding) -> bool:
    """Whether something is wanted: of whoever comes, a question that only sounds so is taken for what it is."""
    if meaning.kind in {Kind.CHATTER, Kind.INQUIRY} or meaning.band is not Band.TAKE:
        return False
    plain = meaning.categories[0].score >= PLAIN or meaning.kind is not Kind.NEED
    return (of_a_visit(words) or not asks(words)) if visit.coming else plain


def _of_something_else(visit: Visit, words: str, meaning: Understanding) -> bool:
    """Whether a question is plainly about another thing: 物业几点来收垃圾."""
    if meaning.kind is not Kind.INQUIRY or meaning.band is not Band.TAKE or of_a_visit(words):
        return False
    if only_asks_when(words):
        return False
    best = meaning.categories[0]
    return best.score >= PLAIN and best.code != visit.order.category


def _pass(tx: Tx, speaker: Speaker, visit: Visit, words: str) -> Outcome:
    order, matter = visit.order, visit.matter
    said = time_said(words, tx.now, order.eta if visit.coming else None)
    if visit.coming:
        if said is not None:
            return set_eta(tx, speaker=speaker, order=order.id, at=said.at, words=said.words, until=said.until)
        if asks(words):
            return relay_question(tx, speaker=speaker, order=order.id, words=words)
        return relay_words(tx, speaker=speaker, order=order.id, words=words)
    if said is not None:
        return set_time(tx, speaker=speaker, matter=matter.id, words=said.words, at=said.start, told=words)
    if not asks(words):
        keep(tx.session.get_one(Particulars, matter.id), words)
    tx.record(matter.id, "tell_holder", matter.person_id)
    if order.claimer_id is not None:
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=words, what="said")
    note(tx, NoteKind.KEPT, matter.id, matter.person_id)
    return Done(matter.number)


def _ask_whom(tx: Tx, person: Person, heard: Heard, visits: Sequence[Visit]) -> AskedWhom:
    _, utterance, _ = hear(tx, heard)
    note(tx, NoteKind.WHOSE, utterance.id, person.id, orders=[visit.order.id for visit in visits])
    return AskedWhom()


def _hurry(tx: Tx, speaker: Speaker, person: Person, visit: Visit) -> None:
    """Whoever holds it and has not said when is asked, at most every half hour."""
    silent = visit.order.eta is None and visit.order.eta_text is None and visit.order.state in HELD
    if silent and visit.order.set_out_at is None and visit.matter.person_id == person.id:
        nudge(tx, speaker=speaker, matter=visit.matter.id)
