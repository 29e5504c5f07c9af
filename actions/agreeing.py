"""行: whoever comes agrees to the time that was asked for."""

from datetime import datetime, timedelta

from actions.orders import set_eta
from actions.outcomes import NotYours, Outcome, TooLate
from actions.tx import Tx
from bot.nlp.normal import normalise
from bot.nlp.times import find_time
from community.heard import Speaker
from storage.history import latest
from storage.tables import Matter, Order

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


def _wish(tx: Tx, matter: Matter, words: str, begins: datetime) -> tuple[datetime | None, datetime]:
    """The time, and when it is over, as they were meant on the day on which they were said."""
    said_at = latest(tx.session, matter.id, "set_time") or matter.made_at
    found = find_time(normalise(words).text, said_at)
    if found is None or found.wish.start != begins:
        return None, begins + A_WHILE
    return found.wish.at, found.wish.end or begins + A_WHILE
