"""Nonsense for the fuzzing gate: strings, damaged JSON, and views whose every word is hostile."""

import random
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any

PIECES = (
    "", " ", "\n", "\x00", "<", ">", "&", "&lt;", "</b>", "<b>", "<a href='x'>", '"', "'", "\\", ":", "-", "_", "%s",
    "{}", "{0}", "=1+1", "@all", "+86", "💚", "👨\u200d👩\u200d👧", "厨房灯不亮了", "3号楼2单元501", "\uff11\uff13",
    "13800138000", "着火了", "不用了", "\u202e", "\u200b", "é", "ß", "\uff46", "𠮷", "½", "²", "٣", "9" * 40, "0", "-1",
    "NaN", "a" * 64, "灯" * 70, "cl", "cl:", "et:o1:", "0-0-0-", "/start", "/help@x", "BY-1126-01", "2026-02-30",
)  # fmt: skip
JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**70), 1e308, "", "x" * 5000, "💚", "\x00", [], {}, [[]], [None],
    {"id": 1}, {"id": "x"}, {"": ""}, "supergroup", "private", 1_795_000_000,
)  # fmt: skip
NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
OURS = {"id", "number", "category", "options", "page", "merged_into", "opens", "closes", "place", "hours", "utterance"}
"""Fields that hold what we made ourselves, and not what somebody wrote."""

SMALL = {"month": (1, 13), "day": (1, 31), "talk": (-1, 2)}
"""Numbers that are choices: from, and below."""

MAY_BE_EMPTY = {"text", "summary", "words", "note", "door", "phone", "price", "reason", "answer", "report", "about"}
"""Names are never empty: what makes them sees to that."""

DAYS = "1234567"
PAGES = ("", "eta", "label", "merge", "name", "grids", "older", "0", "3")


def text(chance: random.Random, longest: int = 8) -> str:
    """Anything that somebody may write."""
    found = "".join(chance.choice(PIECES) for _ in range(chance.randrange(longest)))
    if chance.random() < 0.3:
        found += "".join(chr(chance.randrange(1, 0xD800)) for _ in range(chance.randrange(20)))
    return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def damaged(chance: random.Random, body: Any) -> Any:
    """A copy of the JSON `body` in which something, somewhere, is otherwise."""
    if not isinstance(body, dict | list) or not body or chance.random() < 0.2:
        return chance.choice(JUNK) if chance.random() < 0.7 else text(chance)
    keys = list(body) if isinstance(body, dict) else list(range(len(body)))
    where = chance.choice(keys)
    copy: Any = dict(body) if isinstance(body, dict) else list(body)
    deed = chance.random()
    if deed < 0.15:
        del copy[where]
    elif deed < 0.2 and isinstance(copy, dict):
        copy[text(chance, 2)] = chance.choice(JUNK)
    else:
        copy[where] = damaged(chance, body[where])
    return copy


def view(chance: random.Random, kind: Any, name: str = "") -> Any:
    """A value of the annotated type `kind`: dataclasses field by field, text as hostile as can be."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{field.name: view(chance, hints[field.name], field.name) for field in fields(kind)})
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return view(chance, chance.choice(inner), name)
    if origin is tuple:
        several = inner[-1] is Ellipsis
        return tuple(
            view(chance, part, "id" if not several and place == 0 else name if several else "")
            for place, part in enumerate([inner[0]] * chance.randrange(4) if several else inner)
        )
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(chance, inner, name)
    return _plain(chance, kind, name)


def _plain(chance: random.Random, kind: Any, name: str) -> Any:
    if kind is type(None) or kind is None:
        return None
    if isinstance(kind, type) and issubclass(kind, Enum):
        return chance.choice(list(kind))
    if kind is bool:
        return chance.random() < 0.5
    if kind is int:
        if name in SMALL:
            return chance.randrange(*SMALL[name])
        return chance.choice([0, 1, 2, 3, 7, 100, 12345])
    if kind is float:
        return chance.choice([0.0, 4.9, 5.0])
    if kind is datetime:
        return NOW + timedelta(minutes=chance.randrange(-10_000, 10_000))
    if kind is date:
        return NOW.date() + timedelta(days=chance.randrange(-40, 40))
    if name in OURS:
        return _ours(chance, name)
    found = text(chance, 60 if chance.random() < 0.1 else 8)
    return found if found.strip() or name in MAY_BE_EMPTY else f"{found}x"


def _ours(chance: random.Random, name: str) -> str:
    if name == "page":
        return chance.choice(PAGES)
    if name in {"category", "options"}:
        return chance.choice(["repair", "law", "counselling", "dropped"])
    if name in {"opens", "closes"}:
        return chance.choice(["09:00", "11:30"])
    if name == "hours":
        return chance.choice(["", "1-5 08:00-18:00", "6-6 09:00-12:00"])
    if name in {"id", "place", "utterance"}:
        return "".join(chance.choices(LETTERS, k=12))
    return f"BY-1126-{chance.randrange(100):02}"


def _mapping(chance: random.Random, inner: tuple[Any, ...], name: str) -> dict[str, Any]:
    if name == "hours":  # the keys are days, which we write
        return {day: view(chance, inner[-1]) for day in DAYS if chance.random() < 0.5}
    if inner and inner[-1] is not Any:
        return {text(chance, 2): view(chance, inner[-1]) for _ in range(chance.randrange(3))}
    return {"type": chance.choice(["photo", "voice", "location", "odd"]), "file_id": text(chance, 2)}


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
