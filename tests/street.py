"""A small street in rows, for tests of actions: one community, one grid group, one desk, and people to act."""

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actions.tx import Do, Tx
from bot.nlp.delicate import GRAVE, told_in
from bot.tidying import Tidier
from community.facts import FactKind
from community.heard import Heard, Speaker
from community.retention import Holding
from community.understanding import Band, Door, Kind, Parsed, Scored, Slots, Understanding
from community.words import PartnerKind, PartnerState, PlaceKind, Role, Tier
from storage.engine import Database
from storage.tables import (
    Appointment,
    Community,
    Grid,
    Member,
    Order,
    Outbox,
    Partner,
    Person,
    Place,
    Street,
    Subscription,
)

P = ParamSpec("P")
R = TypeVar("R")

THURSDAY = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
GRID_CHAT = -4_000_000_001
DESK_CHAT = -4_000_000_002
SENSITIVE = frozenset({"counselling", "matchmaking"})


@dataclass
class SmallStreet:
    """Runs actions at a time that the test moves."""

    database: Database
    now: datetime = THURSDAY
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def do(self, action: Callable[Concatenate[Tx, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `action` in its own transaction."""

        def work(session: Session) -> R:
            return action(Tx(session, self.now, self.chance, bot_id=1), *args, **kwargs)

        return self.database.write_now(work)

    def later(self, **delta: float) -> None:
        """Let time pass."""
        self.now += timedelta(**delta)

    def says(self, who: Speaker, text: str, *, place: str | None = "grid") -> Heard:
        """What `who` says in the grid group, or in private with place=None."""
        number = next(self.numbers)
        chat = GRID_CHAT if place else who.user_id
        return Heard(who, place, chat, number, self.now, text)

    def orders(self) -> list[Order]:
        """Every order, oldest first."""
        return list(self.database.read_now(lambda s: s.exec(select(Order).order_by(col(Order.offered_at))).all()))

    def said(self, kind: FactKind | None = None) -> list[Outbox]:
        """Every fact put into the outbox, in order."""
        query = select(Outbox).order_by(col(Outbox.id))
        rows = list(self.database.read_now(lambda s: s.exec(query).all()))
        return [row for row in rows if kind is None or row.kind is kind]

    def forget_said(self) -> None:
        """Empty the outbox, so that what follows stands alone."""
        self.database.write_now(lambda s: s.execute(sa.delete(Outbox)))


class Slotted(TypedDict, total=False):
    """What else was said."""

    time: str | None
    place: str | None
    phone: str | None


def meaning_of(
    text: str,
    *categories: str,
    kind: Kind = Kind.NEED,
    urgency: int = 0,
    **slots: Unpack[Slotted],
) -> Understanding:
    """An understanding as the listener would give it."""
    told = told_in(text)
    return Understanding(
        kind=kind,
        band=Band.TAKE,
        categories=tuple(Scored(code, 0.9) for code in categories),
        urgency=urgency,
        slots=Slots(**slots),
        parsed=Parsed(door=Door(building="3") if slots.get("place") else None),
        service=None,
        summary=text[:60],
        cues=(),
        several=len(categories),
        told=told,
        grave=not GRAVE.isdisjoint(told),
    )


AUNT_LI = Speaker(5001, "李阿姨")
UNCLE_WANG = Speaker(5002, "王大爷")
WRENCH = [Speaker(6001 + n, f"红扳手{n}") for n in range(10)]
CLERK = Speaker(7001, "网格员小赵")
STRANGER = Speaker(9001, "路人")


def build(database: Database, *, repairers: int = 3) -> SmallStreet:
    """A street with `repairers` partners of one member each, subscribed to repair in the community."""
    made = THURSDAY - timedelta(days=30)

    def rows(session: Session) -> None:
        session.add(Street(id="street", name="新安街道", made_at=made))
        session.flush()
        session.add(Community(id="by", street_id="street", name="般阳社区", code="BY"))
        session.flush()
        session.add(Grid(id="g3", community_id="by", name="3 号网格"))
        session.flush()
        session.add(_place("grid", GRID_CHAT, PlaceKind.GRID, made, community_id="by", grid_id="g3"))
        session.add(_place("desk", DESK_CHAT, PlaceKind.STAFF, made))
        session.add(_person("clerk", CLERK, made, started=True))
        session.flush()
        session.add(Appointment(id="a", person_id="clerk", role=Role.STAFF, street_id="street", made_at=made))
        for n in range(repairers):
            _repairer(session, n, made)

    database.write_now(rows)
    return SmallStreet(database)


def _place(
    ident: str,
    chat: int,
    kind: PlaceKind,
    made: datetime,
    *,
    community_id: str | None = None,
    grid_id: str | None = None,
) -> Place:
    return Place(
        id=ident,
        bot_id=1,
        chat_id=chat,
        kind=kind,
        title=ident,
        street_id="street",
        community_id=community_id,
        grid_id=grid_id,
        made_at=made,
    )


def _person(ident: str, who: Speaker, made: datetime, *, started: bool) -> Person:
    return Person(id=ident, user_id=who.user_id, name=who.name, started=started, made_at=made)


def _repairer(session: Session, n: int, made: datetime) -> None:
    session.add(_person(f"w{n}", WRENCH[n], made, started=True))
    session.add(
        Partner(
            id=f"p{n}",
            street_id="street",
            name=f"红扳手维修队{n}",
            kind=PartnerKind.VOLUNTEER,
            state=PartnerState.ACTIVE,
            home_visit=True,
            made_at=made,
        )
    )
    session.flush()
    session.add(Member(id=f"m{n}", partner_id=f"p{n}", person_id=f"w{n}"))
    session.add(
        Subscription(id=f"s{n}", partner_id=f"p{n}", category="repair", community_id="by", tier=Tier.LOW, price="20 元")
    )


def tidy(street: SmallStreet) -> Mapping[Holding, int]:
    """The nightly forgetting, at the street's time."""
    clock = StreetClock(street)
    do = Do(street.database, clock, street.chance, 1, lambda: None)
    return asyncio.run(Tidier(do, street.database, clock).tidy())


@dataclass
class StreetClock:
    """A clock that stands at the street's time."""

    street: SmallStreet

    def now(self) -> datetime:
        """Aware UTC."""
        return self.street.now

    async def sleep_until(self, at: datetime) -> None:
        """Nobody sleeps here."""
        raise AssertionError(at)
