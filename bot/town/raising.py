"""Raising the town: people and groups through the sandbox's control interface, everything else through actions.

It may be killed anywhere and run again: what is there already is found by its name and left as it is.
"""

from typing import Any

import httpx

from actions.groups import ChatSeen
from actions.guide_sheet import Taken, fill_guide
from actions.invites import make_first_invite, use_invite
from actions.partners import NewPartner, Serves, enlist
from actions.people import appoint, settle, start
from actions.streets import NewCommunity, SetUp, add_communities, add_grids, enter_desk, enter_grid, name_street
from actions.tx import Do, Tx
from bot.town.data import PartnerData, Town, read_guide, read_town
from community.guide import SheetRow
from community.heard import Speaker
from community.words import Role
from storage.engine import Database
from storage.marks import keep
from storage.tables import Mark

RAISED = "town"
Home = tuple[str, int]


async def raise_town(url: str, do: Do, database: Database) -> bool:
    """Raise the town of the sandbox at `url`, unless that was done before; whether it was done now."""
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        existing = await _existing(http)
        fresh = not existing["users"] or await database.read(lambda session: session.get(Mark, RAISED)) is None
        if fresh:
            town, world = read_town(), _World(http, existing)
            chats = await _populate(world, town)
            await _Settling(do, town, world.people, chats).run()
            await do(_mark)
        (await http.post("/sandbox/seeded")).raise_for_status()
        return fresh


def _mark(tx: Tx) -> None:
    keep(tx.session, RAISED, lambda: "raised", now=tx.now)


