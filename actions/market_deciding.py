"""Staff decide about a market day: hold it, skip it, shift it to Sunday."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import select

from actions.dues import drop_dues
from actions.market import Over, deal_hosts, plan_posts
from actions.market_cards import refresh_market, refresh_plan
from actions.tx import Tx
from community.calendars import SATURDAY
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.hours import after_quiet
from community.market_rule import closes_at
from community.words import MarketState, Priority
from storage.areas import area_of
from storage.history import last
from storage.market import going_count
from storage.people import meet
from storage.tables import Going, MarketDay

SOON = timedelta(minutes=2)
"""Within this time a second press means the first."""


class Decision(StrEnum):
    """What staff may decide."""

    HOLD = "hold"  # 照常
    SKIP = "skip"  # 跳过
    SHIFT = "shift"  # 顺延到周日


@dataclass(frozen=True, slots=True)
class Decided:
    """It is so now."""

    day: date
    held: bool


@dataclass(frozen=True, slots=True)
class AlreadySo:
    """It was so already."""


@dataclass(frozen=True, slots=True)
class NotForYou:
    """Only the staff of the host community or of the street decide."""


@dataclass(frozen=True, slots=True)
class SureOf:
    """So many people were to come: the same press again within SOON does it."""

    decision: Decision
    going: int


def press_decision(
    tx: Tx, *, speaker: Speaker, market: str, decision: Decision
) -> Decided | AlreadySo | NotForYou | SureOf | Over:
    """`decide_market`, but what every group hears at once is asked about first: one tap may be a slip."""
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(MarketDay, market)
    asked = last(tx.session, market, "press_decision")
    if decision is not Decision.HOLD and row is not None and _may_decide(tx, person.id, row):
        sure = asked is not None and asked.at > tx.now - SOON and asked.person_id == person.id
        if asked is None or not sure or asked.detail.get("decision") != decision.value:
            tx.record(market, "press_decision", person.id, decision=decision.value)
            return SureOf(decision, going_count(tx.session, market))
    return decide_market(tx, speaker=speaker, market=market, decision=decision)


def decide_market(
    tx: Tx, *, speaker: Speaker, market: str, decision: Decision
) -> Decided | AlreadySo | NotForYou | Over:
    """Hold, skip or shift a market day that is not over.

    A skipped day takes nobody's turn: its host holds the next one. Its posts are planned anew for the new day, and the
    cards that stand in the groups ring with the news.
    """
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    row = tx.session.get(MarketDay, market)
    if row is None:
        return Over()
    if not _may_decide(tx, person.id, row):
        return NotForYou()
    saturday = row.day - timedelta(days=row.day.isoweekday() - SATURDAY)
    day = saturday + timedelta(days=1) if decision is Decision.SHIFT else saturday
    state = MarketState.CANCELLED if decision is Decision.SKIP else MarketState.PLANNED
    if (row.day, row.state) == (day, state):
        return AlreadySo()
    if tx.now >= min(closes_at(row.day, row.closes), closes_at(day, row.closes)):
        return Over()
    row.day, row.state = day, state
    tx.session.flush()
    tx.record(row.id, "decide_market", person.id, decision=decision.value)
    _settle(tx, row, saturday)
    return Decided(day, state is MarketState.PLANNED)


def _may_decide(tx: Tx, person: str, row: MarketDay) -> bool:
    area = area_of(tx.session, person, row.street_id)
    return area is not None and area.covers(row.community_id)


def _tell_who_comes(tx: Tx, row: MarketDay) -> None:
    """Whoever said that they come hears it by themselves: their card, with the button to take it back."""
    for person in tx.session.exec(select(Going.person_id).where(Going.market_id == row.id).order_by(Going.person_id)):
        to, at = Recipient(person=person), after_quiet(tx.now)
        tx.say(Fact(FactKind.MARKET_CHANGED, f"{row.id}.ask", to, Priority.BOARD, not_before=at, fresh=True))


def _settle(tx: Tx, row: MarketDay, saturday: date) -> None:
    """Deal the turns from `saturday` on, plan the posts of the day as it is now, change the cards."""
    deal_hosts(tx, row.street_id, after=saturday - timedelta(days=1))
    drop_dues(tx, row.id)
    if row.state is MarketState.PLANNED:
        plan_posts(tx, row, since=tx.now)
    refresh_market(tx, row.id, fresh=True)
    _tell_who_comes(tx, row)
    refresh_plan(tx, row.street_id)
