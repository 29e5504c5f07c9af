"""Many linear models at once, in plain Python and fast.

A feature's weights for all outputs are one big integer, a 32-bit field per output. Adding such integers adds all
outputs together; the sum is unpacked once. The last field of a text feature is its squared idf, so the norm comes too.
"""

import hashlib
import json
import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import sqrt
from pathlib import Path
from typing import Any

from bot.nlp.features import Features
from bot.nlp.jsonl import read_json

META, DATA = "model.json", "weights.bin"
SCALE = 2048.0  # weights are stored as int16 / SCALE
SQUARE = 128.0  # squared idf likewise
_HALF = 1 << 31
_BEGINNING = 3
_NONE = repeat(0)  # what a feature without a row weighs
_SPACES = ("flags", "grams", "words")
_NORMED = ("grams", "words")  # these carry squares


class ModelError(ValueError):
    """Weights that can't be used: which file and why."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Trained weights: per space ("words", "grams", "flags") and feature a row of int16, the outputs' in order.

    Rows of text spaces carry one more number: the squared idf.
    """

    outputs: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Sequence[int]]]
    settings: Mapping[str, Any]


class Linear:
    """Scores of all outputs for one text."""

    def __init__(self, weights: Weights) -> None:
        self.outputs = weights.outputs
        self.settings = weights.settings
        self._fields = len(weights.outputs) + 1
        self._lift = _raised(self._fields)
        self._unpack = struct.Struct(f"<{self._fields}i").unpack
        self._words, self._grams, self._flags = (
            _laid_out(weights.rows[space]) for space in ("words", "grams", "flags")
        )

    @property
    def beginnings(self) -> frozenset[str] | None:
        """The first three characters of every word that weighs anything; None when there are shorter ones."""
        found = frozenset(word[:_BEGINNING] for word in self._words)
        return found if all(len(one) == _BEGINNING for one in found) else None

    def score(self, features: Features) -> list[float]:
        """A score per output, in their order."""
        text = sum(map(self._words.get, features.words, _NONE))
        talk = self._numbers(sum(map(self._grams.get, features.grams, _NONE), text))
        signs = self._numbers(sum(map(self._flags.get, features.flags, _NONE), self._flags.get("bias", 0)))
        loud, flat = 1.0 / (SCALE * (sqrt(talk[-1] / SQUARE) or 1.0)), 1.0 / SCALE
        return [word * loud + sign * flat for word, sign in zip(talk, signs, strict=True)][:-1]

    def weigh(self, counts: Mapping[str, int], space: str = "words") -> tuple[int, ...]:
        """The stored weights of words (or "grams") summed, each as often as counted: a number per output."""
        rows = self._words if space == "words" else self._grams
        return self._numbers(sum(count * rows[word] for word, count in counts.items()))[:-1]

    def _numbers(self, packed: int) -> tuple[int, ...]:
        fields = (packed + self._lift) ^ self._lift  # each field raised above zero, then back, now within its own bits
        return self._unpack(fields.to_bytes(4 * self._fields, "little"))


def _laid_out(rows: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Rows as integers, those of small idf first: what is often met, made one after another, lies together in memory
    and is sooner found. So do the names, which are made anew."""
    often_first = sorted(rows.items(), key=lambda item: item[1][-1])
    return {"".join(name): _pack(row) for name, row in often_first}


def _pack(row: Sequence[int]) -> int:
    """Fields as one integer: the sum of number × 2**(32 × field)."""
    raised = array("I", [number + _HALF for number in row])
    if sys.byteorder == "big":
        raised.byteswap()
    return int.from_bytes(raised.tobytes(), "little") - _raised(len(row))


@cache
def _raised(fields: int) -> int:
    """So many fields with `_HALF` in each."""
    return sum(_HALF << (32 * field) for field in range(fields))


def save(weights: Weights, folder: Path) -> None:
    """Write model.json and weights.bin; the same weights give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    spaces = {space: sorted(weights.rows[space]) for space in sorted(weights.rows)}
    numbers = array("h")
    for space, names in spaces.items():
        for name in names:
            numbers.extend(weights.rows[space][name])
    if sys.byteorder == "big":
        numbers.byteswap()
    data = numbers.tobytes()
    (folder / DATA).write_bytes(data)
    meta = {"outputs": weights.outputs, "settings": weights.settings, "spaces": spaces, "weights": _checksum(data)}
    write_part(folder / META, meta)


def load(folder: Path) -> Weights:
    """Read what `save` wrote. Raises ModelError naming the file when something is missing, cut off, changed or not
    ours."""
    meta = read_part(folder / META)
    outputs, spaces, settings = _sound(meta)
    data = folder / DATA
    try:
        read = data.read_bytes()
        numbers = array("h", read)
    except (OSError, ValueError) as error:
        raise ModelError(f"{DATA}: {error}") from error
    if sys.byteorder == "big":
        numbers.byteswap()
    width = len(outputs) + 1
    wanted = width * sum(map(len, spaces.values()))
    if len(numbers) != wanted:
        raise ModelError(f"{DATA}: {len(numbers)} 个数，应为 {wanted} 个")
    if _checksum(read) != meta.get("weights"):
        raise ModelError(f"{DATA}: 校验和与 {META} 里的对不上，文件坏了或不是一起写的")
    rows: dict[str, dict[str, Sequence[int]]] = {}
    at = 0
    for space, names in sorted(spaces.items()):
        end = at + width * len(names)
        if space in _NORMED and min(numbers[at + width - 1 : end : width], default=0) < 0:
            raise ModelError(f"{DATA}: {space} 里有负的平方")
        rows[space] = {name: numbers[at + width * place : at + width * (place + 1)] for place, name in enumerate(names)}
        at = end
    return Weights(outputs, rows, settings)


def write_part(path: Path, said: Mapping[str, Any]) -> None:
    """Write a file of a model, in JSON and with a checksum of what it says."""
    sealed = {**said, "checksum": _said(said)}
    path.write_text(json.dumps(sealed, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


def read_part(path: Path) -> dict[str, Any]:
    """What `write_part` wrote. Raises ModelError naming the file if it can't be read or says something else."""
    try:
        found = read_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name}: {error}") from error
    if not isinstance(found, dict):
        raise ModelError(f"{path.name}: 应为对象")
    checksum = found.pop("checksum", None)
    if checksum is None:
        raise ModelError(f"{path.name}: 缺少 checksum，旧版写的要重新训练")
    if checksum != _said(found):
        raise ModelError(f"{path.name}: 校验和对不上，文件坏了或被改过")
    return found


def _said(said: Mapping[str, Any]) -> str:
    return _checksum(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())


def _checksum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _sound(meta: Mapping[str, Any]) -> tuple[tuple[str, ...], Mapping[str, Sequence[str]], Mapping[str, Any]]:
    """Outputs, the features' names per space, and settings. Raises ModelError."""
    outputs, spaces, settings = meta.get("outputs"), meta.get("spaces"), meta.get("settings")
    if not isinstance(settings, dict):
        raise ModelError(f"{META}: settings 应为对象")
    if not isinstance(spaces, dict) or sorted(spaces) != list(_SPACES):
        raise ModelError(f"{META}: spaces 应恰好是 {'、'.join(_SPACES)}")
    for what, names in (("outputs", outputs), *spaces.items()):
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise ModelError(f"{META}: {what} 应为一列名称")
        if len(set(names)) < len(names):
            raise ModelError(f"{META}: {what} 里有重复的名称")
    if not outputs:
        raise ModelError(f"{META}: outputs 是空的")
    return tuple(outputs), spaces, settings
