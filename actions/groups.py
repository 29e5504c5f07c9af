"""The bot in groups: where it was brought in, made an administrator, or shown the door."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import select

from actions.desk_place import catch_up
from actions.tx import Tx
from community.facts import CardSlot, Fact, FactKind, Recipient
from community.heard import Speaker
from community.words import PlaceKind, Priority, Role
from storage import group_moves
from storage.history import last
from storage.people import has_role, meet, staff_of
from storage.places import place_of
from storage.setup import street_staff
from storage.tables import Card, Place

TITLE_KEPT = 120
BOUND = ("bind_grid", "bind_desk")
"""The lines in a group's history that say what it is."""


@dataclass(frozen=True, slots=True)
class ChatSeen:
    """A group as Telegram shows it. present, admin: the bot's own standing in it."""

    chat_id: int
    title: str
    present: bool = True
    admin: bool = False


def note_chat(tx: Tx, chat: ChatSeen) -> Place:
    """The place that the group is, as it is now; unbound at first sight."""
    place = place_of(tx.session, chat.chat_id)
    if place is None:
        place = Place(
            id=tx.new_id(),
            bot_id=tx.bot_id,
            chat_id=chat.chat_id,
            kind=PlaceKind.UNBOUND,
            title="",
            made_at=tx.now,
        )
        tx.session.add(place)
    elif place.chat_id != chat.chat_id or (not chat.present and place.bot_id != tx.bot_id):
        return place  # 搬家以前的群，或走的是别的机器人：与现在的群无关
    if chat.present:
        place.bot_id = tx.bot_id
    place.title, place.present, place.admin = chat.title[:TITLE_KEPT], chat.present, chat.admin
    tx.session.flush()
    return place


def see_chat(tx: Tx, *, speaker: Speaker | None, chat: ChatSeen) -> str:
    """The bot's standing in a group changed, by `speaker`; the id of its place.

    - a group that belongs nowhere: staff get one card to bind it with, the one who brought the bot first
    - an administrator's rights lost in a bound group, or the bot thrown out: all staff, and who bound it, get its card
    - back in a bound group: the cards that told of it tell it; at a desk what came meanwhile is shown
    - in the group itself nothing is said
    """
    before = place_of(tx.session, chat.chat_id)
    was = (before.present, before.admin) if before is not None else (False, False)
    place = note_chat(tx, chat)
    tx.record(place.id, "see_chat", None, present=chat.present, admin=chat.admin)
    worse = was > (chat.present, chat.admin)
    if place.kind is PlaceKind.UNBOUND:
        _show(tx, place, _whom_to_ask(tx, speaker, place))
    elif worse:
        _show(tx, place, _who_answers(tx, place), fresh=True)
    elif was < (chat.present, chat.admin):
        _show(tx, place, _who_was_told(tx, place))
    if chat.present and not was[0]:
        catch_up(tx, place)
    return place.id


def _show(tx: Tx, place: Place, people: Iterable[str], *, fresh: bool = False) -> None:
    for person in people:
        to = Recipient(person=person)
        tx.say(Fact(FactKind.SETUP_CHANGED, f"place.{place.id}", to, Priority.BOARD, fresh=fresh))


def move_group(tx: Tx, *, old: int, new: int) -> None:
    """Telegram gave a group another id."""
    group_moves.move_group(tx.session, old, new, now=tx.now)


def _who_answers(tx: Tx, place: Place) -> list[str]:
    """Everyone who must know that a group of theirs is lost: the staff of its street and community, who bound it."""
    found = set(street_staff(tx.session, place.street_id))
    if place.community_id is not None:
        found |= {person.id for person in staff_of(tx.session, place.community_id)}
    for what in BOUND:
        line = last(tx.session, place.id, what)
        if line is not None and line.person_id and has_role(tx.session, line.person_id, Role.STAFF, None):
            found.add(line.person_id)
    return sorted(found)


def _who_was_told(tx: Tx, place: Place) -> list[str]:
    query = select(Card.recipient).where(Card.slot == CardSlot.SETUP, Card.subject == f"place.{place.id}")
    told = (Recipient.of(key).person for key in tx.session.exec(query.order_by(Card.recipient)))
    return [person for person in told if person is not None]


def _whom_to_ask(tx: Tx, speaker: Speaker | None, place: Place) -> list[str]:
    """The member of staff who did it; else, all staff of the street (of any, while the group belongs nowhere)."""
    if speaker is not None:
        person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
        if has_role(tx.session, person.id, Role.STAFF, None):
            return [person.id]
    return list(street_staff(tx.session, place.street_id))
