"""The append-only log of what people said a message is; the engine learns from it."""

from actions.tx import Tx
from community.privacy import mask
from community.understanding import Kind
from storage.hearing import changed
from storage.tables import Label, Person, Place, Utterance


def label(tx: Tx, utterance: Utterance | None, kind: Kind, category: str | None, person: Person, source: str) -> None:
    """Note that `person` says `utterance` is of `kind` and `category`. source: "desk" or "resident"."""
    if utterance is None or not utterance.text:
        return
    tx.session.add(
        Label(
            at=tx.now,
            utterance_id=utterance.id,
            community_id=_community(tx, utterance) or person.community_id,
            text=mask(utterance.text),
            kind=kind.value,
            category=category,
            person_id=person.id,
            source=source,
        )
    )
    changed(tx.session)


def _community(tx: Tx, utterance: Utterance) -> str | None:
    """Where it was said: what one community calls a thing is its own."""
    place = tx.session.get(Place, utterance.place_id) if utterance.place_id else None
    return place.community_id if place is not None else tx.session.get_one(Person, utterance.person_id).community_id
