"""One-off sentences that somebody asked for or that answer a wrong turn."""

from datetime import timedelta

from actions.drafts import close_drafts, take_draft
from actions.orders import rest_today
from actions.outcomes import Done, NotYours
from actions.people import reachable
from actions.speaking import note
from actions.tx import Tx
from community.facts import Fact, FactKind, NoteKind, Recipient
from community.heard import Speaker
from storage.history import latest
from storage.people import can_reach, meet

INVITED_AGAIN = timedelta(minutes=10)
"""How often a group is shown the way into private talk."""


def tell(tx: Tx, *, speaker: Speaker, what: NoteKind, place: str | None = None) -> None:
    """Say `what`, a sentence about the person themself, to the speaker in private.

    place: the group they asked in, where a button leads whom the bot cannot write to, once in a while. None: they asked
    in private, so the bot may write to them even if it never saw them press start.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if place is None:
        reachable(tx, person)
    elif not can_reach(tx.session, person.id):
        invite(tx, person.id, place, what.value)
        return
    note(tx, what, person.id, person.id)


def invite(tx: Tx, person: str, place: str, what: str) -> None:
    """Show the way into private talk in the group `place`, once in a while."""
    last = latest(tx.session, place, "invite")
    if last is not None and last > tx.now - INVITED_AGAIN:
        return
    tx.record(place, "invite", person)
    payload = {"note": NoteKind.COME_IN.value, "what": what}
    tx.say(Fact(FactKind.TOLD, person, Recipient(place=place), quiet=True, payload=payload))


def refuse(tx: Tx, *, speaker: Speaker, private: bool) -> None:
    """The speaker asked for what only staff may do: they are told so in private, if the bot may write to them."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    if private:
        reachable(tx, person)
    note(tx, NoteKind.NO_RIGHT, person.id, person.id)


def help_desk(tx: Tx, *, speaker: Speaker, place: str) -> None:
    """/help in the staff chat `place`: what can be done there, said there."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    payload = {"note": NoteKind.DESK_HELP.value}
    tx.say(Fact(FactKind.TOLD, person.id, Recipient(place=place), quiet=True, payload=payload))


def give_up(tx: Tx, *, speaker: Speaker, place: str | None = None) -> None:
    """算了: what the speaker was asked to write, in the staff chat `place` or in private, is waited for no more."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    draft = take_draft(tx, person.id, place or "")
    if draft is not None:
        close_drafts(tx, person.id, draft.kind, draft.subject)
    to = Recipient(place=place) if place is not None else Recipient(person=person.id)
    payload = {"note": NoteKind.GIVEN_UP.value}
    tx.say(Fact(FactKind.TOLD, person.id, to, quiet=place is not None, payload=payload))


def rest_in_words(tx: Tx, *, speaker: Speaker) -> Done | NotYours:
    """今天休息, written by a partner in private."""
    result = rest_today(tx, speaker=speaker)
    if isinstance(result, Done):
        tell(tx, speaker=speaker, what=NoteKind.RESTING)
    return result
