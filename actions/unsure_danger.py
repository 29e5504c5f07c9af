"""Danger of which nobody knows yet what it is, or where: it rings until a person takes it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from actions.adding import keep
from actions.alarms import (
    DOUBT_ALARM,
    SPOKEN_OF,
    holder_of,
    is_alarm,
    place_of_alarm,
    ring,
    say_more,
    show_again,
    was_warned,
)
from actions.desk import HeldBy, follow_matter
from actions.dues import is_planned, replan_due
from actions.hearing import hear
from actions.homes import Home, ask_home
from actions.needs import Registered, register_need
from actions.outcomes import Nothing, Outcome
from actions.outcomes import NotYours as NotTheirs
from actions.speaking import note
from actions.tx import Tx
from actions.unsure import NotYours, TooLate, close_row, meant, said_again
from actions.voices import hand_voices
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Heard, Speaker
from community.hours import is_quiet
from community.ringing import WIDER, again_at
from community.understanding import Kind, Told
from community.words import Priority, QuestionState, Role
from storage.history import latest, said_over
from storage.people import has_role, meet
from storage.tables import Community, Matter, Particulars, Person, Question, Utterance

FOLLOWED = "followed"
"""Why whoever spoke of danger is told something: a member of staff looks after it."""


@dataclass(frozen=True, slots=True)
class WhichCommunity:
    """Theirs to look after from now on; where it is, nobody knows yet."""


def ring_doubt_again(tx: Tx, *, question: str) -> None:
    """Nobody has taken it up: the desks are rung once more, after a while staff in private too."""
    row = tx.session.get(Question, question)
    if row is None or not is_alarm(row) or holder_of(row) is not None:
        return
    over = said_over(tx.session, row.id)
    if not over or not is_quiet(tx.now):
        ring(tx, row, wide=not over and tx.now - row.made_at >= WIDER)
    replan_due(tx, DOUBT_ALARM, row.id, again_at(_begun(tx, row), tx.now, slower=over))


def _begun(tx: Tx, row: Question) -> datetime:
    """Since when it is to ring: also, that it is not over after all."""
    again = (latest(tx.session, row.id, what) for what in ("keep_matter", "let_go"))
    return max(at for at in (row.made_at, *again) if at is not None)


def go_on_ringing(tx: Tx) -> None:
    """Let what may be danger and nobody has taken up ring now if nothing is planned to, see `actions.ringing`."""
    unplanned = ~is_planned(DOUBT_ALARM, col(Question.id))
    for row in tx.session.exec(select(Question).where(Question.state == QuestionState.HUMAN, unplanned)).all():
        if is_alarm(row) and holder_of(row) is None:
            replan_due(tx, DOUBT_ALARM, row.id, tx.now)


def add_to_alarm(tx: Tx, row: Question, heard: Heard, *, over: bool = False) -> None:
    """They say more: whoever was rung reads it at once, and they are answered. Their home is asked for, if unknown.

    over: it sounds as if nobody were needed any more; of those who may come to harm that is never believed.
    """
    person, utterance, _ = hear(tx, heard)
    say_more(tx, row, heard.text)
    if over and not row.understanding.get("grave"):
        tx.record(row.id, "say_over", person.id)
        replan_due(tx, DOUBT_ALARM, row.id, again_at(row.made_at, tx.now, slower=True))
    despair = row.understanding.get("grave") and Told.DESPAIR in row.understanding.get("told", ())
    note(tx, NoteKind.LISTENING, person.id, person.id, what=Told.DESPAIR.value if despair else "")
    if row.community_id is None:
        ask_home(tx, person, utterance)


def follow_doubt(
    tx: Tx, *, speaker: Speaker, question: str, sensitive: frozenset[str], community: str = ""
) -> Outcome | HeldBy | Registered | WhichCommunity | NotYours | TooLate:
    """我来跟进: theirs, and recorded in the community that its words name. Nobody needs to know the category.

    community: where it is, as whoever takes it up has found out. As long as nobody knows, it is theirs and rings no
    more.
    """
    row = tx.session.get(Question, question, with_for_update=True)
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if row is None or row.state is not QuestionState.HUMAN:
        return TooLate()
    if not has_role(tx.session, person.id, Role.STAFF, row.community_id):
        return NotYours()
    home = _home_at(tx, community) or place_of_alarm(tx, row)
    if home is None:
        return _hold(tx, row, person)
    utterance, asker = tx.session.get_one(Utterance, row.utterance_id), tx.session.get_one(Person, row.person_id)
    meaning, warned = meant(row, Kind.NEED), was_warned(tx, row)
    category = row.options[0] if row.options else "safety"
    close_row(row, QuestionState.ANSWERED)
    heard = said_again(utterance, asker)
    made = register_need(
        tx, heard=heard, meaning=meaning, sensitive=sensitive, category=category, home=home, warned=warned
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
    followed = follow_matter(tx, speaker=speaker, matter=matter.id)
    return made if isinstance(followed, NotTheirs) and isinstance(made, Registered) else followed


def _hold(tx: Tx, row: Question, person: Person) -> WhichCommunity | HeldBy | Nothing:
    """`person` looks after it: it is quiet, and they are offered the communities until they know which it is."""
    holder = holder_of(row)
    if holder is not None and holder != person.id:
        return HeldBy(tx.session.get_one(Person, holder).name)
    if holder is not None:
        return Nothing()
    row.understanding = {**row.understanding, "holder": person.id}
    tx.session.flush()
    tx.record(row.id, "follow_doubt", person.id)
    show_again(tx, row)
    note(tx, NoteKind.LISTENING, row.person_id, row.person_id, what=FOLLOWED)
    tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient(person=person.id), Priority.REPLY, fresh=True))
    return WhichCommunity()


def _home_at(tx: Tx, community: str) -> Home | None:
    found = tx.session.get(Community, community) if community else None
    return Home(found.street_id, found.id, None) if found is not None else None


def _said_after(tx: Tx, first: Utterance) -> Sequence[Utterance]:
    """What its speaker said there soon after it that belongs to nothing yet. What is doubted by itself is taken up by
    itself."""
    doubted = sa.exists().where(col(Question.utterance_id) == col(Utterance.id))
    query = select(Utterance).where(
        Utterance.person_id == first.person_id,
        Utterance.chat_id == first.chat_id,
        col(Utterance.matter_id).is_(None),
        col(Utterance.at).between(first.at, first.at + SPOKEN_OF),
        ~doubted,
        Utterance.id != first.id,
    )
    return tx.session.exec(query.order_by(col(Utterance.at), col(Utterance.message_id))).all()
