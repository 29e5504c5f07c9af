"""What rings before anything is recorded: a doubtful message in which somebody may be in danger."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.dues import replan_due
from actions.homes import Home, home_in, home_of, home_told
from actions.tx import Tx
from actions.unsaying import WARNED
from community.facts import CardSlot, Fact, FactKind, Recipient
from community.ringing import WIDER, again_at
from community.understanding import Understanding
from community.words import Priority, QuestionState
from storage.areas import all_staff
from storage.history import latest, said_over, times
from storage.people import staff_of, staff_of_street
from storage.places import desks_of, staff_places
from storage.tables import Card, Community, Person, Question, Utterance

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


def holder_of(row: Question) -> str | None:
    """The member of staff who looks after it, though nobody knows yet which community it belongs to."""
    holder = row.understanding.get("holder")
    return str(holder) if holder else None


def standing_alarm(tx: Tx, person: str) -> Question | None:
    """What staff were rung with about words of `person`, and is recorded nowhere yet."""
    query = select(Question).where(
        Question.person_id == person,
        Question.state == QuestionState.HUMAN,
        col(Question.made_at) >= tx.now - SPOKEN_OF,
    )
    found = tx.session.exec(query.order_by(col(Question.made_at).desc())).all()
    return next((row for row in found if is_alarm(row)), None)


def say_more(tx: Tx, row: Question, words: str, meaning: Understanding | None = None) -> None:
    """Its speaker says more: whoever was rung reads it at once. meaning: what is told is danger too."""
    tx.session.refresh(row, with_for_update=True)  # 别的进程可能正好写上谁在跟进
    kept = {**row.understanding, "said": [*row.understanding.get("said", ()), words[:200]][-SAID:]}
    if meaning is not None:
        kept["urgency"] = max(kept.get("urgency", 0), meaning.urgency)
        kept["grave"] = kept.get("grave", False) or meaning.grave
        kept["told"] = sorted({*kept.get("told", ()), *meaning.told})
    row.understanding = kept
    tx.session.flush()
    if times(tx.session, row.id, "say_further", tx.now - WITHIN) < MOST:
        ring(tx, row, wide=tx.now - row.made_at >= WIDER)
    else:
        show_again(tx, row)
    if meaning is not None and said_over(tx.session, row.id):
        _keep_ringing(tx, row)
    tx.record(row.id, "say_further", row.person_id)


def _keep_ringing(tx: Tx, row: Question) -> None:
    """It is not over after all, see `actions.ringing`."""
    tx.record(row.id, "keep_matter", row.person_id)
    if holder_of(row) is None:
        replan_due(tx, DOUBT_ALARM, row.id, again_at(tx.now, tx.now))


def let_go(tx: Tx, row: Question) -> None:
    """Who has taken it up may not look after it any more: it rings again, as when it was new."""
    row.understanding = {name: kept for name, kept in row.understanding.items() if name != "holder"}
    tx.session.flush()
    tx.record(row.id, "let_go", None)
    show_again(tx, row)
    ring(tx, row)
    replan_due(tx, DOUBT_ALARM, row.id, again_at(tx.now, tx.now))


def was_warned(tx: Tx, row: Question) -> bool:
    """Whether whoever spoke was told whom to ring: in private always, in a group where a word of their own was sent."""
    return row.place_id is None or latest(tx.session, row.utterance_id, WARNED) is not None


def all_said(tx: Tx, row: Question) -> str:
    """Every word of it that is known."""
    first = tx.session.get_one(Utterance, row.utterance_id).text
    place = row.understanding.get("slots", {}).get("place") or ""
    return "，".join([first, place, *row.understanding.get("said", ())])


def place_of_alarm(tx: Tx, row: Question) -> Home | None:
    """Where it is: as its words say, or where whoever spoke lives; never where those sit who take it up."""
    words, asker = all_said(tx, row), tx.session.get_one(Person, row.person_id)
    own = home_of(tx, asker, row.place_id)
    return home_told(tx, own, words) if own is not None else home_in(tx.session, words)


def ring(tx: Tx, row: Question, *, wide: bool = False) -> None:
    """Ring the desks, or whoever has taken it up alone. wide: staff in private too."""
    tx.record(row.id, "ring_again", None)
    holder = holder_of(row)
    if holder is not None:
        show_again(tx, row)
    for recipient in [Recipient(person=holder)] if holder else _recipients(tx, row, wide):
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, recipient, Priority.EMERGENCY, fresh=True))


def show_again(tx: Tx, row: Question, page: str = "") -> None:
    """Change the doubt's cards, wherever they stand, turned to `page`."""
    query = sa.select(col(Card.recipient)).where(col(Card.slot) == CardSlot.DOUBT, col(Card.subject) == row.id)
    for (recipient,) in tx.session.execute(query):
        tx.say(Fact(FactKind.DOUBT_RAISED, row.id, Recipient.of(recipient), Priority.REPLY, page=page))


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
