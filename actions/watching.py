"""Watching over what the bot hears: a group that it can't hear, one that fell silent, a day out of touch; told once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from actions.tx import Tx
from community.clock import SHANGHAI
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.silence import KEPT_BY_TELEGRAM, has_fallen_silent
from community.words import PlaceKind, Priority
from storage import marks
from storage.losing import SILENCED, shut_out
from storage.outages import offered_late
from storage.people import staff_of
from storage.places import desks_of, staff_places
from storage.silence import liveliness
from storage.tables import Mark, Place

ALARMS = {"deaf": NoteKind.GROUP_DEAF, "silent": NoteKind.GROUP_SILENT}
"""What can be wrong with a group (`Place.alarm`), and how it is told."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot is in a group, as Telegram says."""

    present: bool
    admin: bool = False
    speaks: bool = True


def places_to_ask(tx: Tx) -> dict[str, int]:
    """The chat of every place of ours that is bound, also of those that the bot is said not to be in."""
    query = select(Place).where(Place.bot_id == tx.bot_id, Place.kind != PlaceKind.UNBOUND)
    return {place.id: place.chat_id for place in tx.session.exec(query.order_by(col(Place.id)))}


def watch_groups(tx: Tx, *, hears_all: bool, standing: Mapping[str, Standing] | None = None) -> None:
    """Look at every grid group of ours. hears_all: the bot's privacy mode is off. standing: by place, if asked for."""
    for ident, found in (standing or {}).items():
        _set_right(tx, ident, found)
    lively = liveliness(tx.session, bot_id=tx.bot_id, now=tx.now)
    query = select(Place).where(Place.kind == PlaceKind.GRID, Place.bot_id == tx.bot_id, col(Place.present).is_(True))
    for place in tx.session.exec(query.order_by(col(Place.id))).all():
        lately, days = lively.get(place.chat_id, (False, 0))
        wrong = ""
        if not place.admin and not hears_all:
            wrong = "deaf"
        elif has_fallen_silent(lately=lately, days_before=days):
            wrong = "silent"
        elif place.alarm == SILENCED or (place.alarm == "silent" and not lately):
            continue  # still so; it was told
        if wrong and wrong != place.alarm:
            _tell(tx, place, ALARMS[wrong])
        place.alarm = wrong


def _set_right(tx: Tx, ident: str, found: Standing) -> None:
    """What changed while nobody was there to be told of it."""
    place = tx.session.get(Place, ident)
    if place is None:
        return
    if not found.present or not found.speaks:
        shut_out(tx.session, ident, gone=not found.present, bot_id=tx.bot_id, now=tx.now)
    if (found.present, found.admin) != (place.present, place.admin):
        tx.record(ident, "see_chat", None, present=found.present, admin=found.admin)
        place.present, place.admin = found.present, found.admin
    tx.session.flush()


def keep_in_touch(tx: Tx) -> None:
    """Telegram answers. Tell every staff desk if it had not for longer than it keeps what people say."""
    name = marks.in_touch(tx.bot_id)
    last = tx.session.get(Mark, name)
    if last is None:
        tx.session.add(Mark(name=name, at=tx.now))
        return
    since, last.at = last.at, tx.now
    if tx.now - since <= KEPT_BY_TELEGRAM:
        return
    gone = tx.now - KEPT_BY_TELEGRAM
    payload = {"note": NoteKind.OUT_OF_TOUCH.value, "text": _moment(since), "what": _moment(gone)}
    for desk in desks_of(tx.session, tx.bot_id):
        tx.record(desk.id, "keep_in_touch", None, since=since.isoformat())
        tx.say(Fact(FactKind.TOLD, desk.id, Recipient(place=desk.id), Priority.BOARD, payload=payload))
        late = offered_late(tx.session, desk, before=gone, now=tx.now)
        if late:
            offered = {"note": NoteKind.OFFERED_LATE.value, "text": str(late)}
            tx.say(Fact(FactKind.TOLD, desk.id, Recipient(place=desk.id), Priority.BOARD, payload=offered))


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"


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
