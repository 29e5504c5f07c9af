"""The append-only log of what people said a message is; the engine learns from it."""

from actions.tx import Tx
from community.privacy import mask
from community.understanding import Kind
from storage.tables import Label, Person, Utterance


def label(tx: Tx, utterance: Utterance | None, kind: Kind, category: str | None, person: Person, source: str) -> None:
    """Note that `person` says `utterance` is of `kind` and `category`. source: "desk" or "resident"."""
    if utterance is None or not utterance.text:
        return
    tx.session.add(
        Label(
            at=tx.now,
            utterance_id=utterance.id,
            community_id=person.community_id,
            text=mask(utterance.text),
            kind=kind.value,
            category=category,
            person_id=person.id,
            source=source,
        )
    )
