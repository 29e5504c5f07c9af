"""One-off sentences that somebody asked for or that answer a wrong turn."""

from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.heard import Speaker
from storage.people import meet


def tell(tx: Tx, *, speaker: Speaker, what: NoteKind) -> None:
    """Say `what`, a sentence about the person themself, to the speaker in private."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    note(tx, what, person.id, person.id)
