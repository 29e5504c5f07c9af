"""Staff edit the message in which they wrote an announcement: a draft follows, what was sent does not by itself."""

from actions.announcements import LONGEST, editable, show, units
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.words import AnnouncementState
from storage.announcing import reworded
from storage.tables import Announcement


def follow_edit(tx: Tx, *, speaker: Speaker, place: str | None, text: str) -> None:
    """Take the new words into the draft; of one that went out, say how it is put right."""
    ident = reworded(tx.session, speaker.user_id, place, text, tx.now)
    found = tx.session.get(Announcement, ident) if ident is not None else None
    if found is None:
        return
    if found.state is AnnouncementState.DRAFT:
        if units(text) > LONGEST or not isinstance(editable(tx, speaker, found.id), Announcement):
            return
        found.text = text
        tx.record(found.id, "follow_edit", found.author_id)
        tx.session.flush()
        show(tx, found)
        return
    to = Recipient(place=place) if place is not None else Recipient(person=found.author_id)
    tx.say(Fact(FactKind.TOLD, found.author_id, to, payload={"note": NoteKind.SENT_STAYS.value}))
