"""The sandbox's town as it is written down: communities, people, partners, all invented."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from community.words import PartnerKind, Tier

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CommunityData:
    """A community; `grids` are the names of its grids."""

    code: str
    name: str
    grids: tuple[str, ...]
    square: str
    rain_place: str
    phone: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A person. home: (community code, number of the grid from 1), None for strangers."""

    name: str
    age: int
    home: tuple[str, int] | None
    started: bool


@dataclass(frozen=True, slots=True)
class StaffData:
    """A member of staff; `at`: the code of the only community they answer for, empty for the street."""

    name: str
    age: int
    title: str
    at: str


@dataclass(frozen=True, slots=True)
class PartnerData:
    """A partner. serves: (category, tier, price words, the only services of it). areas: community codes, none for
    the whole street.

    hours: weekday "1".."7" → [["HH:MM", "HH:MM"], …]; empty: always open.
    """

    name: str
    kind: PartnerKind
    visits: bool
    hours: Mapping[str, Sequence[Sequence[str]]]
    areas: tuple[str, ...]
    members: tuple[str, ...]
    serves: tuple[tuple[str, Tier, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class GuideData:
    """An entry of the guide; `at`: the code of the only community that it holds for, empty for the street."""

    question: str
    answer: str
    source: str
    phone: str
    at: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Town:
    """All of it."""

    name: str
    desk: str
    communities: tuple[CommunityData, ...]
    staff: tuple[StaffData, ...]
    leaders: tuple[Neighbour, ...]
    residents: tuple[Neighbour, ...]
    strangers: tuple[Neighbour, ...]
    partners: tuple[PartnerData, ...]


def read_town() -> Town:
    """The town of `bot/town/*.toml`."""
    street, people, partners = _read("street"), _read("people"), _read("partners")
    return Town(
        name=street["name"],
        desk=street["desk"],
        communities=tuple(CommunityData(**{**one, "grids": tuple(one["grids"])}) for one in street["communities"]),
        staff=tuple(StaffData(one["name"], one["age"], one["title"], one.get("at", "")) for one in people["staff"]),
        leaders=tuple(_neighbour(one) for one in people["leaders"]),
        residents=tuple(_neighbour(one) for one in people["residents"]),
        strangers=tuple(_neighbour(one) for one in people["strangers"]),
        partners=tuple(_partner(one) for one in partners["partners"]),
    )


def read_guide() -> tuple[GuideData, ...]:
    """The entries of `bot/town/guide.toml`."""
    return tuple(
        GuideData(
            one["question"],
            one["answer"],
            one["source"],
            one["phone"],
            one.get("at", ""),
            date.fromisoformat(one["until"]) if "until" in one else None,
        )
        for one in _read("guide")["entries"]
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _neighbour(one: dict[str, Any]) -> Neighbour:
    home = one.get("home")
    return Neighbour(one["name"], one["age"], (home[:2], int(home[2:])) if home else None, one.get("started", False))


def _partner(one: dict[str, Any]) -> PartnerData:
    return PartnerData(
        name=one["name"],
        kind=PartnerKind(one["kind"]),
        visits=one.get("visits", False),
        hours=hours(one.get("hours", [])),
        areas=tuple(one.get("area", [])),
        members=tuple(one["members"]),
        serves=tuple((category, Tier(tier), price, tuple(only)) for category, tier, price, *only in one["serves"]),
    )


def hours(written: Sequence[str]) -> dict[str, list[list[str]]]:
    """["1-5 08:00-18:00", "6 09:00-12:00"] → weekday "1".."7" → [["08:00", "18:00"]]."""
    found: dict[str, list[list[str]]] = {}
    for line in written:
        days, _, span = line.partition(" ")
        first, _, last = days.partition("-")
        for day in range(int(first), int(last or first) + 1):
            found.setdefault(str(day), []).append(span.split("-"))
    return found
