"""One-off sentences that somebody asked for or that answer a wrong turn."""

from actions.orders import Done, NotYours, rest_today
from actions.people import reachable
from actions.speaking import note
from actions.tx import Tx
from community.facts import NoteKind
from community.heard import Speaker
from storage.people import meet


def tell(tx: Tx, *, speaker: Speaker, what: NoteKind, in_private: bool) -> None:
    """Say `what`, a sentence about the person themself, to the speaker in private.

    in_private: they asked there, so the bot may write to them even if it never saw them press start.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if in_private:
        reachable(tx, person)
    note(tx, what, person.id, person.id)


def rest_in_words(tx: Tx, *, speaker: Speaker) -> Done | NotYours:
    """今天休息, written by a partner in private."""
    result = rest_today(tx, speaker=speaker)
    if isinstance(result, Done):
        tell(tx, speaker=speaker, what=NoteKind.RESTING, in_private=True)
    return result
