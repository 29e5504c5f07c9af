"""One-off sentences about who comes to whom: said to those who wait, and to those who come, and to nobody else."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from community.door_parts import parts_in
from community.facts import NoteKind
from community.transitions import HELD
from community.views import Wanted
from community.views.visits import Visit, VisitsView
from community.words import MatterState
from storage.history import last
from storage.tables import Household, Matter, Order, Particulars, Partner, Utterance
from storage.views.door import seen_door
from storage.views.words import masked_name

NOTES = frozenset(
    {
        NoteKind.VISITS,
        NoteKind.VISIT_SOON,
        NoteKind.VISIT_LATE,
        NoteKind.VISIT_UNSET,
        NoteKind.RELAY_WORDS,
        NoteKind.WHOSE,
    }
)
ONLY_HELD = NOTES - {NoteKind.VISITS}


def load(session: Session, wanted: Wanted) -> VisitsView | None:
    """The sentence; None if there is no such visit of theirs any more."""
    kind = NoteKind(wanted.payload["note"])
    if kind is NoteKind.WHOSE:
        return _whose(session, wanted)
    orders = wanted.payload.get("orders") or [wanted.subject]
    visits = tuple(
        visit
        for visit in _visits(session, orders, wanted.recipient.person)
        if kind not in ONLY_HELD or visit.state in HELD
    )
    return VisitsView(kind, visits, text=str(wanted.payload.get("text", ""))) if visits else None


def _whose(session: Session, wanted: Wanted) -> VisitsView | None:
    """To whom words are to go, or where they went."""
    said = session.get(Utterance, wanted.subject)
    if said is None or said.person_id != wanted.recipient.person:
        return None
    answered = last(session, said.id, "pass_on")
    orders = [str(answered.detail.get("order"))] if answered is not None else wanted.payload.get("orders", ())
    found = _visits(session, list(orders), wanted.recipient.person)
    visits = tuple(visit for visit in found if answered is not None or visit.state in HELD)
    if not visits and answered is None:
        return None
    return VisitsView(NoteKind.WHOSE, visits, text=said.text, utterance=said.id, went=answered is not None)


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
    return [_visit(session, order, matter, partner, person) for order, matter, partner in session.execute(query)]


def _visit(session: Session, order: Order, matter: Matter, partner: str | None, person: str | None) -> Visit:
    return Visit(
        order=order.id,
        matter=matter.id,
        number=matter.number,
        category=matter.category,
        service=matter.service,
        time_text=matter.time_text,
        wanted_at=matter.wanted_at,
        state=order.state,
        partner=partner,
        taken=order.claimer_id is not None,
        coming=order.claimer_id == person,
        own=matter.person_id == person,
        eta=order.eta,
        eta_text=order.eta_text,
        offered_at=order.offered_at,
        unclaimed_told=order.unclaimed_told,
        whose=_known(session, order, matter) if order.claimer_id == person else "",
    )


def _known(session: Session, order: Order, matter: Matter) -> str:
    """What the one who comes sees on the order's own card: a name, masked, and the building, without its door."""
    kept = session.get(Particulars, matter.id) if order.state in HELD else None
    if kept is None:
        return ""
    door = parts_in(seen_door(session, matter, kept) or "")
    name = masked_name(kept.name) if kept.name else ""
    return " · ".join(filter(None, (name, f"{door.court or ''}{door.building or ''}{door.unit or ''}")))
