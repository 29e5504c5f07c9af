"""One-off sentences about who comes to whom: said to those who wait, and to those who come, and to nobody else."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from community.facts import NoteKind
from community.transitions import HELD
from community.views import Wanted
from community.views.visits import Visit, VisitsView
from community.words import MatterState
from storage.tables import Household, Matter, Order, Partner, Utterance

NOTES = frozenset({NoteKind.VISITS, NoteKind.VISIT_SOON, NoteKind.VISIT_LATE, NoteKind.RELAY_WORDS, NoteKind.WHOSE})
ONLY_HELD = NOTES - {NoteKind.VISITS}


def load(session: Session, wanted: Wanted) -> VisitsView | None:
    """The sentence; None if there is no such visit of theirs any more."""
    kind = NoteKind(wanted.payload["note"])
    orders = wanted.payload.get("orders") or [wanted.subject]
    visits = tuple(
        visit
        for visit in _visits(session, orders, wanted.recipient.person)
        if kind not in ONLY_HELD or visit.state in HELD
    )
    if not visits:
        return None
    if kind is not NoteKind.WHOSE:
        return VisitsView(kind, visits, text=str(wanted.payload.get("text", "")))
    said = session.get(Utterance, wanted.subject)
    if said is None or said.person_id != wanted.recipient.person:
        return None
    return VisitsView(kind, visits, text=said.text, utterance=said.id)


def _visits(session: Session, orders: Sequence[str], person: str | None) -> list[Visit]:
    """Those of `orders` that `person` holds, asked for, or has too."""
    too = sa.select(sa.literal(1)).where(col(Household.matter_id) == col(Matter.id), col(Household.person_id) == person)
    query = (
        sa.select(Order, Matter, col(Partner.name))
        .join(Matter, col(Matter.id) == col(Order.matter_id))
        .join(Partner, col(Partner.id) == col(Order.partner_id), isouter=True)
        .where(
            col(Order.id).in_(orders),
            col(Matter.state) == MatterState.OPEN,
            sa.or_(col(Order.claimer_id) == person, col(Matter.person_id) == person, too.exists()),
        )
        .order_by(col(Matter.made_at), col(Matter.number))
    )
    return [_visit(order, matter, partner, person) for order, matter, partner in session.execute(query)]


def _visit(order: Order, matter: Matter, partner: str | None, person: str | None) -> Visit:
    return Visit(
        order=order.id,
        matter=matter.id,
        number=matter.number,
        category=matter.category,
        service=matter.service,
        state=order.state,
        partner=partner,
        taken=order.claimer_id is not None,
        coming=order.claimer_id == person,
        own=matter.person_id == person,
        eta=order.eta,
        eta_text=order.eta_text,
        offered_at=order.offered_at,
        unclaimed_told=order.unclaimed_told,
    )
