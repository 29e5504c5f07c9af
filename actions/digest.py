"""The morning digest for a staff chat: what is new, unclaimed, overdue, promised today."""

from actions.speaking import note
from actions.tx import Tx
from community.clock import SHANGHAI
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from community.words import Priority, Role
from storage.digest import Numbers, count_for_digest, in_danger, key_of, last_digest
from storage.letters import dead_in
from storage.people import has_role, meet
from storage.tables import Place


def ask_digest(tx: Tx, *, speaker: Speaker, place: str) -> None:
    """/today: staff want it now, once more; others are told that it is not theirs."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if has_role(tx.session, person.id, Role.STAFF, tx.session.get_one(Place, place).community_id):
        post_digest(tx, place=place, again=True)
    else:
        note(tx, NoteKind.NO_RIGHT, person.id, person.id)


def post_digest(tx: Tx, *, place: str, again: bool = False, resting: bool = False) -> None:
    """Tell the staff chat `place` how its matters stand, once a day, or `again`.

    resting: staff don't read it today, unless somebody is in danger.
    """
    chat = tx.session.get(Place, place)
    if chat is None or chat.street_id is None or not chat.present:
        return
    if resting and not in_danger(tx.session, chat.street_id, chat.community_id):
        return
    day = tx.now.astimezone(SHANGHAI).date()
    since = last_digest(tx.session, place, day)
    numbers: Numbers = count_for_digest(tx.session, chat.street_id, chat.community_id, tx.now, since)
    unsent = dead_in(tx.session, tx.now, chat.street_id, chat.community_id)
    tx.say(
        Fact(
            FactKind.TOLD,
            place,
            Recipient(place=place),
            Priority.BOARD,
            key=None if again else key_of(place, day),
            payload={"note": NoteKind.DIGEST.value, "day": day.isoformat(), "unsent": unsent, **numbers},
        )
    )
