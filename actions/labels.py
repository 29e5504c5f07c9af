"""The append-only log of what people said a message is; the engine learns from it."""

from sqlmodel import col, select

from actions.tx import Tx
from community.privacy import mask
from community.understanding import Kind
from community.words import MatterState
from storage.hearing import changed
from storage.history import latest
from storage.tables import Label, Matter, Person, Place, Utterance


def label(tx: Tx, utterance: Utterance | None, kind: Kind, category: str | None, person: Person, source: str) -> None:
    """Note that `person` says `utterance` is of `kind` and `category`. source: "desk" or "resident".

    The other matters that the message asks for still stand: it is labelled with their categories too, and where one of
    several is nothing after all, with those of the rest. What staff once said of its danger holds.
    """
    if utterance is None or not utterance.text:
        return
    standing = _standing(tx, utterance)
    if category is None and standing:
        kind, category = standing[0].kind, standing[0].category
    tx.session.add(
        Label(
            at=tx.now,
            utterance_id=utterance.id,
            community_id=_community(tx, utterance) or person.community_id,
            text=mask(utterance.text),
            kind=kind.value,
            category=category,
            also=sorted({matter.category for matter in standing} - {category}) if len(standing) > 1 else [],
            calm=any(latest(tx.session, matter.id, "calm_matter") for matter in standing),
            person_id=person.id,
            source=source,
        )
    )
    changed(tx.session)


def _standing(tx: Tx, utterance: Utterance) -> list[Matter]:
    """The matters that the message began, but those that are nothing after all."""
    query = select(Matter).where(
        Matter.person_id == utterance.person_id,
        Matter.utterance_id == utterance.id,
        Matter.state != MatterState.IGNORED,
    )
    return list(tx.session.exec(query.order_by(col(Matter.made_at), col(Matter.number))).all())


def _community(tx: Tx, utterance: Utterance) -> str | None:
    """Where it was said: what one community calls a thing is its own."""
    place = tx.session.get(Place, utterance.place_id) if utterance.place_id else None
    return place.community_id if place is not None else tx.session.get_one(Person, utterance.person_id).community_id
