"""行: whoever comes agrees to the time that was asked for, and whoever waits to the one that was proposed."""

from datetime import datetime, timedelta

from actions.drafts import close_drafts
from actions.orders import set_eta
from actions.outcomes import NotYours, Outcome, TooLate
from actions.tx import Tx
from actions.visits import Said
from bot.nlp.normal import normalise
from bot.nlp.times import find_time
from community.heard import Speaker
from community.words import DraftKind
from storage.history import last, latest
from storage.naming import masked
from storage.people import person_of
from storage.tables import Matter, Order, Person

A_WHILE = timedelta(hours=4)


def agree_wish(tx: Tx, *, speaker: Speaker, order: str) -> Outcome:
    """Promise what the resident asked for: at the time, or, if they named a day or a part of it, in their words."""
    row = tx.session.get(Order, order)
    matter = tx.session.get_one(Matter, row.matter_id) if row is not None else None
    if matter is None:
        return NotYours()
    if matter.time_text is None or matter.wanted_at is None:
        return TooLate()
    at, until = _wish(tx, matter, matter.time_text, matter.wanted_at)
    if (at or until) <= tx.now:
        return TooLate()
    return set_eta(tx, speaker=speaker, order=order, at=at, words=matter.time_text, until=until)


def propose_time(tx: Tx, matter: Matter, holder: str, said: Said) -> str:
    """Keep the time that the holder asks the resident about. What is agreed to is this proposal: its id."""
    at = said.at.isoformat() if said.at else None
    until = said.until.isoformat() if said.until else None
    tx.record(matter.id, "propose_time", holder, words=masked(tx.session, matter, said.words)[:60], at=at, until=until)
    told = last(tx.session, matter.id, "propose_time")
    return str(told.id) if told is not None else ""


def decline_proposed(tx: Tx, matter: Matter, proposal: str) -> None:
    """The resident can't then: whatever they say 可以 to later, it is not that."""
    tx.record(matter.id, "decline_time", matter.person_id, proposal=proposal)


def agree_proposed(tx: Tx, *, speaker: Speaker, order: str, proposal: str) -> Outcome:
    """The resident agrees to `proposal`, if it is the last one of the holder and was not declined: it is promised, as
    if the holder had said so."""
    person, row = person_of(tx.session, speaker.user_id), tx.session.get(Order, order)
    matter = tx.session.get_one(Matter, row.matter_id) if row is not None else None
    if person is None or row is None or matter is None or matter.person_id != person.id:
        return NotYours()
    told, answered = last(tx.session, matter.id, "propose_time"), last(tx.session, matter.id, "set_eta")
    if told is None or told.person_id is None or told.person_id != row.claimer_id:
        return TooLate()
    declined = last(tx.session, matter.id, "decline_time")
    if str(told.id) != proposal or (declined is not None and declined.detail.get("proposal") == proposal):
        return TooLate()
    if answered is not None and (answered.id or 0) > (told.id or 0):
        return TooLate()
    at, until = (datetime.fromisoformat(one) if one else None for one in (told.detail["at"], told.detail["until"]))
    if (at or until or tx.now) <= tx.now:
        return TooLate()
    tx.record(matter.id, "agree_time", person.id)
    close_drafts(tx, person.id, DraftKind.ANSWER, order)
    holder = tx.session.get_one(Person, row.claimer_id)
    words = str(told.detail.get("words") or "") or None
    return set_eta(tx, speaker=Speaker(holder.user_id, holder.name), order=order, at=at, words=words, until=until)


def _wish(tx: Tx, matter: Matter, words: str, begins: datetime) -> tuple[datetime | None, datetime]:
    """The time, and when it is over, as they were meant on the day on which they were said."""
    said_at = latest(tx.session, matter.id, "set_time") or matter.made_at
    found = find_time(normalise(words).text, said_at)
    if found is None or found.wish.start != begins:
        return None, begins + A_WHILE
    return found.wish.at, found.wish.end or begins + A_WHILE
