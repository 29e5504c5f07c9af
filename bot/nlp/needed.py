"""What a text must hold for a pattern to be worth trying: pieces of one or two characters, read off the pattern itself.

A message's characters and pairs are looked up once among the pieces that all patterns need; a pattern of which no piece
is found cannot match and isn't tried.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import reduce
from importlib import import_module
from itertools import product
from typing import Any, NamedTuple

_Chars = frozenset[str]
_MOST = 2000  # pairs that are looked for rather than single characters
_SINGLE, _PAIR = 20.0, 0.05  # how often a character is met, beside a pair
_DIGITS = frozenset("0123456789")
_parser: Any = import_module("re._parser")
_all: set[str] = set()


class _Part(NamedTuple):
    """A piece of a pattern: what it may begin and end with (None: anything), whether it may be empty, what it needs."""

    first: _Chars | None
    last: _Chars | None
    empty: bool
    needs: _Chars | None


_NOTHING = _Part(frozenset(), frozenset(), True, None)
_ANYTHING = _Part(None, None, True, None)


def needed(pattern: str, fold: Callable[[str], str] = str) -> _Chars:
    """Pieces of which every text that `pattern` matches holds one; for want of better, "", which every text holds.

    `fold`: what became of each of that text's characters before its pieces are looked up.
    """
    needs = _part(_parser.parse(pattern), fold).needs
    if needs is None:
        return frozenset([""])
    _all.update(needs)
    return needs


def clues(grams: AbstractSet[str]) -> set[str]:
    """Of a text's characters and pairs of neighbours (`grams`) those that some pattern needs, and ""."""
    return {"", *_all.intersection(grams)}


def _part(found: Any, fold: Callable[[str], str]) -> _Part:
    part = _NOTHING
    for kind, value in found:
        if str(kind) == "ASSERT" and value[0] > 0:  # what comes next is looked at and stays
            part = part._replace(needs=_joined(part, _part(value[1], fold)).needs)
        else:
            part = _joined(part, _node(kind, value, fold))
    return part


def _node(kind: Any, value: Any, fold: Callable[[str], str]) -> _Part:
    name = str(kind)
    if name in ("LITERAL", "IN", "CATEGORY"):
        chars = _chars([(kind, value)] if name == "LITERAL" else value, fold)
        return _Part(chars, chars, False, chars)
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return _NOTHING
    if name == "SUBPATTERN":
        return _part(value[-1], fold)
    if name == "BRANCH":
        return reduce(_either, (_part(one, fold) for one in value[1]))
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, _, inner = value
        once = _part(inner, fold)
        return _joined(once, once)._replace(first=once.first, last=once.last) if least > 1 else once._replace(
            empty=once.empty or not least, needs=once.needs if least else None
        )  # fmt: skip
    return _ANYTHING._replace(empty=name not in ("ANY", "NOT_LITERAL"))


def _chars(members: Any, fold: Callable[[str], str]) -> _Chars | None:
    """The characters of a set, folded; None for any but these, for too many and for blanks."""
    chars: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            chars.add(fold(chr(value)))
        elif str(kind) == "RANGE" and value[1] - value[0] < len(_DIGITS) * 10:
            chars.update(fold(chr(code)) for code in range(value[0], value[1] + 1))
        elif str(value) == "CATEGORY_DIGIT":
            chars |= _DIGITS
        else:
            return None
    return None if any(char.isspace() or not char for char in chars) else frozenset(chars)


def _joined(one: _Part, other: _Part) -> _Part:
    needs = min((one.needs, other.needs, _pairs(one, other)), key=_cost)
    return _Part(
        _union(one.first, other.first) if one.empty else one.first,
        _union(one.last, other.last) if other.empty else other.last,
        one.empty and other.empty,
        needs,
    )


def _either(one: _Part, other: _Part) -> _Part:
    return _Part(
        _union(one.first, other.first),
        _union(one.last, other.last),
        one.empty or other.empty,
        _union(one.needs, other.needs),
    )


def _pairs(one: _Part, other: _Part) -> _Chars | None:
    """What stands where both meet, if neither may be empty."""
    if one.empty or other.empty or one.last is None or other.first is None:
        return None
    if len(one.last) * len(other.first) > _MOST:
        return None
    return frozenset(map("".join, product(one.last, other.first)))


def _union(one: _Chars | None, other: _Chars | None) -> _Chars | None:
    return None if one is None or other is None else one | other


def _cost(needs: _Chars | None) -> float:
    return float("inf") if needs is None else sum(_SINGLE if len(piece) == 1 else _PAIR for piece in needs)
