"""Watching over the groups: one that the bot can't hear, or that has fallen silent, is told to staff, once."""

from sqlmodel import col, select

from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.silence import has_fallen_silent
from community.words import PlaceKind, Priority
from storage.people import staff_of
from storage.places import staff_places
from storage.silence import liveliness
from storage.tables import Place

ALARMS = {"deaf": NoteKind.GROUP_DEAF, "silent": NoteKind.GROUP_SILENT}
"""What can be wrong with a group (`Place.alarm`), and how it is told."""


def watch_groups(tx: Tx, *, hears_all: bool) -> None:
    """Look at every grid group of ours. hears_all: the bot's privacy mode is off."""
    lively = liveliness(tx.session, bot_id=tx.bot_id, now=tx.now)
    query = select(Place).where(Place.kind == PlaceKind.GRID, Place.bot_id == tx.bot_id, col(Place.present).is_(True))
    for place in tx.session.exec(query.order_by(col(Place.id))).all():
        lately, days = lively.get(place.chat_id, (False, 0))
        wrong = ""
        if not place.admin and not hears_all:
            wrong = "deaf"
        elif has_fallen_silent(lately=lately, days_before=days):
            wrong = "silent"
        elif place.alarm == "silent" and not lately:
            continue  # still silent; it was told
        if wrong and wrong != place.alarm:
            _tell(tx, place, ALARMS[wrong])
        place.alarm = wrong


def _tell(tx: Tx, place: Place, what: NoteKind) -> None:
    if place.community_id is None or place.street_id is None:
        return
    desks = staff_places(tx.session, place.community_id, place.street_id)
    to = [Recipient(place=desk.id) for desk in desks]
    to = to or [Recipient(person=person.id) for person in staff_of(tx.session, place.community_id)]
    tx.record(place.id, "watch_groups", None, alarm=what.value)
    for recipient in to:
        payload = {"note": what.value, "text": place.title}
        tx.say(Fact(FactKind.TOLD, place.id, recipient, Priority.BOARD, payload=payload))
