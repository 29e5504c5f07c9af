"""A partner set up by taps: one field at a time, usable as soon as staff approve it."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from actions.joining import put_out
from actions.partners import NAME_KEPT, PRICE_KEPT, Serves, subscribe
from actions.staffing import Staff
from actions.tx import Tx
from community.opening import read_hours
from community.words import PartnerKind, PartnerState, Tier
from storage.setup import EDITED, chosen_before
from storage.tables import Community, Partner, Subscription

HOURS = {
    "any": {},
    "day": {str(day): [["08:00", "18:00"]] for day in range(1, 8)},
    "work": {str(day): [["08:30", "17:30"]] for day in range(1, 6)},
    "long": {str(day): [["07:30", "21:00"]] for day in range(1, 8)},
}
"""Ready-made opening hours, by the code that the button carries."""


def partner_named(tx: Tx, who: Staff, name: str) -> str | None:
    """The id of the street's partner of exactly that name."""
    return tx.session.exec(
        select(Partner.id).where(Partner.street_id == who.street.id, Partner.name == name.strip()[:NAME_KEPT])
    ).first()


def make_partner(tx: Tx, who: Staff, name: str) -> str:
    """A partner that is not active yet; one of that name is found again. Its id."""
    name = name.strip()[:NAME_KEPT]
    row = tx.session.get(Partner, partner_named(tx, who, name) or "")
    if row is None:
        row = Partner(
            id=tx.new_id(),
            street_id=who.street.id,
            name=name,
            kind=PartnerKind.MERCHANT,
            state=PartnerState.APPLIED,
            made_at=tx.now,
        )
        tx.session.add(row)
        tx.session.flush()
        tx.record(row.id, "make_partner", who.person.id)
    return row.id


def edit_partner(tx: Tx, who: Staff, partner: str, what: str, value: str) -> bool:
    """Change one field: name, kind, serves (toggled), only (category.service, toggled), area (toggled), tier, price,
    hours, visit; out: one of its people. False: not to be changed."""
    row = tx.session.get(Partner, partner)
    if row is None or row.street_id != who.street.id:
        return False
    done = _edit_row(tx, row, what, value) or _edit_serves(tx, row, what, value)
    if done:
        tx.record(partner, EDITED, who.person.id, field=what, value=value[:PRICE_KEPT])
    return done


def _edit_row(tx: Tx, row: Partner, what: str, value: str) -> bool:
    """What is said of the partner itself."""
    match what:
        case "name" if value.strip():
            row.name = value.strip()[:NAME_KEPT]
        case "kind" if value in set(PartnerKind):
            row.kind = PartnerKind(value)
        case "hours" if (hours := HOURS.get(value, read_hours(value, row.hours))) is not None:
            row.hours = {day: [list(span) for span in spans] for day, spans in hours.items()}
        case "out":
            return put_out(tx, row.id, value)
        case "visit":
            row.home_visit = not row.home_visit
        case _:
            return False
    return True


def _edit_serves(tx: Tx, row: Partner, what: str, value: str) -> bool:
    """What it serves, where and at what price; said before anything is served it holds for what is chosen later."""
    serves, areas = _subscribed(tx, row.id)
    match what:
        case "serves":
            _toggle(tx, row, serves, areas, value)
        case "only":
            subscribe(tx, row.id, [_narrowed(one, *value.split(".", 1)) for one in serves], areas)
        case "area" if not value or _is_community(tx, value, row.street_id):
            subscribe(tx, row.id, serves, sorted(set(areas) ^ {value}) if value else ())
        case "tier" if value in set(Tier):
            subscribe(tx, row.id, [replace(one, tier=Tier(value)) for one in serves], areas)
        case "price":
            subscribe(tx, row.id, [replace(one, price=value) for one in serves], areas)
        case _:
            return False
    return True


def _toggle(tx: Tx, row: Partner, serves: Sequence[Serves], areas: Sequence[str], category: str) -> None:
    kept = [one for one in serves if one.category != category]
    if len(kept) == len(serves):
        chosen = chosen_before(tx.session, row.id) if not serves else None
        tier, price = (serves[0].tier, serves[0].price) if serves else (Tier.FREE, "")
        if chosen is not None:
            tier, price, areas = chosen.tier or tier, chosen.price, chosen.areas
        kept.append(Serves(category, tier, price))
    subscribe(tx, row.id, kept, areas)


def _narrowed(one: Serves, category: str, service: str = "") -> Serves:
    """`one` with the service toggled, if it is of that category."""
    if one.category != category or not service:
        return one
    return replace(one, services=tuple(sorted(set(one.services) ^ {service})))


def _subscribed(tx: Tx, partner: str) -> tuple[list[Serves], list[str]]:
    query = select(Subscription).where(Subscription.partner_id == partner)
    rows = tx.session.exec(query.order_by(col(Subscription.category), col(Subscription.community_id))).all()
    serves = {row.category: Serves(row.category, row.tier, row.price, tuple(row.services)) for row in rows}
    return list(serves.values()), sorted({row.community_id for row in rows if row.community_id is not None})


def _is_community(tx: Tx, ident: str, street: str) -> bool:
    row = tx.session.get(Community, ident)
    return row is not None and row.street_id == street
