"""Why done was not solved: asked of the resident after it went back to the market, passed on to whom it concerns."""

from datetime import timedelta

from sqlmodel import select

from actions.barring import bar_partner
from actions.drafts import close_draft, open_draft, take_draft
from actions.outcomes import Done, NotYours, Outcome, TooLate
from actions.speaking import note, tell_desk, tell_partners, tell_resident
from actions.tx import Tx
from community.facts import NoteKind
from community.heard import Speaker
from community.reasons import is_complaint, wants_another
from community.words import DraftKind, MatterState
from storage.history import last
from storage.naming import masked
from storage.people import meet
from storage.tables import Matter, Order, Person

WAITED = timedelta(minutes=10)
PAGE_WHY = "why"
"""The page of the matter's card that asks why."""
LONGEST = 120


def ask_why(tx: Tx, matter: Matter, person: Person) -> None:
    """The card asks with ready-made reasons; what the resident writes in private next is one in their own words."""
    tell_resident(tx, matter, page=PAGE_WHY)
    if person.id == matter.person_id and person.started:
        open_draft(tx, person.id, DraftKind.ANSWER, matter.id, lasts=WAITED, why=True)


def tell_why(tx: Tx, *, speaker: Speaker, matter: str, why: str = "", words: str = "") -> Outcome:
    """The reason, ready-made (`why`) or in the resident's own words, told once: the desk learns it, whoever comes next
    and came last learn what is still wrong; a complaint about a person or money rings the desk and goes no further. Who
    is wanted no more is not asked again."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(Matter, matter, with_for_update=True)
    if row is None or row.person_id != person.id:
        return NotYours()
    undone = last(tx.session, matter, "reopen_matter")
    if undone is None or row.state is not MatterState.OPEN:
        return TooLate()
    draft = take_draft(tx, person.id)
    if draft is not None and draft.payload.get("why"):
        close_draft(tx, person.id)
    said = masked(tx.session, row, words)[:LONGEST]
    tx.record(matter, "tell_why", person.id, why=why, words=said)
    order = tx.session.exec(select(Order).where(Order.matter_id == matter)).first()
    partner = undone.detail.get("partner")
    another = wants_another(words) and partner is not None and order is not None
    if another and order is not None:
        bar_partner(tx, row, order, str(partner))
    tell_resident(tx, row)
    complaint = is_complaint(why, said)
    shown = ("", "") if complaint else (why, said)
    tell_desk(tx, row, fresh=complaint)
    if order is not None and not complaint:
        tell_partners(tx, order)
    holder = undone.detail.get("holder")
    if holder:
        note(tx, NoteKind.WHY, matter, str(holder), what=shown[0], text=shown[1])
    if words:
        note(tx, NoteKind.KEPT, matter, person.id, what="another" if another else "staff" if complaint else "")
    return Done(row.number)
