"""What whoever comes will need to know of the resident, and is asked of them in private."""

from datetime import timedelta

from actions.drafts import open_draft, take_draft
from actions.speaking import note
from actions.tx import Tx
from actions.voices import without_voices
from community.elsewhere import at_anothers
from community.facts import NoteKind
from community.routing import wants_door, wants_phone
from community.transitions import HELD
from community.words import DraftKind, MatterState
from storage.tables import Matter, Order, Particulars, Person

DOOR_WAITED = timedelta(hours=12)


def own_door(person: Person, matter: Matter, words: str) -> str | None:
    """The door that `person` told of their home once, if it is where `matter` is; `words`: what is said of it."""
    away = person.community_id not in {None, matter.community_id}
    return None if away or at_anothers(words) else person.door


def lacking(tx: Tx, matter: Matter) -> tuple[bool, bool]:
    """Whether the door, and whether the phone, is wanted for `matter` and not known yet."""
    known = tx.session.get_one(Particulars, matter.id)
    asked_of = (matter.category, matter.summary, matter.urgency)
    return wants_door(*asked_of) and not known.door, wants_phone(*asked_of) and not known.phone


def still_wanted(tx: Tx, matter: Matter) -> bool:
    """Whether somebody may still come for `matter`: by itself, or as a part of a neighbour's."""
    main = tx.session.get(Matter, matter.merged_into) if matter.merged_into else matter
    return main is not None and main.state is MatterState.OPEN


def fill_known(tx: Tx, matter: Matter) -> bool:
    """What the resident said of themself once, where `matter` wants it and lacks it; whether there was any."""
    kept, person = tx.session.get_one(Particulars, matter.id), tx.session.get_one(Person, matter.person_id)
    lacks_door, lacks_phone = lacking(tx, matter)
    kept.door = own_door(person, matter, matter.summary) if lacks_door else kept.door
    kept.phone = person.phone if lacks_phone else kept.phone
    return lacking(tx, matter) != (lacks_door, lacks_phone)


def ask_particulars(tx: Tx, matter: Matter) -> tuple[bool, bool]:
    """Ask the resident in private for what the claimer will need and is not known yet: the door, the phone."""
    lacks_door, lacks_phone = lacking(tx, matter)
    if not (lacks_door or lacks_phone):
        return False, False
    waiting = take_draft(tx, matter.person_id)
    if waiting is None or waiting.kind is DraftKind.DOOR:
        open_draft(tx, matter.person_id, DraftKind.DOOR, matter.id, lasts=DOOR_WAITED)
    note(tx, NoteKind.ASK_DOOR, matter.id, matter.person_id, door=lacks_door, phone=lacks_phone)
    return lacks_door, lacks_phone


def pass_on_media(tx: Tx, matter: Matter, order: Order) -> None:
    """The claimer gets the photos and places that the resident sent, and no voice that was kept with them once."""
    media = without_voices(tx.session.get_one(Particulars, matter.id).media)
    if media and order.claimer_id is not None and order.state in HELD:
        note(tx, NoteKind.MEDIA, matter.id, order.claimer_id, media=media)
