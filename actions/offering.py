"""Putting an order before the partners who subscribed to it: the claim market."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select

from actions.dues import plan_due
from actions.tx import Tx
from bot.nlp.delicate import told_in
from community.facts import Fact, FactKind, Recipient
from community.hours import after_quiet, next_opening
from community.routing import also_asked, may_serve, needs_door
from community.words import OrderState, PartnerKind, Priority, PushState
from storage.history import barred
from storage.matching import Candidate, candidates
from storage.rows import insert_rows, insert_values
from storage.tables import Matter, Order, Push, Utterance

ECHO = timedelta(minutes=10)
"""Within this time the resident is told who comes, or that staff look after it."""


@dataclass(frozen=True, slots=True)
class _Turn:
    candidate: Candidate
    at: datetime


def offer(tx: Tx, matter: Matter, order: Order, *, without: str | None = None) -> int:
    """Push `order` to everyone who may serve it, but `without`; the number of people asked.

    - in their opening hours at once; the others when they open
    - in the quiet hours nobody is woken but for 险情
    - nobody to ask: the matter is left to staff at once, and the order says so
    """
    turns = [turn for turn in _turns(tx, matter, order) if turn.candidate.person != without]
    _set_out(tx, order, turns)
    pushes = {push.person_id: push for push in tx.session.exec(select(Push).where(Push.order_id == order.id)).all()}
    _forget_old_pushes(tx, order, pushes, {turn.candidate.person for turn in turns})
    _push(tx, matter, order, turns, pushes)
    return len(turns)


def first_order(tx: Tx, matter: Matter) -> Order:
    """Give a new `matter` its order and push it."""
    order = Order(
        id=tx.new_id(),
        matter_id=matter.id,
        community_id=matter.community_id,
        category=matter.category,
        state=OrderState.OPEN,
        offered_at=tx.now,
        proof=[],
    )
    turns = _turns(tx, matter, order)
    _set_out(tx, order, turns)
    insert_rows(tx.session, order)
    _push(tx, matter, order, turns, {})
    return order


def open_order(tx: Tx, matter: Matter) -> Order:
    """Push the order that `matter` had before, which is open again; its first, if it had none."""
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if order is None:
        return first_order(tx, matter)
    order.state = OrderState.OPEN
    tx.session.flush()
    offer(tx, matter, order)
    return order


def _set_out(tx: Tx, order: Order, turns: Sequence[_Turn]) -> None:
    order.offered_at = min((turn.at for turn in turns), default=tx.now)
    order.unclaimed_told = not turns


def _turns(tx: Tx, matter: Matter, order: Order) -> list[_Turn]:
    urgent = matter.urgency == 3
    turns = []
    for candidate in _askable(tx, matter, order):
        at = (
            tx.now if urgent else next_opening(candidate.hours, after_quiet(max(tx.now, candidate.off_until or tx.now)))
        )
        if at is not None:
            turns.append(_Turn(candidate, at))
    return turns


def _askable(tx: Tx, matter: Matter, order: Order) -> list[Candidate]:
    """Everyone who may serve the order, once each; never the one who asked, nor whom they want no more.

    Those who serve other things of its category only are asked if nobody else is there, or somebody is in danger.
    """
    said = tx.session.get(Utterance, matter.utterance_id) if matter.utterance_id else None
    found = [
        candidate
        for candidate in candidates(tx.session, order.category, order.community_id)
        if may_serve(
            order.category,
            matter.urgency,
            candidate.kind,
            sensitive=matter.sensitive,
            home_visit=candidate.home_visit,
        )
    ]
    if matter.urgency < 3:
        found = [candidate for candidate in found if candidate.serves(matter.service)] or found
    found += _besides(tx, matter, order, said.text if said else matter.summary)
    if order.round > 1 and (no_more := barred(tx.session, matter.id)):
        found = [one for one in found if one.partner not in no_more]
    others = [one for one in found if one.person != matter.person_id and not one.paused(tx.now)]
    once = {candidate.person: candidate for candidate in reversed(others)}
    return list(reversed(once.values()))


def _besides(tx: Tx, matter: Matter, order: Order, words: str) -> list[Candidate]:
    """Who else can help where life is at stake, whatever the category."""
    found = []
    for rescue in also_asked(told_in(words), matter.urgency, words):
        for one in candidates(tx.session, rescue.category, order.community_id):
            public = one.kind is PartnerKind.PUBLIC
            vetted = public or one.home_visit or not needs_door(rescue.category)
            if (public or not rescue.units) and vetted and one.serves(rescue.service):
                found.append(one)
    return found


def _forget_old_pushes(tx: Tx, order: Order, pushes: Mapping[str, Push], keep: set[str]) -> None:
    """Those whom the order no longer concerns lose their 接单 button."""
    for push in pushes.values():
        if push.person_id not in keep and push.state in {PushState.OFFERED, PushState.WON}:
            push.state = PushState.LOST
            tx.say(Fact(FactKind.ORDER_CHANGED, order.id, Recipient(person=push.person_id), Priority.ORDER))


def _push(tx: Tx, matter: Matter, order: Order, turns: Sequence[_Turn], pushes: Mapping[str, Push]) -> None:
    """One push for everyone whose turn it is; who was offered the order before keeps the one they have."""
    new = []
    for turn in turns:
        known = pushes.get(turn.candidate.person)
        if known is not None:
            known.state, known.round, known.at = PushState.OFFERED, order.round, turn.at
            continue
        new.append(
            {
                "id": tx.new_id(),
                "order_id": order.id,
                "partner_id": turn.candidate.partner,
                "person_id": turn.candidate.person,
                "state": PushState.OFFERED,
                "round": order.round,
                "at": turn.at,
            }
        )
    insert_values(tx.session, Push, new)
    tx.say(*(_offered(matter, order, turn) for turn in turns))
    if turns:
        plan_due(tx, "unclaimed", order.id, order.offered_at + ECHO)


def _offered(matter: Matter, order: Order, turn: _Turn) -> Fact:
    return Fact(
        FactKind.ORDER_OFFERED,
        order.id,
        Recipient(person=turn.candidate.person),
        Priority.EMERGENCY if matter.urgency == 3 else Priority.ORDER,
        not_before=turn.at,
        fresh=True,
    )


def close_market(tx: Tx, order: Order, *, winner: str | None = None) -> None:
    """Everyone still offered the order has lost it, but `winner` who has won."""
    rows = tx.session.exec(select(Push).where(Push.order_id == order.id)).all()
    for push in rows:
        if push.person_id == winner:
            push.state = PushState.WON
        elif push.state is PushState.OFFERED:
            push.state = PushState.LOST
