"""The bot in groups: where it was brought in, made an administrator, or shown the door."""

from dataclasses import dataclass

from actions.tx import Tx
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.words import PlaceKind, Priority, Role
from storage import group_moves
from storage.people import has_role, meet
from storage.places import place_of
from storage.setup import street_staff
from storage.tables import Place

TITLE_KEPT = 120


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
    - an administrator's rights lost in a bound group, or the bot thrown out: staff get its card
    - in the group itself nothing is said
    """
    before = place_of(tx.session, chat.chat_id)
    was = (before.present, before.admin) if before is not None else (False, False)
    place = note_chat(tx, chat)
    tx.record(place.id, "see_chat", None, present=chat.present, admin=chat.admin)
    worse = was > (chat.present, chat.admin)
    if place.kind is PlaceKind.UNBOUND or worse:
        for person in _whom_to_ask(tx, speaker, place):
            tx.say(Fact(FactKind.SETUP_CHANGED, f"place.{place.id}", Recipient(person=person), Priority.BOARD))
    return place.id


def move_group(tx: Tx, *, old: int, new: int) -> None:
    """Telegram gave a group another id."""
    group_moves.move_group(tx.session, old, new, now=tx.now)


def _whom_to_ask(tx: Tx, speaker: Speaker | None, place: Place) -> list[str]:
    """The member of staff who did it; else, all staff of the street (of any, while the group belongs nowhere)."""
    if speaker is not None:
        person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
        if has_role(tx.session, person.id, Role.STAFF, None):
            return [person.id]
    return list(street_staff(tx.session, place.street_id))
