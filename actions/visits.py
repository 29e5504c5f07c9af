"""Who is due to whom: what somebody waits for, and what they have taken themselves; and the time that words name.

Danger is no visit to those who wait: nobody puts it off, and every word of theirs goes another way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.tx import Tx
from bot.nlp.hints import read_hints, words_of
from bot.nlp.normal import normalise
from bot.nlp.numbers import number
from bot.nlp.times import FoundTime, find_time
from community.clock import named as named_hour
from community.coming import comes, comes_again, delay, only_around, without_giving_up
from community.heard import Heard
from community.promising import Clause, as_if_able, besides, clauses, refuses, whole_times
from community.ringing import is_alarming
from community.transitions import HELD
from community.words import MatterState, OrderState
from storage.cards import card_at
from storage.tables import Household, Matter, Order
from storage.told import told_at

SURE = 2
"""Telling characters that a sentence must share with one order, and with no other, to be about it."""

STILL_ON = timedelta(hours=1)
LATELY = timedelta(days=3)
JUST_NOW = timedelta(minutes=10)
"""A time longer ago is none that anybody promises or asks for."""
_ENDS = ",.;!?\n"


@dataclass(frozen=True, slots=True)
class Visit:
    """An order. coming: the one who speaks has taken it; else they asked for it, or have it too."""

    order: Order
    matter: Matter
    coming: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A time that words name. at: a clock time; else it is over at `until`. start: when it begins. words: its own.

    asked: it is proposed and no promise. besides: what else they say, "" if nothing. later: so much later than before.
    """

    start: datetime | None
    at: datetime | None
    until: datetime | None
    words: str
    asked: bool = False
    besides: str = ""
    later: bool = False


def held_by(tx: Tx, person: str) -> list[Visit]:
    """What `person` has taken, and has not done yet."""
    return _visits(tx, col(Order.claimer_id) == person, col(Order.state).in_(HELD), coming=True)


def asked_by(tx: Tx, person: str) -> list[Visit]:
    """What `person` asked for and is not done yet, taken or not."""
    undone = col(Order.state).in_({*HELD, OrderState.OPEN})
    return _calm(_visits(tx, col(Matter.person_id) == person, undone))


def waited_for(tx: Tx, person: str) -> list[Visit]:
    """What `person` asked for, or has too, and is not over."""
    too = sa.select(col(Household.matter_id)).where(col(Household.person_id) == person)
    theirs = sa.or_(col(Matter.person_id) == person, col(Matter.id).in_(too))
    return _calm(_visits(tx, theirs, col(Order.state) != OrderState.CLOSED))


def done_by(tx: Tx, person: str) -> list[Visit]:
    """What `person` has done lately."""
    lately = col(Order.done_at) > tx.now - LATELY
    return _visits(tx, col(Order.claimer_id) == person, col(Order.state) == OrderState.DONE, lately, coming=True)


def pointed_at(tx: Tx, person: str, heard: Heard, visits: Sequence[Visit]) -> list[Visit]:
    """The one of `visits` whose card, or of which a note, `heard` answers; [] if it answers none of that."""
    if heard.reply_to is None:
        return []
    about = card_at(tx.session, heard.chat_id, heard.reply_to)
    subject = about.subject if about is not None else told_at(tx.session, person, heard.reply_to)
    return [visit for visit in visits if subject in {visit.order.id, visit.matter.id}]


def _calm(visits: Sequence[Visit]) -> list[Visit]:
    return [visit for visit in visits if not is_alarming(visit.matter.urgency, visit.matter.grave)]


def _visits(tx: Tx, *conditions: sa.ColumnElement[bool], coming: bool = False) -> list[Visit]:
    query = (
        select(Order, Matter)
        .join(Matter, col(Matter.id) == col(Order.matter_id))
        .where(Matter.state == MatterState.OPEN, *conditions)
        .order_by(col(Matter.made_at), col(Matter.number))
    )
    return [Visit(order, matter, coming) for order, matter in tx.session.exec(query)]


