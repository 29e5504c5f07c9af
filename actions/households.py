"""Who else has it: neighbours counted on a matter, each once."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from actions.speaking import mark_seen, note, tell_everyone
from actions.tx import Tx
from community.facts import NoteKind
from community.transitions import HELD
from storage.dialect import insert
from storage.tables import Household, Matter, Order, Utterance


@dataclass(frozen=True, slots=True)
class Counted:
    """The household is counted on the matter with this number; so many are touched now, who asked among them.

    asked: whoever comes has to know their door, too, which they have not told.
    """

    number: str
    households: int
    asked: bool = False


@dataclass(frozen=True, slots=True)
class CountedBefore:
    """The household was counted already, or is the one who asked."""

    households: int


def count_household(
    tx: Tx, matter: Matter, person: str, *, spot: str | None = None, utterance: Utterance | None = None
) -> Counted | CountedBefore:
    """Count `person` on `matter`, once; everyone's card shows it, and who holds the order is told."""
    if utterance is not None:
        utterance.matter_id = matter.id
        mark_seen(tx, utterance)
    if person == matter.person_id or not keep_household(tx, matter.id, person, spot):
        return CountedBefore(matter.households)
    recount(tx, matter)
    tx.record(matter.id, "me_too", person, spot=spot)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    tell_everyone(tx, matter, order)
    if order is not None and order.state in HELD and order.claimer_id is not None:
        note(tx, NoteKind.CHANGED, order.id, order.claimer_id, text=spot or "", what="households")
    return Counted(matter.number, matter.households)


def keep_household(tx: Tx, matter: str, person: str, spot: str | None) -> bool:
    """Keep that `person` has it too; False if that was known. Where they live is kept when it is told at last."""
    known = select(Household).where(Household.matter_id == matter, Household.person_id == person)
    row = tx.session.exec(known).first()
    if row is not None:
        row.spot = spot or row.spot
        return False
    values = {"id": tx.new_id(), "matter_id": matter, "person_id": person, "spot": spot, "at": tx.now}
    statement = insert(tx.session, Household).values(values)
    tx.session.execute(statement.on_conflict_do_nothing(index_elements=["matter_id", "person_id"]))
    return True


def recount(tx: Tx, matter: Matter) -> None:
    """How many households it touches: who asked, and each neighbour once."""
    query = sa.select(sa.func.count()).where(
        col(Household.matter_id) == matter.id, col(Household.person_id) != matter.person_id
    )
    matter.households = 1 + tx.session.execute(query).scalar_one()


def tell_households(tx: Tx, matter: Matter, what: NoteKind) -> None:
    """Say `what` became of it to every neighbour who has it too."""
    query = select(Household.person_id).where(Household.matter_id == matter.id).order_by(col(Household.at))
    for person in tx.session.exec(query):
        if person != matter.person_id:
            note(tx, what, matter.id, person)
