"""Danger rings: staff at their desk and each in private, again and again until somebody looks after it."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.dues import is_planned, replan_due
from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, Recipient
from community.hours import is_quiet
from community.ringing import WIDER, again_at, is_alarming, is_aloud, is_despair
from community.words import MatterState, OrderState, Priority
from storage.history import last, latest, said_over, times
from storage.people import staff_of, staff_of_street
from storage.places import staff_places
from storage.tables import Card, Matter, Order

ALARM = "alarm"
"""The kind of due row that rings again."""
WITHIN, MOST = timedelta(minutes=10), 10
"""So often within this time words ring; what is said beyond only changes the alarms."""


def ring_staff(tx: Tx, matter: Matter, *, warned: bool = False) -> None:
    """Ring the staff of the community about 险情, at the desk and each in private, and answer whoever asked.

    What is told in confidence is answered by a word of its own in private, unless somebody may die this minute. warned:
    whoever asked was told before whom to ring; those in despair always are. It rings again until somebody holds it.
    """
    staff = [person.id for person in staff_of(tx.session, matter.community_id)]
    again = last(tx.session, matter.id, "ring_staff") is not None
    tx.record(matter.id, "ring_staff", None, shown_particulars=staff)
    _say(tx, matter, [*_desks(tx, matter), *(Recipient(person=person) for person in staff)], fresh=again)
    if is_aloud(matter.sensitive, matter.summary) and not (warned or is_despair(matter.grave)):
        in_public = matter.place_id is not None
        asker = Recipient(place=matter.place_id) if in_public else Recipient(person=matter.person_id)
        reply = matter.utterance_id if in_public else None
        tx.say(Fact(FactKind.ALARM_RAISED, matter.id, asker, Priority.EMERGENCY, reply_to=reply, fresh=again))
    replan_due(tx, ALARM, matter.id, again_at(tx.now, tx.now))


def ring_again(tx: Tx, *, matter: str) -> None:
    """Nobody looks after it yet: staff are rung once more, after a while those above them too."""
    row = tx.session.get(Matter, matter)
    begun = last(tx.session, matter, "ring_staff")
    if row is None or begun is None or not _rings(tx, row):
        return
    over = said_over(tx.session, matter)
    if not over or not is_quiet(tx.now):
        _ring(tx, row, wide=not over and tx.now - begun.at >= WIDER)
    kept = latest(tx.session, matter, "keep_matter") or begun.at
    replan_due(tx, ALARM, matter, again_at(max(begun.at, kept), tx.now, slower=over))


def slow_down(tx: Tx, matter: Matter) -> None:
    """Whoever told of it says that it is over: staff read it at once, and are only reminded, by day."""
    begun = last(tx.session, matter.id, "ring_staff")
    if begun is not None and _rings(tx, matter):
        replan_due(tx, ALARM, matter.id, again_at(begun.at, tx.now, slower=True))
    show_alarms(tx, matter)


def keep_ringing(tx: Tx, matter: Matter, by: str) -> None:
    """It is not over after all: what rings is planned as when it was new, not as a reminder."""
    tx.record(matter.id, "keep_matter", by)
    if _rings(tx, matter):
        replan_due(tx, ALARM, matter.id, again_at(tx.now, tx.now))


def go_on_ringing(tx: Tx) -> None:
    """Let danger that nobody holds ring now if it is not planned to: it was told of before an upgrade taught the
    program to ring again. Repeating it changes nothing."""
    alarming = sa.or_(col(Matter.urgency) == 3, col(Matter.grave).is_not(None))
    query = select(Matter).where(Matter.state == MatterState.OPEN, alarming, ~is_planned(ALARM, col(Matter.id)))
    for row in tx.session.exec(query).all():
        if not _rings(tx, row):
            continue
        if last(tx.session, row.id, "ring_staff") is None:  # or of that there was no line yet
            ring_staff(tx, row, warned=True)
        else:
            replan_due(tx, ALARM, row.id, tx.now)


def pass_on(tx: Tx, matter: Matter) -> None:
    """Whoever told of it says more: who was rung reads it at once; it rings as long as nobody holds it, and not without
    end."""
    if _rings(tx, matter) and times(tx.session, matter.id, "ring_again", tx.now - WITHIN) < MOST:
        _ring(tx, matter)
    else:
        show_alarms(tx, matter)


def show_alarms(tx: Tx, matter: Matter) -> None:
    """Change the alarms that stand, wherever they do: who looks after it, that it is over, that it was no danger."""
    query = sa.select(col(Card.recipient)).where(col(Card.slot) == CardSlot.ALARM, col(Card.subject) == matter.id)
    for (recipient,) in tx.session.execute(query):
        tx.say(Fact(FactKind.ALARM_RAISED, matter.id, Recipient.of(recipient)))


def _rings(tx: Tx, matter: Matter) -> bool:
    """Whether it is danger that nobody holds."""
    if matter.state is not MatterState.OPEN or not is_alarming(matter.urgency, matter.grave):
        return False
    state = tx.session.exec(select(Order.state).where(Order.matter_id == matter.id)).first()
    return state in {None, OrderState.OPEN}


def _ring(tx: Tx, matter: Matter, *, wide: bool = False) -> None:
    staff = [person.id for person in staff_of(tx.session, matter.community_id)]
    above = [person.id for person in staff_of_street(tx.session, matter.street_id)] if wide else []
    people = list(dict.fromkeys([*staff, *above]))
    tx.record(matter.id, "ring_again", None, shown_particulars=people)
    _say(tx, matter, [*_desks(tx, matter), *(Recipient(person=person) for person in people)], fresh=True)


def _say(tx: Tx, matter: Matter, recipients: list[Recipient], *, fresh: bool) -> None:
    kind, urgent = FactKind.ALARM_RAISED, Priority.EMERGENCY
    tx.say(*(Fact(kind, matter.id, recipient, urgent, fresh=fresh) for recipient in recipients))


def _desks(tx: Tx, matter: Matter) -> list[Recipient]:
    return [Recipient(place=desk.id) for desk in staff_places(tx.session, matter.community_id, matter.street_id)]