def meant(visits: Sequence[Visit], words: str, least: int = SURE) -> list[Visit]:
    """The one of `visits` that `words` name by at least that many characters; all of them if they name none."""
    said = words_of(words)
    shared = [len(said & words_of(f"{visit.matter.summary}{visit.matter.service or ''}")) for visit in visits]
    most = max(shared, default=0)
    if most < least:
        return list(visits)
    return [visit for visit, count in zip(visits, shared, strict=True) if count == most]


def time_said(words: str, now: datetime, agreed: datetime | None = None) -> Said | None:
    """The time that `words` name, or how much later it will be than was `agreed`; none at which somebody can't."""
    plain = whole_times(normalise(words).text, now)
    later = delay(plain)
    if later is not None:
        count = 0.5 if later.numeral is None else float(number(later.numeral) or 0)
        standing = agreed if later.later and agreed is not None and agreed > now - STILL_ON else now
        at = (standing + timedelta(minutes=count * later.minutes)).replace(second=0, microsecond=0)
        return Said(at, at, at, later.words, later=True, besides=besides(plain.replace(later.words, "")))
    named = [(part, find_time(part.text, now)) for part in clauses(plain)]
    free = [part for part, found in named if found is None or not refuses(part.text)]
    left = plain if len(free) == len(named) else "".join(part.text for part in free)
    found = _last_clause(left, now, find_time(left, now))
    if found is None or (found.wish.at is not None and found.wish.at < now - JUST_NOW):
        return None
    said = left[found.start : found.end] if found.end <= len(left) else words
    more = besides(left[: found.start] + left[found.end :]) or besides("".join(_refused(named)))
    return Said(found.wish.start, found.wish.at, found.wish.end, said, _is_asked(free, said), more)


def wish_said(tx: Tx, matter: Matter, words: str) -> Said | None:
    """The time that whoever waits names, in words that neighbours may read: of so much later the hour that it means."""
    order = tx.session.exec(select(Order).where(Order.matter_id == matter.id)).first()
    said = time_said(words, tx.now, (order.eta if order is not None else None) or matter.wanted_at)
    if said is None or not said.later or said.at is None:
        return said
    return replace(said, words=named_hour(said.at))


def _refused(named: Sequence[tuple[Clause, FoundTime | None]]) -> list[str]:
    return [part.text for part, found in named if found is not None and refuses(part.text)]


def _is_asked(parts: Sequence[Clause], said: str) -> bool:
    """Whether the part in which the time stands asks if it will do; a time in two parts is asked of in the last."""
    return any(part.asks for part in parts if said in part.text or part.text.strip(_ENDS) in said)


def cant_come(words: str, now: datetime, agreed: datetime) -> bool:
    """Whether who comes says that they can't at the time that was `agreed`: 明天来不了."""
    no = [part.text for part in clauses(whole_times(normalise(words).text, now)) if refuses(part.text)]
    found = [(text, find_time(as_if_able(text), now)) for text in no]
    named = [one.wish for _, one in found if one is not None]
    then = any((one.start is None or one.start <= agreed) and (one.end is None or agreed < one.end) for one in named)
    return then or (bool(no) and not named)


def another_time(words: str, now: datetime) -> bool:
    """Whether they put it off to another time rather than give it up: 算了，明天吧; 今天不用来了，明天再来."""
    if time_said(words, now) is None:
        return False
    return comes_again(words) or read_hints(without_giving_up(words)).ending is None


def only_a_time(words: str, said: Said, now: datetime) -> bool:
    """Whether nothing is said but a time: 那就下午三点."""
    return said.later or (
        not said.asked and only_around(whole_times(normalise(words).text, now).replace(said.words, ""))
    )


def _last_clause(plain: str, now: datetime, found: FoundTime | None) -> FoundTime | None:
    """我十点要出门，十一点再来: what is wanted comes last, unless the first time goes on in it."""
    start = max(plain.rstrip(_ENDS).rfind(end) for end in _ENDS) + 1
    last = plain[start:]
    if found is None or found.end > start or not comes(last):
        return found
    again = find_time(last, now)
    return found if again is None else FoundTime(again.start + start, again.end + start, again.wish)
