"""Which door the claimer of an order may read."""

from sqlmodel import Session

from community.routing import shows_door
from storage.tables import Matter, Particulars, Utterance


def seen_door(session: Session, matter: Matter, kept: Particulars) -> str | None:
    """The door of whoever is gone to. One known from another matter is not for those who only talk or teach."""
    if not kept.door or shows_door(matter.category, matter.summary, matter.urgency, kept.door):
        return kept.door
    said = session.get(Utterance, matter.utterance_id) if matter.utterance_id else None
    told = f"{said.text if said else ''}；{kept.note or ''}"
    return kept.door if kept.door in told else None
