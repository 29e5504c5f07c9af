"""Words of those who wait and those who come, said to the bot unasked: they go to the other side, and to nobody else.

- when do you come: answered from the card
- a time: who comes promises it, who waits asks for it
- what only the other side can answer is passed on; where it is not plain to whom, the speaker is asked
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from actions.aiming import Aim, aim_of, is_a_need, named, names_a_time, of_something_else
from actions.doubts import raise_doubt
from actions.hearing import answered_matter, hear
from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.passing import pass_words, report_more, say_each_when, tell_holder
from actions.residents import nudge
from actions.speaking import note, tell_resident
from actions.tx import Tx
from actions.unsure import said_again
from actions.visits import Visit, asked_by, done_by, held_by, meant, pointed_at, time_said, waited_for
from community.coming import asks_when, moves, waits_for_others, without_asking_when
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.promising import besides
from community.reasons import is_complaint
from community.transitions import HELD
from community.understanding import Understanding
from community.visiting import done, tells_how_it_was
from community.words import OrderState, Priority
from storage.delivering import OF
from storage.history import last
from storage.people import can_reach, meet, person_of
from storage.tables import Person, Utterance


@dataclass(frozen=True, slots=True)
class AskedWhom:
    """The speaker is asked to whom their words are to go."""


def answer_when(tx: Tx, person: Person, heard: Heard, meaning: Understanding) -> Done | None:
    """When they come is asked: told in private, of everything that the speaker waits for. What is said besides goes to
    the one who comes, where there is but one."""
    if meaning.urgent or meaning.grave or not asks_when(heard.text):
        return None
    waiting = [visit for visit in waited_for(tx, person.id) if not of_something_else(visit, heard.text, meaning)]
    visits = meant(waiting, heard.text, least=1)
    if not visits:
        return None
    more = without_asking_when(heard.text)
    for visit in visits:
        if len(visits) == 1 and besides(more) and visit.order.state in HELD:
            tell_holder(tx, visit, heard.text, by=person.id)
        else:
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
    waiting = [visit for visit in waited_for(tx, person.id) if not of_something_else(visit, heard.text, meaning)]
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
    if len(visits) != 1 or aim_of(tx, visits[0], heard.text, meaning) is not Aim.SURELY:
        return None
    if time_said(heard.text, tx.now) is None:
        return None
    hear(tx, heard)
    return pass_words(tx, heard.speaker, visits[0], heard.text)


def between(
    tx: Tx, person: Person, heard: Heard, meaning: Understanding, *, only_times: bool = False
) -> Outcome | AskedWhom | None:
    """What is plainly for the other side of a visit is passed on; None if it is not, or about nothing of theirs.

    only_times: something else is waited for, which a time is no answer to.
    """
    words = heard.text.strip()
    if not words or heard.media or meaning.urgent or meaning.grave or waits_for_others(words):
        return None
    told = meaning.slots.place or meaning.slots.phone  # 等的人自己的门牌电话
    visits = held_by(tx, person.id) if told else _visits(tx, person)
    if not only_times and (was := _how_it_was(tx, person, heard, meaning)) is not None:
        return was
    if only_times:
        visits = [visit for visit in visits if names_a_time(tx, visit, words)]
    elif (each := say_each_when(tx, heard.speaker, visits, words)) is not None:
        return each
    pointed = pointed_at(tx, person.id, heard, visits)
    visits = pointed or visits
    aims = {visit.order.id: aim_of(tx, visit, words, meaning, pointed=bool(pointed)) for visit in visits}
    sure = [visit for visit in visits if aims[visit.order.id] is Aim.SURELY]
    if len(chosen := named(tx, sure, words) or meant(sure, words)) == 1:
        return pass_words(tx, heard.speaker, chosen[0], words, pointed=bool(pointed))
    if sure:
        return _ask_whom(tx, person, heard, chosen)
    perhaps = [visit for visit in visits if aims[visit.order.id] is Aim.PERHAPS and visit.order.state in HELD]
    if perhaps and not only_times:
        return _ask_whom(tx, person, heard, perhaps)
    return None if only_times else _of_what_was(tx, person, heard)


def ask_whether(tx: Tx, person: Person, heard: Heard) -> AskedWhom | None:
    """Nobody makes sense of it: perhaps it is for the other side of a visit."""
    if waits_for_others(heard.text):
        return None
    visits = [visit for visit in _visits(tx, person) if visit.order.state in HELD]
    visits = pointed_at(tx, person.id, heard, visits) or named(tx, visits, heard.text) or visits
    return _ask_whom(tx, person, heard, visits) if visits and heard.text.strip() else None


def pass_on(tx: Tx, *, speaker: Speaker, utterance: str, order: str) -> Outcome:
    """The speaker says to which visit their words belong, once and for all; `order` "": to none."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    said = tx.session.get(Utterance, utterance)
    if said is None:
        return TooLate()
    if said.person_id != person.id:
        return NotYours()
    before = last(tx.session, utterance, "pass_on")
    if before is not None:
        _show_whom(tx, person, utterance, before.detail.get("orders", ()))
        return Nothing() if before.detail.get("order") == order else TooLate()
    visit = next((one for one in _visits(tx, person) if one.order.id == order and one.order.state in HELD), None)
    if visit is None and order:
        return TooLate()
    tx.record(utterance, "pass_on", person.id, order=order, matter=visit.matter.id if visit else "")
    _show_whom(tx, person, utterance, [order])
    return pass_words(tx, speaker, visit, said.text) if visit else Done("")


