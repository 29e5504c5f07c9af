"""Danger told in private by somebody whose community nobody knows: help is rung first, then they are asked for it."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.alarms import DOUBT_ALARM, say_more, show_again, standing_alarm
from actions.dues import replan_due
from actions.homes import HomeUnknown, ask_home
from actions.speaking import note
from actions.tx import Tx
from actions.unsaying import WARNED, call_aside, take_aside
from actions.unsure import open_row, was_asked
from actions.voices import voices
from community.facts import CardSlot, Fact, FactKind, NoteKind, Recipient
from community.ringing import again_at
from community.understanding import Slots, Told, Understanding
from community.words import Priority, QuestionState
from storage.areas import all_staff
from storage.places import desks_of, staff_places
from storage.tables import Card, Matter, Person, Question, Utterance

WITHIN = timedelta(minutes=10)
"""So long after danger a place belongs to it."""


def ask_where(tx: Tx, person: Person, utterance: Utterance, meaning: Understanding) -> HomeUnknown:
    """Ask for the community. Who tells of danger hears first whom to ring, and staff are rung."""
    if (meaning.urgent or meaning.grave) and not was_asked(tx, utterance):
        standing = standing_alarm(tx, person.id)
        if standing is not None and standing.community_id is None:
            _go_on(tx, standing, utterance, meaning)
        else:
            _ring_all(tx, utterance, meaning)
            warn(tx, utterance, meaning)
    elif voices(utterance.media) and not utterance.text and not was_asked(tx, utterance):
        _show_all(tx, open_row(tx, utterance, None, meaning, QuestionState.HUMAN), Priority.REPLY)
    return ask_home(tx, person, utterance)


def warn(tx: Tx, utterance: Utterance, meaning: Understanding) -> None:
    """Tell the speaker in private whom to ring, where no alarm of a matter does; once they can be told at all."""
    if meaning.harm:
        take_aside(tx, utterance, meaning)
        call_aside(tx, utterance, meaning)
    else:
        tx.record(utterance.id, WARNED, None)
        note(tx, NoteKind.EMERGENCY, utterance.person_id, utterance.person_id)


def alarm_of(tx: Tx, utterance: Utterance) -> Question | None:
    """What rang everyone about `utterance` and lies nowhere yet."""
    query = select(Question).where(Question.utterance_id == utterance.id, col(Question.community_id).is_(None))
    return tx.session.exec(query).first()


def add_place(tx: Tx, person: Person, slots: Slots) -> None:
    """A place or phone told after danger stands in the alarm, for those who look for them."""
    query = select(Question).where(
        Question.person_id == person.id,
        col(Question.community_id).is_(None),
        Question.state == QuestionState.HUMAN,
        col(Question.made_at) > tx.now - WITHIN,
    )
    alarm = tx.session.exec(query.order_by(col(Question.made_at).desc())).first()
    if alarm is None:
        return
    tx.session.refresh(alarm, with_for_update=True)
    told = {name: said for name, said in (("place", slots.place), ("phone", slots.phone)) if said}
    alarm.understanding = {**alarm.understanding, "slots": {**alarm.understanding["slots"], **told}}
    tx.session.flush()
    show_again(tx, alarm)


def settle_alarm(tx: Tx, alarm: Question, matter: Matter) -> None:
    """`matter` is what it rang about: every desk that was rung reads that it is recorded, and where."""
    alarm.state, alarm.community_id = QuestionState.ANSWERED, matter.community_id
    tx.session.flush()
    show_again(tx, alarm)


def adopt_alarm(tx: Tx, alarm: Question, matter: Matter) -> None:
    """What the desk of the matter's community was rung with goes on as the matter's alarm: it does not ring twice."""
    desks = staff_places(tx.session, matter.community_id, matter.street_id)
    tx.session.execute(
        sa.update(Card)
        .where(
            col(Card.slot) == CardSlot.DOUBT,
            col(Card.subject) == alarm.id,
            col(Card.recipient).in_([Recipient(place=desk.id).key for desk in desks]),
        )
        .values(slot=CardSlot.ALARM, subject=matter.id, digest="")
    )


def _go_on(tx: Tx, alarm: Question, utterance: Utterance, meaning: Understanding) -> None:
    """More danger of one who has rung everyone: it is the same alarm. What they were not told to do yet they are."""
    known = set(alarm.understanding.get("told", ()))
    say_more(tx, alarm, utterance.text, meaning)
    if meaning.harm and meaning.harm not in known:
        warn(tx, utterance, meaning)
    else:
        despair = Told.DESPAIR in alarm.understanding.get("told", ())
        what = Told.DESPAIR.value if despair else ""
        note(tx, NoteKind.LISTENING, utterance.person_id, utterance.person_id, what=what)


def _ring_all(tx: Tx, utterance: Utterance, meaning: Understanding) -> None:
    """Every desk of the bot, or, where there is none, all staff in private."""
    row = open_row(tx, utterance, None, meaning, QuestionState.HUMAN)
    replan_due(tx, DOUBT_ALARM, row.id, again_at(tx.now, tx.now))
    _show_all(tx, row, Priority.EMERGENCY)


def _show_all(tx: Tx, row: Question, priority: Priority) -> None:
    desks = [Recipient(place=desk.id) for desk in desks_of(tx.session, tx.bot_id)]
    for recipient in desks or [Recipient(person=person) for person in all_staff(tx.session)]:
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, recipient, priority))
