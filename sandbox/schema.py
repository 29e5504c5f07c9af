"""The facts of the Bot API (botapi.json) and whether a value agrees with them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

Json = dict[str, Any]
_SCALARS: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "InputFile": (str,),
}


@cache
def facts() -> Json:
    """The whole schema: {"methods": {name: {"params"}}, "types": {name: {"fields", "one_of"?}}}."""
    loaded: Json = json.loads(Path(__file__).with_name("botapi.json").read_text(encoding="utf-8"))
    return loaded


def params_of(method: str) -> Json | None:
    """Parameter facts of a method by name, or None if the Bot API has no such method."""
    found = facts()["methods"].get(method)
    return None if found is None else found["params"]


def method_name(spelled: str) -> str | None:
    """The method's own spelling: Telegram ignores case."""
    return _lowered().get(spelled.lower())


@cache
def _lowered() -> dict[str, str]:
    return {name.lower(): name for name in facts()["methods"]}


def size_in(unit: str, value: Any) -> int:
    """How big a value is in the schema's unit: UTF-16 units for characters, UTF-8 bytes, or items."""
    if unit == "bytes":
        return len(str(value).encode())
    if unit == "characters":
        return len(str(value).encode("utf-16-le")) // 2
    return len(value)


def problems(kind: str, value: Any, where: str = "") -> list[str]:
    """Every way in which a JSON value disagrees with a type of the schema; an empty list is agreement."""
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: not an array"]
        inner = kind.removeprefix("Array of ")
        return [found for index, item in enumerate(value) for found in problems(inner, item, f"{where}[{index}]")]
    options = _options(kind)
    if len(options) > 1:
        tried = [problems(option, value, where) for option in options]
        return min(tried, key=len) if all(tried) else []
    return _single(options[0], value, where)


@cache
def _options(kind: str) -> tuple[str, ...]:
    if " or " in kind or ", " in kind or " and " in kind:
        return tuple(part for group in kind.split(" or ") for both in group.split(", ") for part in both.split(" and "))
    declared = facts()["types"].get(kind, {}).get("one_of")
    return tuple(declared) if declared else (kind,)


def _single(kind: str, value: Any, where: str) -> list[str]:
    if kind == "True":
        return [] if value is True else [f"{where}: not true"]
    if kind == "Boolean":
        return [] if isinstance(value, bool) else [f"{where}: not a boolean"]
    if kind in _SCALARS:
        good = isinstance(value, _SCALARS[kind]) and not isinstance(value, bool)
        return [] if good else [f"{where}: not {kind}: {value!r:.60}"]
    if kind not in facts()["types"]:
        return [f"{where}: unknown type {kind}"]
    if not isinstance(value, dict):
        return [f"{where}: not an object {kind}"]
    return _fields(kind, value, where)


def _fields(kind: str, value: Json, where: str) -> list[str]:
    fields = facts()["types"][kind]["fields"]
    found = [
        f"{where}.{name}: missing in {kind}" for name, fact in fields.items() if fact["required"] and name not in value
    ]
    for name, item in value.items():
        fact = fields.get(name)
        if fact is None:
            found.append(f"{where}.{name}: {kind} has no such field")
            continue
        inner = problems(fact["type"], item, f"{where}.{name}")
        if not inner and "max" in fact and not fact["min"] <= size_in(fact["unit"], item) <= fact["max"]:
            inner = [f"{where}.{name}: size outside {fact['min']}-{fact['max']} {fact['unit']}"]
        found.extend(inner)
    return found
