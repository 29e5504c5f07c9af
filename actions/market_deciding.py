"""Staff decide about a market day: hold it, skip it, shift it to Sunday."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from actions.dues import drop_dues
from actions.market import Over, deal_hosts, plan_posts
from actions.market_cards import refresh_market, refresh_plan
from actions.tx import Tx
from community.calendars import SATURDAY
from community.heard import Speaker
from community.market_rule import closes_at
from community.words import MarketState
from storage.areas import area_of
from storage.people import meet
from storage.tables import MarketDay


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
    area = area_of(tx.session, person.id, row.street_id)
    if area is None or not area.covers(row.community_id):
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


def _settle(tx: Tx, row: MarketDay, saturday: date) -> None:
    """Deal the turns from `saturday` on, plan the posts of the day as it is now, change the cards."""
    deal_hosts(tx, row.street_id, after=saturday - timedelta(days=1))
    drop_dues(tx, row.id)
    if row.state is MarketState.PLANNED:
        plan_posts(tx, row, since=tx.now)
    refresh_market(tx, row.id, fresh=True)
    refresh_plan(tx, row.street_id)
