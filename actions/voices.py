"""A voice is heard by staff alone: nobody knows beforehand what is told in it, and whoever comes is no keeper of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.ringing import is_alarming
from community.words import Priority
from storage.places import staff_places
from storage.tables import Matter

VOICE = "voice"


def voices(media: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The voices among what came with a message."""
    return [dict(item) for item in media if item["type"] == VOICE]


def without_voices(media: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What came with a message and may be shown to whoever comes."""
    return [dict(item) for item in media if item["type"] != VOICE]


def hand_voices(tx: Tx, matter: Matter, media: Sequence[Mapping[str, Any]]) -> None:
    """Lay the voices in `media`, said about `matter`, before the staff of its community."""
    heard = voices(media)
    priority = Priority.EMERGENCY if is_alarming(matter.urgency, matter.grave) else Priority.REPLY
    for desk in staff_places(tx.session, matter.community_id, matter.street_id) if heard else ():
        tx.say(
            Fact(
                FactKind.TOLD,
                matter.id,
                Recipient(place=desk.id),
                priority,
                payload={"note": NoteKind.VOICE_SAID.value, "media": heard},
            )
        )
