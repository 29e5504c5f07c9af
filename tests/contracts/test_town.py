"""Raising the town in a real sandbox: once, and to its end even when it was killed half way."""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from actions.tx import Do
from bot.town.data import read_town
from bot.town.raising import raise_town
from bot.town.scene import play_scene, read_scene
from community.words import PlaceKind
from sandbox.server import Running, running
from storage.engine import Database
from storage.tables import (
    Appointment,
    Community,
    Grid,
    Member,
    Partner,
    Person,
    Place,
    Street,
    Subscription,
)

TABLES = (Street, Community, Grid, Place, Person, Appointment, Partner, Member, Subscription)
TOKEN = "123456:town"


class Fixed:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 11, 26, 1, 0, tzinfo=UTC)

    async def sleep_until(self, at: datetime) -> None:
        return None


class Killed(Exception):
    """What stands for kill -9."""


@dataclass(frozen=True)
class Mortal(Do):
    """A `Do` that dies after `life` actions, before that action commits."""

    life: list[int] = field(default_factory=lambda: [10**9])

    async def __call__(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.life[0] -= 1
        if self.life[0] < 0:
            raise Killed
        return await super().__call__(action, *args, **kwargs)


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Running]:
    folder = tmp_path / "sandbox"
    folder.mkdir()
    async with running(folder, token=TOKEN) as found:
        yield found


def doing(database: Database, sandbox: Running, life: int = 10**9) -> Mortal:
    return Mortal(database, Fixed(), random.Random(life), sandbox.world.bot_id, lambda: None, life=[life])


def counted(database: Database) -> dict[str, int]:
    def count(session: Session, table: type[SQLModel]) -> int:
        return session.exec(select(sa.func.count()).select_from(table)).one()

    return database.read_now(lambda session: {table.__name__: count(session, table) for table in TABLES})


async def test_a_town_is_raised_once(database: Database, sandbox: Running) -> None:
    do, town = doing(database, sandbox), read_town()
    assert await raise_town(sandbox.url, do, database)
    first = counted(database)
    assert first["Community"] == 12
    assert first["Place"] == sum(len(one.grids) for one in town.communities) + 1
    assert first["Partner"] == len(town.partners)
    assert first["Member"] == sum(len(one.members) for one in town.partners)
    assert not await raise_town(sandbox.url, do, database)
    assert counted(database) == first
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        world = (await http.get("/sandbox/world")).json()
    groups = [chat for chat in world["chats"] if chat["type"] != "private"]
    assert {chat["kind"] for chat in groups} == {"grid", "staff"}
    assert all(chat["members"] and chat["bot_admin"] for chat in groups)
    known = database.read_now(lambda session: {place.chat_id: place.kind for place in session.exec(select(Place))})
    assert {chat["id"]: PlaceKind(chat["kind"]) for chat in groups} == known


@pytest.mark.parametrize("life", [0, 1, 3, 20, 60, 120])
async def test_a_town_that_was_killed_half_way_is_finished(database: Database, sandbox: Running, life: int) -> None:
    with pytest.raises(Killed):
        await raise_town(sandbox.url, doing(database, sandbox, life), database)
    assert await raise_town(sandbox.url, doing(database, sandbox), database)
    town, found = read_town(), counted(database)
    assert found["Street"] == 1
    assert found["Community"] == len(town.communities)
    assert found["Grid"] == found["Place"] - 1 == sum(len(one.grids) for one in town.communities)
    assert found["Appointment"] == len(town.staff) + len(town.leaders)
    assert found["Partner"] == len(town.partners)


async def test_the_scene_is_said_and_given_up_when_no_bot_answers(
    database: Database, sandbox: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.town.scene.PATIENCE", 0.0)
    await raise_town(sandbox.url, doing(database, sandbox), database)
    paused: list[float] = []

    async def sleep(seconds: float) -> None:
        paused.append(seconds)

    await play_scene(sandbox.url, sleep=sleep)
    steps = read_scene()
    waits = next(number for number, step in enumerate(steps) if step.wait)
    assert paused == [step.pause for step in steps[: waits + 1]]
    async with httpx.AsyncClient(base_url=sandbox.url, trust_env=False) as http:
        world = (await http.get("/sandbox/world")).json()
        group = next(chat["id"] for chat in world["chats"] if chat["title"] == "般阳社区3号网格群")
        reader = next(user["id"] for user in world["users"] if user["name"] == steps[0].who)
        heard = (await http.get("/sandbox/messages", params={"chat": group, "user": reader})).json()["messages"]
    assert [one["text"] for one in heard if "text" in one] == [step.say for step in steps if step.say and step.home]
    assert world["hint"] is None
