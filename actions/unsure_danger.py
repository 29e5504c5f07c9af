"""Danger of which nobody knows yet what it is, or where: it rings until a person takes it up."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from actions.adding import keep
from actions.desk import HeldBy, follow_matter
from actions.doubts import home_at
from actions.dues import is_planned, replan_due
from actions.hearing import hear
from actions.homes import Home, ask_home, home_of
from actions.needs import register_need
from actions.outcomes import Outcome
from actions.speaking import note
from actions.tx import Tx
from actions.unplaced import show_again
from actions.unsure import NotYours, TooLate, close_row, meant, said_again
from actions.voices import hand_voices
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.ringing import WIDER, again_at
from community.understanding import Kind, Told
from community.words import Priority, QuestionState, Role
from storage.areas import all_staff, area_of
from storage.history import times
from storage.people import has_role, meet, staff_of, staff_of_street
from storage.places import desks_of, staff_places
from storage.tables import Community, Matter, Particulars, Person, Question, Utterance

DOUBT_ALARM = "doubt_alarm"
"""The kind of due row that rings again about a doubt."""
SPOKEN_OF = timedelta(hours=24)
SAID, WITHIN, MOST = 5, timedelta(minutes=10), 5
"""Words that an alarm shows; so often within WITHIN they ring, the others only change the card."""


def is_alarm(row: Question) -> bool:
    """Whether staff are to look at it at once: danger, or somebody who wants a person and may be in danger."""
    kept = row.understanding
    danger = kept.get("grave") or kept.get("urgency") == 3 or kept.get("called")
    return row.state is QuestionState.HUMAN and bool(danger)


def ring_doubt_again(tx: Tx, *, question: str) -> None:
    """Nobody has taken it up: the desks are rung once more, after a while staff in private too."""
    row = tx.session.get(Question, question)
    if row is None or not is_alarm(row):
        return
    _ring(tx, row, wide=tx.now - row.made_at >= WIDER)
    replan_due(tx, DOUBT_ALARM, row.id, again_at(row.made_at, tx.now))


def go_on_ringing(tx: Tx) -> None:
    """Let what may be danger and nobody has taken up ring now if nothing is planned to, see `actions.ringing`."""
    unplanned = ~is_planned(DOUBT_ALARM, col(Question.id))
    for row in tx.session.exec(select(Question).where(Question.state == QuestionState.HUMAN, unplanned)).all():
        if is_alarm(row):
            replan_due(tx, DOUBT_ALARM, row.id, tx.now)


def standing_alarm(tx: Tx, person: str) -> Question | None:
    """What staff were rung with about words of `person`, and have not taken up."""
    query = select(Question).where(
        Question.person_id == person,
        Question.state == QuestionState.HUMAN,
        col(Question.made_at) >= tx.now - SPOKEN_OF,
    )
    found = tx.session.exec(query.order_by(col(Question.made_at).desc())).all()
    return next((row for row in found if is_alarm(row)), None)


def add_to_alarm(tx: Tx, row: Question, heard: Heard) -> None:
    """They say more: whoever was rung reads it at once, and they are answered. Their home is asked for, if unknown."""
    person, utterance, _ = hear(tx, heard)
    said = [*row.understanding.get("said", ()), heard.text[:200]][-SAID:]
    row.understanding = {**row.understanding, "said": said}
    tx.session.flush()
    if times(tx.session, row.id, "say_further", tx.now - WITHIN) < MOST:
        _ring(tx, row, wide=tx.now - row.made_at >= WIDER)
    else:
        show_again(tx, row)
    tx.record(row.id, "say_further", person.id)
    despair = row.understanding.get("grave") and Told.DESPAIR in row.understanding.get("told", ())
    note(tx, NoteKind.LISTENING, person.id, person.id, what=Told.DESPAIR.value if despair else "")
    if row.community_id is None:
        ask_home(tx, person, utterance)


def follow_doubt(
    tx: Tx, *, speaker: Speaker, question: str, sensitive: frozenset[str], chat: int | None = None
) -> Outcome | HeldBy | NotYours | TooLate:
    """我来跟进: recorded where the one who takes it up works, and theirs. Nobody needs to know the category."""
    row = tx.session.get(Question, question, with_for_update=True)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    utterance, asker = tx.session.get_one(Utterance, row.utterance_id), tx.session.get_one(Person, row.person_id)
    home = home_of(tx, asker, row.place_id) or home_at(tx, chat) or _home_of_staff(tx, person)
    if home is None:
        return TooLate()
    meaning = meant(row, Kind.NEED)
    category = row.options[0] if row.options else "safety"
    close_row(row, QuestionState.ANSWERED)
    register_need(
        tx, heard=said_again(utterance, asker), meaning=meaning, sensitive=sensitive, category=category, home=home
    )
    tx.record(row.id, "follow_doubt", person.id)
    matter = tx.session.get_one(Matter, str(utterance.matter_id))
    for piece in _said_after(tx, utterance):
        piece.matter_id = matter.id
        shown = [one for one in piece.media if one["type"] != "contact"]
        keep(tx.session.get_one(Particulars, matter.id), piece.text, shown)
        hand_voices(tx, matter, piece.media)
    tx.session.flush()
    show_again(tx, row)
    return follow_matter(tx, speaker=speaker, matter=matter.id)


def _said_after(tx: Tx, first: Utterance) -> Sequence[Utterance]:
    """What its speaker said there after it that belongs to nothing yet."""
    query = select(Utterance).where(
        Utterance.person_id == first.person_id,
        Utterance.chat_id == first.chat_id,
        col(Utterance.matter_id).is_(None),
        col(Utterance.at) >= first.at,
        Utterance.id != first.id,
    )
    return tx.session.exec(query.order_by(col(Utterance.at), col(Utterance.message_id))).all()


def _home_of_staff(tx: Tx, person: Person) -> Home | None:
    """A community that the member of staff answers for; the first of a whole street."""
    area = area_of(tx.session, person.id)
    if area is None:
        return None
    query = select(Community.id).where(Community.street_id == area.street)
    found = tx.session.exec(query.order_by(col(Community.rota), col(Community.name))).all()
    own = next((community for community in found if area.covers(community)), None)
    return Home(area.street, own, None) if own else None


def _ring(tx: Tx, row: Question, *, wide: bool = False) -> None:
    tx.record(row.id, "ring_again", None)
    for recipient in _recipients(tx, row, wide):
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, recipient, Priority.EMERGENCY, fresh=True))


def _recipients(tx: Tx, row: Question, wide: bool) -> list[Recipient]:
    """The desks; where there are none, or for `wide`, staff in private too."""
    community = tx.session.get(Community, row.community_id) if row.community_id else None
    if community is None:
        desks, staff = desks_of(tx.session, tx.bot_id), all_staff(tx.session)
    else:
        desks = staff_places(tx.session, community.id, community.street_id)
        own = [person.id for person in staff_of(tx.session, community.id)]
        staff = [*own, *(person.id for person in staff_of_street(tx.session, community.street_id))]
    people = [Recipient(person=person) for person in dict.fromkeys(staff)]
    return [*(Recipient(place=desk.id) for desk in desks), *(people if wide or not desks else ())]