class _World:
    """People and groups by name; those that are missing are made."""

    def __init__(self, http: httpx.AsyncClient, existing: dict[str, Any]) -> None:
        self._http = http
        self.people: dict[str, int] = {one["name"]: one["id"] for one in existing["users"]}
        self._chats: dict[str, int] = {one["title"]: one["id"] for one in existing["chats"] if one["type"] != "private"}

    async def person(self, name: str, role: str, *, started: bool) -> int:
        if name not in self.people:
            body = {"name": name, "role": role, "started": started}
            self.people[name] = (await self._post("users", body))["id"]
        return self.people[name]

    async def chat(self, title: str, kind: str, members: list[int], admins: list[int]) -> int:
        if title not in self._chats:
            body = {"title": title, "type": "supergroup", "kind": kind, "members": members, "admins": admins}
            self._chats[title] = (await self._post("chats", body))["id"]
        return self._chats[title]

    async def _post(self, call: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._http.post(f"/sandbox/{call}", json=body)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


async def _existing(http: httpx.AsyncClient) -> dict[str, Any]:
    answer = await http.get("/sandbox/world")
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


async def _populate(world: _World, town: Town) -> dict[Home | None, ChatSeen]:
    """The people, and the groups by grid (None: the staff chat)."""
    staff = [await world.person(one.name, "staff", started=True) for one in town.staff]
    at_home: dict[Home, list[int]] = {}
    leading: dict[Home, list[int]] = {}
    for role, some in (("leader", town.leaders), ("resident", town.residents), ("stranger", town.strangers)):
        for one in some:
            ident = await world.person(one.name, role, started=one.started)
            if one.home is not None:
                (leading if role == "leader" else at_home).setdefault(one.home, []).append(ident)
    for partner in town.partners:
        for name in partner.members:
            await world.person(name, "partner", started=True)
    chats: dict[Home | None, ChatSeen] = {None: await _chat(world, town.desk, "staff", staff[1:], staff[:1])}
    for community in town.communities:
        for number, grid in enumerate(community.grids, 1):
            home = (community.code, number)
            admins = [*staff[1:2], *leading.get(home, [])]
            chats[home] = await _chat(world, f"{community.name}{grid}群", "grid", at_home.get(home, []), admins)
    return chats


async def _chat(world: _World, title: str, kind: str, members: list[int], admins: list[int]) -> ChatSeen:
    return ChatSeen(await world.chat(title, kind, members, admins), title, present=True)


class _Settling:
    """The street, done as its first member of staff would do it."""

    def __init__(self, do: Do, town: Town, people: dict[str, int], chats: dict[Home | None, ChatSeen]) -> None:
        self._do, self._town, self._people, self._chats = do, town, people, chats
        self._chief = self._speaker(town.staff[0].name)
        self._communities: dict[str, str] = {}
        self._grids: dict[Home, str] = {}

    async def run(self) -> None:
        await self._first_staff()
        await self._street()
        await self._staff()
        await self._neighbours()
        for partner in self._town.partners:
            await self._partner(partner)
        await self._guide()

    def _speaker(self, name: str) -> Speaker:
        return Speaker(self._people[name], name)

    async def _first_staff(self) -> None:
        token = await self._do(make_first_invite)
        if token is not None:
            await self._do(use_invite, speaker=self._chief, token=token)

    async def _street(self) -> None:
        town, chief = self._town, self._chief
        await self._do(name_street, speaker=chief, name=town.name)
        new = [NewCommunity(one.code, one.name, one.square, one.rain_place, one.phone) for one in town.communities]
        made = _ids(await self._do(add_communities, speaker=chief, communities=new))
        self._communities = {one.code: ident for one, ident in zip(town.communities, made, strict=True)}
        for community in town.communities:
            where = self._communities[community.code]
            grids = _ids(await self._do(add_grids, speaker=chief, community=where, names=community.grids))
            for number, grid in enumerate(grids, 1):
                home = (community.code, number)
                self._grids[home] = grid
                _ids(await self._do(enter_grid, speaker=chief, chat=self._chats[home], grid=grid))
        _ids(await self._do(enter_desk, speaker=chief, chat=self._chats[None]))

    async def _staff(self) -> None:
        for one in self._town.staff:
            who, at = self._speaker(one.name), self._communities.get(one.at)
            await self._do(start, speaker=who, greeted=True)
            await self._do(appoint, speaker=self._chief, person=who, role=Role.STAFF, community=at)

    async def _neighbours(self) -> None:
        for one in (*self._town.leaders, *self._town.residents):
            who = self._speaker(one.name)
            if one.started:
                await self._do(start, speaker=who, greeted=True)
            if one.started and one.home is not None:
                await self._do(settle, speaker=who, grid=self._grids[one.home])
        for one in self._town.leaders:
            if one.home is not None:
                at = self._communities[one.home[0]]
                who = self._speaker(one.name)
                await self._do(appoint, speaker=self._chief, person=who, role=Role.LEADER, community=at)

    async def _partner(self, one: PartnerData) -> None:
        new = NewPartner(
            name=one.name,
            kind=one.kind,
            serves=tuple(Serves(*line) for line in one.serves),
            areas=tuple(self._communities[code] for code in one.areas),
            hours=one.hours,
            home_visit=one.visits,
        )
        members = [self._speaker(name) for name in one.members]
        for member in members:
            await self._do(start, speaker=member, greeted=True)
        await self._do(enlist, speaker=self._chief, partner=new, members=members)

    async def _guide(self) -> None:
        names = {one.code: one.name for one in self._town.communities}
        rows = [
            SheetRow(
                row=number,
                id="",
                question=one.question,
                answer=one.answer,
                source=one.source,
                phone=one.phone,
                until=one.until,
                scope=names.get(one.at, ""),
                active=True,
            )
            for number, one in enumerate(read_guide(), 1)
        ]
        result = await self._do(fill_guide, speaker=self._chief, rows=rows)
        if not isinstance(result, Taken):
            raise TypeError(f"the guide cannot be filled: {result!r}")


def _ids(result: object) -> tuple[str, ...]:
    if not isinstance(result, SetUp):
        raise TypeError(f"the town cannot be raised: {result!r}")
    return result.ids
