"""The morning digest for a staff chat: what is new, unclaimed, overdue, promised today."""

from actions.tx import Tx
from community.clock import SHANGHAI
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.words import Priority
from storage.digest import Numbers, count_for_digest
from storage.tables import Place


def post_digest(tx: Tx, *, place: str) -> None:
    """Tell the staff chat `place` how its matters stand, once a day."""
    chat = tx.session.get(Place, place)
    if chat is None or chat.street_id is None or not chat.present:
        return
    numbers: Numbers = count_for_digest(tx.session, chat.street_id, chat.community_id, tx.now)
    day = tx.now.astimezone(SHANGHAI).date()
    tx.say(
        Fact(
            FactKind.TOLD,
            place,
            Recipient(place=place),
            Priority.BOARD,
            key=f"digest:{place}:{day}",
            payload={"note": NoteKind.DIGEST.value, "day": day.isoformat(), **numbers},
        )
    )
