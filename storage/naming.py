"""The names, the door and the phone that belong to a matter: hidden wherever words about it are shown to others."""

import re

from sqlmodel import Session, col, select

from community.addressing import without_greeted
from community.privacy import HIDDEN, mask, mask_rooms, names_in, without_names
from storage.history import latest
from storage.tables import Matter, Particulars, Person, Utterance

_ROOM = re.compile(r"[0-9]{3,5}")
_OFFICE = re.compile(r"((?<![0-9-])(?:0[0-9]{2,3}[- ]?)?[2-8][0-9]{2,3}[- ]?[0-9]{4}(?![0-9-]))")
_LOCAL = 7  # digits of a number without its area's


def masked(session: Session, matter: Matter, words: str) -> str:
    """`words` about `matter` without doors, phones, and the names of its asker."""
    return mask(_without_asker(session, matter, words))


def reported(session: Session, matter: Matter, words: str) -> str:
    """A report about `matter` without the same, but with the units that it was done in."""
    return mask_rooms(_without_asker(session, matter, words))


def made_public(session: Session, matter: Matter, words: str) -> str:
    """What staff write about `matter`, as neighbours may read it: an office's telephone stays, its asker's goes."""
    pieces = _OFFICE.split(without_greeted(_without_asker(session, matter, words)))
    own = " ".join(map(_digits, _told(session, matter)))
    return "".join(
        piece if place % 2 and _digits(piece)[-_LOCAL:] not in own else mask(piece)
        for place, piece in enumerate(pieces)
    )


def without_particulars(words: str, kept: Particulars) -> str:
    """`words` as they may be kept when the particulars go."""
    names = {kept.name} if kept.name and len(kept.name) > 1 else set()
    return _without_door(mask(without_names(words, names | names_in(words))), kept.door)


def public_answer(session: Session, matter: Matter) -> str | None:
    """The answer to `matter`, as everybody may read it; one from the guide is public already."""
    from_guide = matter.entry_id is not None and latest(session, matter.id, "reply_matter") is None
    return matter.answer if from_guide or not matter.answer else made_public(session, matter, matter.answer)


def _without_asker(session: Session, matter: Matter, words: str) -> str:
    kept, person = session.get(Particulars, matter.id), session.get_one(Person, matter.person_id)
    homes = [*([kept] if kept else []), *_neighbours(session, matter)]
    own = {name for name in (person.name, *(home.name for home in homes)) if name and len(name) > 1}
    words = without_names(words, own | names_in("\n".join([*_told(session, matter), words])))
    for door in {person.door, *(home.door for home in homes)}:
        words = _without_door(words, door)
    return words


def _neighbours(session: Session, matter: Matter) -> list[Particulars]:
    """The homes that are gone to besides."""
    if matter.households < 2:
        return []
    query = select(Particulars).join(Matter, col(Matter.id) == col(Particulars.matter_id))
    return list(session.exec(query.where(Matter.merged_into == matter.id)).all())


def _told(session: Session, matter: Matter) -> list[str]:
    """What its asker said of it, and of themself."""
    of_it = (col(Utterance.matter_id) == matter.id) | (col(Utterance.id) == matter.utterance_id)
    said = session.exec(select(Utterance.text).where(of_it)).all()
    kept, person = session.get(Particulars, matter.id), session.get_one(Person, matter.person_id)
    return [*said, *filter(None, (kept.note, kept.phone) if kept else ()), person.phone or ""]


def _without_door(words: str, door: str | None) -> str:
    """`words` without the door and without its room number, which says enough by itself."""
    if not door:
        return words
    rooms = "|".join(_ROOM.findall(door))
    words = words.replace(door, HIDDEN)
    return re.sub(rf"(?<![0-9])(?:{rooms})(?![0-9])", HIDDEN, words) if rooms else words


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
