"""What is counted after the dust has settled: from the rows, and from what Telegram was really given."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.callbacks import Verb, decode
from community.facts import CardSlot
from community.words import InboxState, OutboxState, Priority
from storage.engine import Database
from storage.tables import History, Inbox, Matter, Order, Outbox, Person, Place, Utterance
from tests.gates.gate import Verdict
from tests.street import DESK_CHAT

BROADCAST = "公告第"
"""What an announcement of a gate begins with; its number follows."""

Where = tuple[int, int]
"""A chat and a message in it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A new message that Telegram took. order: the one it offers. broadcast: the announcement whose copy it is."""

    chat: int
    message: int
    order: str | None
    broadcast: str | None = None


@dataclass
class Seen:
    """What happened outside of the program.

    needs: what was said and confirmed to whoever said it. told: per order, who was told that it is theirs.
    in_flight: sends that were under way when something was killed, or whose answer was lost.
    """

    needs: list[Where] = field(default_factory=list)
    sends: list[Sent] = field(default_factory=list)
    told: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    in_flight: int = 0


def in_flight(session: Session, now: datetime) -> int:
    """How many recipients were being served when whoever served them was killed."""
    leased = sa.select(sa.func.count(sa.distinct(col(Outbox.recipient)))).where(
        col(Outbox.state) == OutboxState.WAITING, col(Outbox.leased_until) > now
    )
    return int(session.execute(leased).scalar_one())


def unfinished(session: Session, now: datetime) -> tuple[int, int]:
    """Updates that are not handled, and facts that are due and not said."""
    updates, facts = session.connection().execute(_UNFINISHED, {"now": now}).one()
    return updates, facts


_UNFINISHED = sa.select(
    sa.select(sa.func.count()).where(col(Inbox.state) == InboxState.NEW).scalar_subquery(),
    sa.select(sa.func.count())
    .where(col(Outbox.state) == OutboxState.WAITING, col(Outbox.not_before) <= sa.bindparam("now"))
    .scalar_subquery(),
)  # made once, as it is asked until nothing is left


def audit(database: Database, seen: Seen, verdict: Verdict, now: datetime) -> None:
    """Count everything that the gate promises into `verdict`."""
    with Session(database.engine) as session:
        verdict.count(needs=len(seen.needs), sends=len(seen.sends))
        _needs(session, seen, verdict)
        _claims(session, seen, verdict)
        _broadcasts(seen, verdict)
        verdict.none(out_of_order_in=_disorder_in(session, seen), out_of_order_out=_disorder_out(session, seen))
        repeats = _repeats(session, seen)
        verdict.count(repeats=repeats, in_flight=seen.in_flight)
        verdict.promise("more repeats than sends in flight", repeats <= seen.in_flight)
        updates, facts = unfinished(session, now)
        quarantined = select(sa.func.count()).where(Inbox.state == InboxState.QUARANTINED)
        verdict.none(unhandled=updates, unsaid=facts, quarantined=session.exec(quarantined).one())


def _needs(session: Session, seen: Seen, verdict: Verdict) -> None:
    """Every need is one matter with one order that somebody was offered."""
    rows = session.execute(
        sa.select(col(Utterance.chat_id), col(Utterance.message_id), col(Order.id))
        .join(Matter, col(Matter.utterance_id) == col(Utterance.id))
        .join(Order, col(Order.matter_id) == col(Matter.id))
    )
    orders: dict[Where, list[str]] = defaultdict(list)
    for chat, message, order in rows:
        orders[chat, message].append(order)
    offered = {sent.order for sent in seen.sends}
    verdict.none(
        lost=sum(not orders[need] for need in seen.needs),
        doubled=sum(len(orders[need]) > 1 for need in seen.needs),
        never_offered=sum(not offered.intersection(orders[need]) for need in seen.needs if orders[need]),
    )


def _claims(session: Session, seen: Seen, verdict: Verdict) -> None:
    """Nobody gives an order back here: each has one claim in the history, and one person who was told so."""
    claims = Counter(session.exec(select(History.subject).where(History.what == "claim_order")))
    told = {order: set(users) for order, users in seen.told.items()}
    rows = session.exec(select(Inbox).where(Inbox.state == InboxState.DONE, col(Inbox.result).is_not(sa.null())))
    for row in rows:
        query = (row.body or {}).get("callback_query")
        if query and (row.result or {}).get("is") == "Taken" and decode(query["data"]).verb is Verb.CLAIM:
            told.setdefault(decode(query["data"]).id, set()).add(query["from"]["id"])
    pairs = sa.select(col(Order.id), col(Person.user_id)).join(Person, col(Person.id) == col(Order.claimer_id))
    holders = {row.id: row.user_id for row in session.execute(pairs)}
    verdict.count(claimed=len(claims))
    verdict.none(
        claimed_twice=sum(number > 1 for number in claims.values()) + sum(len(users) > 1 for users in told.values()),
        told_falsely=sum(users != {holders.get(order)} for order, users in told.items()),
    )


def _broadcasts(seen: Seen, verdict: Verdict) -> None:
    """No group ever gets the same announcement twice, whatever became of the answer."""
    copies = Counter((sent.chat, sent.broadcast) for sent in seen.sends if sent.broadcast is not None)
    verdict.count(broadcasts=len(copies))
    verdict.none(broadcast_twice=sum(number > 1 for number in copies.values()))


def _disorder_in(session: Session, seen: Seen) -> int:
    """How often a group's later need got an earlier number. The number is given inside the action's transaction."""
    rows = session.execute(
        sa.select(col(Utterance.chat_id), col(Utterance.message_id), col(Matter.number), col(Matter.made_at))
        .join(Matter, col(Matter.utterance_id) == col(Utterance.id))
        .order_by(col(Utterance.chat_id), col(Utterance.message_id))
    ).all()
    asked = set(seen.needs)
    numbers: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for chat, message, number, _ in rows:
        if (chat, message) in asked:
            _, day, running = number.split("-")
            numbers[chat].append((day, int(running)))
    return sum(_falls(given) for given in numbers.values())


def _disorder_out(session: Session, seen: Seen) -> int:
    """How often a person was offered the later of two orders from one group first.

    What was answered meanwhile is more urgent and left out. Orders of different groups come side by side: on PostgreSQL
    the one with the smaller number may be committed later, and neither is before the other.
    """
    facts = session.execute(
        sa.select(col(Outbox.recipient), col(Outbox.subject), col(Matter.place_id), sa.func.min(Outbox.id))
        .join(Order, col(Order.id) == col(Outbox.subject))
        .join(Matter, col(Matter.id) == col(Order.matter_id))
        .where(col(Outbox.slot) == CardSlot.ORDER)
        .group_by(col(Outbox.recipient), col(Outbox.subject), col(Matter.place_id))
        .having(sa.func.min(Outbox.priority) >= int(Priority.ORDER), sa.func.max(Outbox.attempts) == 0)
    )
    chats = _chats(session)
    first = {(chats[recipient], order): (place, fact) for recipient, order, place, fact in facts}
    came: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for sent in seen.sends:
        if sent.order is not None and (sent.chat, sent.order) in first:
            place, fact = first[sent.chat, sent.order]
            came[sent.chat, place].setdefault(sent.order, fact)
    return sum(_falls(list(facts.values())) for facts in came.values())


def _repeats(session: Session, seen: Seen) -> int:
    """Messages that Telegram took and no row knows of: what they said was said again."""
    chats = _chats(session)
    rows = session.execute(
        sa.select(col(Outbox.recipient), col(Outbox.message_id)).where(col(Outbox.message_id).is_not(None))
    )
    known = {(chats[recipient], message) for recipient, message in rows}
    return sum((sent.chat, sent.message) not in known for sent in seen.sends)


def _chats(session: Session) -> dict[str, int]:
    """Recipient key → chat."""
    people = session.execute(sa.select(col(Person.id), col(Person.user_id)))
    places = session.execute(sa.select(col(Place.id), col(Place.chat_id)))
    return {f"p:{ident}": user for ident, user in people} | {f"g:{ident}": chat for ident, chat in places}


def _falls(values: Sequence[Any]) -> int:
    return sum(later < earlier for earlier, later in pairwise(values))


def broadcast_in(chat: int, text: object) -> str | None:
    """The announcement that a message in a resident group is a copy of; at the desk its author sees it too."""
    found = re.search(rf"{BROADCAST}\d+", str(text)) if chat != DESK_CHAT else None
    return found.group() if found else None


def offered_order(markup: object) -> str | None:
    """The order that a message's keyboard offers."""
    found = json.loads(markup) if isinstance(markup, str) else markup
    rows = found.get("inline_keyboard", []) if isinstance(found, dict) else []
    data = [button.get("callback_data") or "" for row in rows for button in row]
    claim = next((one for one in data if one.startswith(f"{Verb.CLAIM}:")), None)
    return decode(claim).id if claim else None
