"""A neighbour has it too. What is in two flats is gone to twice: the second door belongs to the work as well."""

from sqlmodel import select

from actions.adding import fill
from actions.details import ask_particulars, own_door
from actions.households import Counted, CountedBefore, count_household
from actions.merging import merge_into
from actions.needs import number_in
from actions.outcomes import TooLate
from actions.speaking import mark_seen, note
from actions.tx import Tx
from community.facts import NoteKind
from community.gist import summary_of
from community.heard import Speaker
from community.routing import needs_door
from community.spots import spot_in
from community.transitions import HELD
from community.understanding import Understanding
from community.words import MatterState
from storage.people import meet
from storage.rows import insert_rows
from storage.tables import Household, Matter, Order, Particulars, Person, Utterance


def me_too(tx: Tx, *, speaker: Speaker, matter: str) -> Counted | CountedBefore | TooLate:
    """我家也是, pressed on the card."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None or row.state is not MatterState.OPEN or row.sensitive:
        return TooLate()
    return count_neighbour(tx, row, person)


def count_neighbour(
    tx: Tx, matter: Matter, person: Person, *, said: Utterance | None = None, meaning: Understanding | None = None
) -> Counted | CountedBefore:
    """Count `person`'s household on `matter`. At home it has a matter of its own, which goes on as a part of it: the
    neighbour is asked for their door in private, and whoever holds the order reads it."""
    spot = spot_in(meaning) if meaning is not None else None
    known = select(Household.id).where(Household.matter_id == matter.id, Household.person_id == person.id)
    counted = person.id == matter.person_id or tx.session.exec(known).first() is not None
    if counted or not needs_door(matter.category):
        return count_household(tx, matter, person.id, spot=spot.key if spot else None, utterance=said)
    own = _part(tx, matter, person, said, meaning)
    tx.record(matter.id, "me_too", person.id, spot=own.spot)
    merge_into(tx, own, matter, by=None)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    if order is not None and order.state in HELD and order.claimer_id is not None:
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=own.spot or "", what="households")
    asked = any(ask_particulars(tx, own)) if person.started else True
    return Counted(matter.number, matter.households, asked)


def _part(tx: Tx, matter: Matter, person: Person, said: Utterance | None, meaning: Understanding | None) -> Matter:
    """The neighbour's own matter: not shown in the group, where the one that it goes on with stands."""
    spot = spot_in(meaning) if meaning is not None else None
    own = Matter(
        id=tx.new_id(),
        number=number_in(tx, matter.community_id),
        street_id=matter.street_id,
        community_id=matter.community_id,
        grid_id=matter.grid_id,
        person_id=person.id,
        utterance_id=said.id if said else None,
        kind=matter.kind,
        state=MatterState.OPEN,
        category=matter.category,
        service=matter.service,
        summary=summary_of(said.text, meaning) if said and meaning else matter.summary,
        spot=spot.key if spot else None,
        made_at=tx.now,
    )
    insert_rows(tx.session, own)
    kept = Particulars(matter_id=own.id, name=person.name, door=own_door(person, own, own.summary), phone=person.phone)
    if meaning is not None:
        fill(kept, own.category, meaning)
    insert_rows(tx.session, kept)
    if said is not None:
        said.matter_id = own.id
        mark_seen(tx, said)
    return own
