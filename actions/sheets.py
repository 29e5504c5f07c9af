"""What staff ask for at their desk: /overdue, /report, /roster."""

from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.words import Role
from storage.people import has_role, meet
from storage.tables import Place


def ask_sheet(tx: Tx, *, speaker: Speaker, place: str, what: NoteKind) -> None:
    """Say `what` at the staff chat `place`, as it stands then; others than staff are told that it is not theirs."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if not has_role(tx.session, person.id, Role.STAFF, tx.session.get_one(Place, place).community_id):
        note(tx, NoteKind.NO_RIGHT, person.id, person.id)
        return
    tx.say(Fact(FactKind.TOLD, place, Recipient(place=place), quiet=True, payload={"note": what.value}))
