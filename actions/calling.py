"""Whoever wants a person rather than the bot, or complains of it or of us, is read by staff."""

from actions.doubts import tell_doubt
from actions.hearing import hear, latest_matter
from actions.homes import ask_home, home_of
from actions.people import reachable
from actions.speaking import note
from actions.tx import Tx
from actions.unsure import open_row, was_asked
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Heard
from community.understanding import Understanding
from community.words import Priority, QuestionState
from storage.places import desks_of


def call_person(tx: Tx, *, heard: Heard, meaning: Understanding) -> None:
    """叫人工, 我要投诉: the desk reads who says what, with the number of what they wait for, and answers by a reply.

    Where nobody knows their community every desk reads it, and they are asked for it.
    """
    person, utterance, _ = hear(tx, heard)
    reachable(tx, person)
    if was_asked(tx, utterance):
        return
    matter = latest_matter(tx, person.id)
    utterance.matter_id = matter.id if matter is not None else None
    home = home_of(tx, person, heard.place)
    row = open_row(tx, utterance, home, meaning, QuestionState.HUMAN)
    row.understanding = {**row.understanding, "wanted": True}
    if home is not None:
        tell_doubt(tx, row, home.street)
        note(tx, NoteKind.PERSON_CALLED, person.id, person.id)
        return
    for desk in desks_of(tx.session, tx.bot_id):
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient(place=desk.id), Priority.ORDER))
    ask_home(tx, person, utterance)
