"""What was told before everyone and is nobody else's business: it goes on in private, and may leave the group."""

from actions.outcomes import Done, Nothing, NotYours, Outcome, TooLate
from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.understanding import Understanding
from community.words import Priority
from storage.history import latest
from storage.people import can_reach, meet
from storage.tables import Utterance

ASIDE = "aside"
"""Why somebody is called into private talk: what they said is nobody else's business."""
WARNED = "warn"
"""Whoever spoke was told whom to ring; what is said to those who never opened private talk waits until they do."""


def take_aside(tx: Tx, utterance: Utterance, meaning: Understanding | None = None) -> None:
    """The speaker hears in private of what nobody else is to hear, once for each message.

    - who tells that somebody may come to harm gets a kind word, with whom to ring
    - what was said in a group may be deleted there
    """
    if latest(tx.session, utterance.id, "take_aside") is not None:
        return
    tx.record(utterance.id, "take_aside", None)
    person = utterance.person_id
    if meaning is not None and (meaning.harm or meaning.urgent):
        about = {*meaning.told, *([meaning.harm] if meaning.harm else ())}
        note(tx, NoteKind.EMERGENCY, person, person, what=" ".join(sorted(about)))
        tx.record(utterance.id, WARNED, None)
    if utterance.place_id is not None:
        note(tx, NoteKind.UNSAY, utterance.id, person, text=utterance.text)


def call_aside(tx: Tx, utterance: Utterance, meaning: Understanding) -> None:
    """Whoever the bot cannot write to is called into private talk, where they said that they may come to harm."""
    if utterance.place_id is None or can_reach(tx.session, utterance.person_id):
        return
    what = f"{ASIDE} {meaning.harm}" if meaning.harm else ASIDE
    payload = {"note": NoteKind.COME_IN.value, "what": what}
    place = Recipient(place=utterance.place_id)
    tx.say(Fact(FactKind.TOLD, utterance.person_id, place, Priority.EMERGENCY, reply_to=utterance.id, payload=payload))


def unsay(tx: Tx, *, speaker: Speaker, utterance: str) -> Outcome:
    """删掉群里那条: the message is taken out of the group, if the bot may; else its speaker is told how."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Utterance, utterance)
    if row is None or row.place_id is None:
        return TooLate()
    if row.person_id != person.id:
        return NotYours()
    if latest(tx.session, row.id, "unsay") is not None:
        return Nothing()
    tx.record(row.id, "unsay", person.id)
    place = Recipient(place=row.place_id)
    tx.say(Fact(FactKind.UNSAID, row.id, place, Priority.REPLY, payload={"person": person.id}))
    return Done("")
