"""The names and the door that were told with a matter: hidden wherever words about it are shown to others."""

import re

from sqlmodel import select

from actions.tx import Tx
from community.privacy import mask, names_in, without_names
from storage.tables import Matter, Particulars, Utterance

_ROOM = re.compile(r"[0-9]{3,5}")
HIDDEN = "***"


def masked(tx: Tx, matter: Matter, words: str) -> str:
    """`words` about `matter` without doors, phones, and the names that its asker gave."""
    said = tx.session.exec(select(Utterance.text).where(Utterance.matter_id == matter.id)).all()
    kept = tx.session.get(Particulars, matter.id)
    names = names_in("\n".join([*said, kept.note or "" if kept is not None else "", words]))
    return mask(_without_door(without_names(words, names), kept.door if kept is not None else None))


def _without_door(words: str, door: str | None) -> str:
    """`words` without the door and without its room number, which says enough by itself."""
    if not door:
        return words
    rooms = "|".join(_ROOM.findall(door))
    words = words.replace(door, HIDDEN)
    return re.sub(rf"(?<![0-9])(?:{rooms})(?![0-9])", HIDDEN, words) if rooms else words