def kept_words(session: Session, speaker: Speaker, utterance: str) -> Heard | None:
    """What the speaker was asked about, as it was heard; None if it is gone, or somebody else's."""
    person, said = person_of(session, speaker.user_id), session.get(Utterance, utterance)
    return said_again(said, person) if person and said and said.person_id == person.id else None


def _visits(tx: Tx, person: Person) -> list[Visit]:
    return [*held_by(tx, person.id), *asked_by(tx, person.id)]


def _of_what_was(tx: Tx, person: Person, heard: Heard) -> Outcome | None:
    """What was done and what it cost, told after the report was closed."""
    if not done(heard.text):
        return None
    visits = done_by(tx, person.id)
    chosen = pointed_at(tx, person.id, heard, visits) or named(tx, visits, heard.text) or visits
    return report_more(tx, heard.speaker, chosen[0], heard.text) if len(chosen) == 1 else None


def _how_it_was(tx: Tx, person: Person, heard: Heard, meaning: Understanding) -> Outcome | None:
    """What a visit was like goes to the one who came, and of a complaint only staff hear; the card asks whether it is
    solved."""
    waited = [visit for visit in waited_for(tx, person.id) if visit.matter.person_id == person.id]
    over = meant([visit for visit in waited if visit.order.state is OrderState.DONE], heard.text)
    if len(over) != 1 or not tells_how_it_was(heard.text) or _of_another(over[0], heard.text, meaning):
        return None
    if is_complaint("", heard.text):
        raise_doubt(tx, heard=heard, meaning=meaning)
    else:
        hear(tx, heard)
        tell_holder(tx, over[0], heard.text, by=person.id)
    tell_resident(tx, over[0].matter, fresh=True)
    return Done(over[0].matter.number)


def _of_another(visit: Visit, words: str, meaning: Understanding) -> bool:
    """Whether something else is wanted: 我家暖气还没来, told the plumber's card."""
    return is_a_need(visit, words, meaning) and meaning.categories[0].code != visit.order.category


def _ask_whom(tx: Tx, person: Person, heard: Heard, visits: Sequence[Visit]) -> AskedWhom:
    _, utterance, _ = hear(tx, heard)
    _show_whom(tx, person, utterance.id, [visit.order.id for visit in visits], fresh=True)
    return AskedWhom()


def _show_whom(tx: Tx, person: Person, utterance: str, orders: Sequence[str], *, fresh: bool = False) -> None:
    """The question, which stands as a card: once it is answered it has no buttons any more."""
    payload = {"note": NoteKind.WHOSE.value, OF: CardSlot.NOTE.value, "orders": list(orders)}
    to = Recipient(person=person.id)
    tx.say(Fact(FactKind.QUESTION_ASKED, utterance, to, Priority.REPLY, fresh=fresh, payload=payload))


def _hurry(tx: Tx, speaker: Speaker, person: Person, visit: Visit) -> None:
    """Whoever holds it and has not said when is asked, at most every half hour."""
    silent = visit.order.eta is None and visit.order.eta_text is None and visit.order.state in HELD
    if silent and visit.order.set_out_at is None and visit.matter.person_id == person.id:
        nudge(tx, speaker=speaker, matter=visit.matter.id)
