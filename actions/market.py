"""The market day: planned weeks ahead in turn, announced, attended, asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from actions.dues import plan_dues
from actions.market_cards import refresh_market, refresh_plan, retire_older, show_plan
from actions.noise import next_turn
from actions.tx import Tx
from community.calendars import OddDay, local_date, next_host, odd_day
from community.facts import Fact, FactKind, Recipient
from community.heard import Speaker
from community.market_rule import MARKET_POSTS, Audience, MarketPost, closes_at
from community.words import MarketState, Priority
from storage.areas import staff_chats
from storage.dialect import insert
from storage.market import going_count, rota, services_near
from storage.people import meet
from storage.places import grid_places
from storage.tables import Going, MarketDay, Street

CLOSING = "market_closing"
"""The kind of the due row that takes the buttons off a market's cards."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Counted; `count` people come now."""

    count: int


@dataclass(frozen=True, slots=True)
class NotComing:
    """Taken back; `count` people come now."""

    count: int


@dataclass(frozen=True, slots=True)
class Over:
    """That market day is past, called off, or unknown."""


def plan_markets(tx: Tx, *, saturdays: Sequence[date]) -> None:
    """Make the market days of `saturdays` that are missing, in every street, hosts in turn, and plan their posts.

    A post that was due before the street was there is not planned; repeating this changes nothing.
    """
    for street in tx.session.exec(select(Street).order_by(col(Street.id))).all():
        if not rota(tx.session, street.id):
            continue
        made = [saturday for saturday in sorted(saturdays) if _make(tx, street, saturday)]
        if made:
            deal_hosts(tx, street.id, after=made[0] - timedelta(days=1))
        for market in _ahead(tx, street.id, local_date(tx.now)):
            plan_posts(tx, market, since=street.made_at)


def _make(tx: Tx, street: Street, saturday: date) -> bool:
    """Whether a row for `saturday` had to be made: it neither stood nor was shifted by a day."""
    weekend = (saturday, saturday + timedelta(days=1))
    query = select(MarketDay.id).where(MarketDay.street_id == street.id, col(MarketDay.day).in_(weekend))
    if tx.session.exec(query).first() is not None:
        return False
    host = rota(tx.session, street.id)[0]
    market = MarketDay(id=tx.new_id(), street_id=street.id, community_id=host, day=saturday, state=MarketState.PLANNED)
    tx.session.add(market)
    tx.session.flush()
    _flag(tx, market)
    return True


def deal_hosts(tx: Tx, street: str, *, after: date) -> None:
    """Give the planned days later than `after` to the communities in turn; a skipped day takes nobody's turn."""
    turns = rota(tx.session, street)
    held = select(MarketDay).where(MarketDay.street_id == street, MarketDay.state == MarketState.PLANNED)
    before = tx.session.exec(held.where(MarketDay.day <= after).order_by(col(MarketDay.day).desc())).first()
    last = before.community_id if before else None
    for market in tx.session.exec(held.where(MarketDay.day > after).order_by(col(MarketDay.day))).all():
        last = next_host(turns, last)
        market.community_id = last
    tx.session.flush()


def _flag(tx: Tx, market: MarketDay) -> None:
    """Show an odd Saturday to the staff of the street, who choose whether it is held."""
    if odd_day(market.day) in {OddDay.MAKE_UP_WORKDAY, OddDay.HOLIDAY}:
        for place in staff_chats(tx.session, market.street_id):
            show_plan(tx, market.street_id, Recipient(place=place.id))


def plan_posts(tx: Tx, market: MarketDay, *, since: datetime) -> None:
    """Plan the posts of `market` that are due from `since` on, and the last change of its cards when it closes."""
    planned = [(post.kind, post.due_at(market.day)) for post in MARKET_POSTS if post.due_at(market.day) >= since]
    planned.append((CLOSING, closes_at(market.day, market.closes)))
    plan_dues(tx, [(kind, market.id, at.astimezone(tx.now.tzinfo)) for kind, at in planned])


def _ahead(tx: Tx, street: str, today: date) -> Sequence[MarketDay]:
    query = select(MarketDay).where(
        MarketDay.street_id == street, MarketDay.state == MarketState.PLANNED, MarketDay.day >= today
    )
    return tx.session.exec(query.order_by(col(MarketDay.day))).all()


def post_market(tx: Tx, *, market: str, post: MarketPost) -> bool:
    """Say `post` once in each grid group it is for. False: too late for it."""
    row = tx.session.get(MarketDay, market)
    if row is None or row.state is not MarketState.PLANNED:
        return True
    deadline = post.deadline(row.day, row.closes)
    if tx.now >= deadline:
        return False
    host = row.community_id if post.audience is Audience.HOST else None
    subject = f"{row.id}.{post.days_before}"
    for place in grid_places(tx.session, row.street_id, host):
        turn = next_turn(tx, place.id)
        tx.say(
            Fact(
                FactKind.MARKET_POSTED,
                subject,
                Recipient(place=place.id),
                Priority.BROADCAST,
                key=f"market:{row.id}:{row.day}:{post.days_before}:{place.id}",
                not_before=turn,
                not_after=deadline.astimezone(tx.now.tzinfo),
            )
        )
        retire_older(tx, subject, Recipient(place=place.id), turn)
    tx.record(row.id, "post_market", None, days_before=post.days_before)
    return True


def close_market_day(tx: Tx, *, market: str) -> None:
    """It is over: its cards lose their buttons, and staff have no more to decide about it."""
    refresh_market(tx, market)
    row = tx.session.get(MarketDay, market)
    if row is not None:
        refresh_plan(tx, row.street_id)


def toggle_going(tx: Tx, *, speaker: Speaker, market: str) -> Coming | NotComing | Over:
    """Count a person for the market day, or, if counted, no longer."""
    row = tx.session.get(MarketDay, market)
    if row is None or row.state is not MarketState.PLANNED or tx.now >= closes_at(row.day, row.closes):
        return Over()
    person = meet(tx.session, speaker, new_id=tx.new_id, now=tx.now)
    values = {"id": tx.new_id(), "market_id": market, "person_id": person.id, "at": tx.now}
    statement = insert(tx.session, Going).values(values)
    statement = statement.on_conflict_do_nothing(index_elements=["market_id", "person_id"])
    counted = tx.session.execute(statement.returning(col(Going.id))).first() is not None
    if not counted:
        tx.session.execute(sa.delete(Going).where(col(Going.market_id) == market, col(Going.person_id) == person.id))
    refresh_market(tx, market)
    count = going_count(tx.session, market)
    return Coming(count) if counted else NotComing(count)


def list_stalls(tx: Tx, *, market: str) -> tuple[str, ...] | Over:
    """What partners near the market day serve: categories."""
    row = tx.session.get(MarketDay, market)
    return Over() if row is None else services_near(tx.session, row.street_id, row.community_id)
