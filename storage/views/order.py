"""The order's card. Personal data enters the view in one place only: `_customer`."""

import sqlalchemy as sa
from sqlmodel import Session, col

from community.privacy import mask_rooms
from community.reasons import is_complaint
from community.transitions import HELD
from community.views import Wanted
from community.views.order import Customer, Face, Neighbour, OrderView
from community.words import MatterState, OrderState, PartnerKind, PushState
from storage.history import last, why_undone
from storage.tables import Community, Grid, Matter, Order, Particulars, Partner, Person, Push, Subscription, Utterance
from storage.views.door import seen_door
from storage.views.words import area_of, spots_of

MAY_SEE_CUSTOMER = HELD | {OrderState.DONE}

MINE = {
    OrderState.CLAIMED: Face.CLAIMED,
    OrderState.ON_THE_WAY: Face.ON_THE_WAY,
    OrderState.DONE: Face.DONE,
    OrderState.CLOSED: Face.CLOSED,
}


_QUERY = (
    sa.select(Order, Matter, col(Community.name), col(Grid.name), Push, col(Person.started), col(Person.unreachable))
    .join(Matter, col(Matter.id) == col(Order.matter_id))
    .join(Community, col(Community.id) == col(Order.community_id))
    .join(Person, col(Person.id) == col(Matter.person_id))
    .join(Grid, col(Grid.id) == col(Matter.grid_id), isouter=True)
    .join(
        Push, sa.and_(col(Push.order_id) == col(Order.id), col(Push.person_id) == sa.bindparam("person")), isouter=True
    )
    .where(col(Order.id) == sa.bindparam("subject"))
)  # made once, as it is asked for every time a card changes


def load(session: Session, wanted: Wanted) -> OrderView | None:
    """The order for a person it was offered to or who holds it; None for anyone else, and for any place."""
    person = wanted.recipient.person
    given = {"subject": wanted.subject, "person": person}
    row = session.execute(_QUERY, given).one_or_none() if person is not None else None
    if row is None:
        return None
    order, matter, community, grid, push, started, unreachable = row
    mine = order.claimer_id == person
    if push is None and not mine:
        return None
    face = _face(order, matter, push, mine)
    price = _price(session, order, push.partner_id) if push is not None else None
    undone = last(session, matter.id, "reopen_matter") if order.round > 1 else None
    return OrderView(
        id=order.id,
        number=matter.number,
        face=face,
        page=wanted.page,
        category=order.category,
        service=matter.service,
        sensitive=matter.sensitive,
        urgency=matter.urgency,
        summary=matter.summary,
        area=area_of(community, grid),
        time_text=matter.time_text,
        wanted_at=matter.wanted_at,
        households=matter.households,
        offered_at=order.offered_at,
        tier=price.tier if price else None,
        price=price.price if price else "",
        by_staff=order.partner_id is None,
        eta=order.eta if mine else None,
        eta_text=order.eta_text if mine else None,
        price_fen=order.price_fen if mine else None,
        report=mask_rooms(order.report) if mine and order.report else None,
        rating=matter.rating if mine else None,
        customer=_customer(session, order, matter, person),
        spots=spots_of(session, matter.id) if matter.households > 1 else (),
        neighbours=_neighbours(session, order, matter, person),
        ended=matter.state if matter.state is not MatterState.OPEN else None,
        worked=mine and order.done_at is not None,
        redo=undone is not None,
        why=_still_wrong(session, matter, held=mine) if undone is not None else None,
        failed=undone is not None and push is not None and undone.detail.get("partner") == push.partner_id,
        reached=started and not unreachable,
        colleague=_colleague(session, order, push) if face is Face.LOST else None,
    )


def _colleague(session: Session, order: Order, push: Push | None) -> str | None:
    """Who took it for the same partner."""
    ours = push is not None and order.partner_id == push.partner_id and order.claimer_id not in {None, push.person_id}
    person = session.get(Person, order.claimer_id) if ours else None
    return person.name if person is not None else None


def _face(order: Order, matter: Matter, push: Push | None, mine: bool) -> Face:
    gone = matter.state in {MatterState.WITHDRAWN, MatterState.IGNORED, MatterState.MERGED}
    if gone:
        return Face.OVER
    if mine and order.state in MINE:
        return MINE[order.state]
    if push is not None and push.state is PushState.DECLINED:
        return Face.RELEASED if push.round < order.round else Face.DECLINED
    if order.state is OrderState.OPEN and push is not None and push.state is PushState.OFFERED:
        return Face.OFFERED
    if push is not None and push.round < order.round:
        return Face.MOVED
    return Face.LOST


def _still_wrong(session: Session, matter: Matter, *, held: bool) -> tuple[str, str] | None:
    """Why the last work was not enough; the resident's own words for the holder only, and no complaint for anybody."""
    why, words = why_undone(session, matter.id) or ("", "")
    told = (why, words if held else "")
    return told if any(told) and not is_complaint(why, words) else None


def _price(session: Session, order: Order, partner: str) -> Subscription | None:
    """The partner's own tier for this category: that of the community before that of the whole street. Public units,
    who do what they are there for, have none."""
    query = (
        sa.select(Subscription)
        .join(Partner, col(Partner.id) == col(Subscription.partner_id))
        .where(
            col(Partner.kind) != PartnerKind.PUBLIC,
            col(Subscription.partner_id) == partner,
            col(Subscription.category) == order.category,
            sa.or_(col(Subscription.community_id) == order.community_id, col(Subscription.community_id).is_(None)),
        )
        .order_by(col(Subscription.community_id).is_(None))
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()


def _customer(session: Session, order: Order, matter: Matter, person: str | None) -> Customer | None:
    """Name, phone, words as they were said, and the door of whoever is gone to: for the claimer only, and only while
    the order is theirs."""
    if person is None or order.claimer_id != person or order.state not in MAY_SEE_CUSTOMER:
        return None
    kept = session.get(Particulars, matter.id)
    if kept is None:
        return None
    said = session.get(Utterance, matter.utterance_id) if matter.utterance_id else None
    return Customer(kept.name, seen_door(session, matter, kept), kept.phone, kept.note, said.text if said else None)


def _neighbours(session: Session, order: Order, matter: Matter, person: str | None) -> tuple[Neighbour, ...]:
    """The homes of those who have it too, for the claimer as the first one is."""
    if person is None or order.claimer_id != person or order.state not in MAY_SEE_CUSTOMER or matter.households < 2:
        return ()
    query = (
        sa.select(Matter, Particulars)
        .join(Particulars, col(Particulars.matter_id) == col(Matter.id))
        .where(col(Matter.merged_into) == matter.id, col(Matter.person_id) != matter.person_id)
        .order_by(col(Matter.made_at))
    )
    rows = session.execute(query).all()
    return tuple(Neighbour(part.id, kept.name, seen_door(session, part, kept), kept.phone) for part, kept in rows)
