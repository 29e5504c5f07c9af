"""Which cards a change is told on, so that every action says it alike."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from actions.ringing import show_alarms
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.ringing import is_alarming, is_despair
from community.words import MatterState, Priority, PushState
from storage.outbox import drop_note
from storage.places import staff_places
from storage.tables import Matter, Order, Push, Utterance

FLEETING = timedelta(minutes=10)
ASIDES = frozenset(
    {
        NoteKind.HELP,
        NoteKind.PRIVACY,
        NoteKind.MINE,
        NoteKind.NO_RIGHT,
        NoteKind.NOT_UNDERSTOOD,
        NoteKind.TOO_LONG,
        NoteKind.TOO_MANY,
        NoteKind.THANKED,
        NoteKind.GREETED,
        NoteKind.PERSON_CALLED,
    }
)
"""Answers that nobody wants any more after FLEETING."""


def urgent_or(matter: Matter, usual: Priority) -> Priority:
    """EMERGENCY for 险情, else `usual`."""
    return Priority.EMERGENCY if matter.urgency == 3 else usual


def stands_in_group(matter: Matter) -> bool:
    """Whether a card in its group tells how the matter goes."""
    return matter.place_id is not None and not matter.sensitive


def tell_resident(
    tx: Tx, matter: Matter, *, fresh: bool = False, page: str = "", answers: Utterance | None = None
) -> None:
    """Change the matter's card in its group (never for a sensitive matter's news) and in private, turned to `page`.

    `fresh` rings the resident: a new private message; the group's card stays one card, edited in place, but comes down
    to the words that it `answers`. The cards of matters merged into this one follow it; nobody is rung twice.
    """
    tell_asker(tx, matter, fresh=fresh, page=page, answers=answers)
    rung = {matter.person_id}
    for merged in tx.session.exec(select(Matter).where(Matter.merged_into == matter.id).order_by(Matter.number)).all():
        tell_asker(tx, merged, fresh=fresh and page == "" and merged.person_id not in rung)
        rung.add(merged.person_id)


def tell_asker(
    tx: Tx, matter: Matter, *, fresh: bool = False, page: str = "", answers: Utterance | None = None
) -> None:
    """`tell_resident` for a matter into which none is merged."""
    if matter.place_id is not None:
        tx.say(
            Fact(
                FactKind.MATTER_CHANGED,
                matter.id,
                Recipient(place=matter.place_id),
                urgent_or(matter, Priority.REPLY),
                fresh=answers is not None,
                reply_to=answers.id if answers else matter.utterance_id,
                quiet=True,
                page=page,
            )
        )
    if is_despair(matter.grave) and not fresh and matter.state is MatterState.OPEN:
        return  # 已经有人在跟他说话了，卡片不插嘴
    tx.say(
        Fact(
            FactKind.MATTER_CHANGED,
            matter.id,
            Recipient(person=matter.person_id),
            urgent_or(matter, Priority.REPLY),
            fresh=fresh,
            page=page,
        )
    )


def tell_desk(tx: Tx, matter: Matter, *, page: str = "", fresh: bool = False) -> None:
    """Change the matter's card on the staff desk."""
    for place in staff_places(tx.session, matter.community_id, matter.street_id):
        tx.say(
            Fact(
                FactKind.DESK_CHANGED,
                matter.id,
                Recipient(place=place.id),
                urgent_or(matter, Priority.ORDER),
                page=page,
                fresh=fresh,
                quiet=matter.urgency < 2 and not fresh,
            )
        )


def tell_partners(tx: Tx, order: Order, *, only: str | None = None, fresh: bool = False) -> None:
    """Change the order's card of everyone who was shown it, or of person `only`; `fresh` brings it down to them.

    Whose turn comes later (it is night, they rest today) has no card to change yet, unless somebody is in danger.
    """
    query = select(Push.person_id).where(Push.order_id == order.id, Push.state != PushState.DECLINED)
    if tx.session.get_one(Matter, order.matter_id).urgency < 3:
        query = query.where(Push.at <= tx.now)
    if only is not None:
        query = query.where(Push.person_id == only)
    people = list(tx.session.exec(query.order_by(col(Push.id))))
    if order.claimer_id is not None and order.claimer_id not in people and only in {None, order.claimer_id}:
        people.append(order.claimer_id)  # 工作人员跟进的单没有推过
    kind, priority = FactKind.ORDER_CHANGED, Priority.REPLY if fresh else Priority.ORDER
    tx.say(*(Fact(kind, order.id, Recipient(person=each), priority, fresh=fresh) for each in people))


def tell_everyone(tx: Tx, matter: Matter, order: Order | None, *, fresh: bool = False) -> None:
    """Change every card of `matter`; `fresh` rings the resident."""
    with tx.together():
        tell_resident(tx, matter, fresh=fresh)
        tell_desk(tx, matter)
        if order is not None:
            tell_partners(tx, order)
        if is_alarming(matter.urgency, matter.grave):
            show_alarms(tx, matter)


def react(tx: Tx, matter: Matter, kind: FactKind) -> None:
    """Put a reaction on the message that the matter came from, in a group; how a sensitive one goes on stays unseen."""
    if matter.sensitive and kind is not FactKind.SEEN:
        return
    if matter.utterance_id is not None and matter.place_id is not None:
        tx.say(Fact(kind, matter.utterance_id, Recipient(place=matter.place_id), Priority.REPLY))


def mark_seen(tx: Tx, utterance: Utterance) -> None:
    """👀 on a message that was added to a matter, in a group."""
    if utterance.place_id is not None:
        tx.say(Fact(FactKind.SEEN, utterance.id, Recipient(place=utterance.place_id), Priority.REPLY))


def mark_asking(tx: Tx, utterance: Utterance) -> None:
    """🤔 on a message that is asked about, in a group."""
    if utterance.place_id is not None:
        tx.say(Fact(FactKind.ASKING_MARKED, utterance.id, Recipient(place=utterance.place_id), Priority.REPLY))


def note(
    tx: Tx, kind: NoteKind, subject: str, person: str, *, after: datetime | None = None, **payload: object
) -> None:
    """Say a one-off sentence to `person` in private.

    One that holds no words of anybody takes the place of the same one that still waits to be said.
    """
    if not ("text" in payload or "media" in payload):
        drop_note(tx.session, Recipient(person=person).key, subject, kind.value, tx.now)
    tx.say(
        Fact(
            FactKind.TOLD,
            subject,
            Recipient(person=person),
            Priority.EMERGENCY if kind is NoteKind.EMERGENCY else Priority.REPLY,
            not_before=after,
            not_after=(after or tx.now) + FLEETING if kind in ASIDES else None,
            payload={"note": kind.value, **payload},
        )
    )
