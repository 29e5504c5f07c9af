"""Patterns that a lexicon holds: compiled only if no text makes them take long, and named by file and line if not."""

import re
from collections.abc import Mapping
from functools import reduce
from importlib import import_module
from itertools import product
from typing import Any

from bot.nlp.data import Sections

MOST = 40_000
"""In so many ways a pattern may be laid on a text from one place on."""
_LONGEST = 4096  # characters of a text, see `normal`
_WORDS = 500  # that something repeated may be
_parser: Any = import_module("re._parser")
_ONE = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY", "CATEGORY", "AT"})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_Words = frozenset[str]


def meant(sections: Sections, section: str) -> Mapping[str, str]:
    """What each <name> stands for in patterns. Raises LexiconError where that is not one thing."""
    for name, words in sections[section].items():
        if len(words) != 1:
            raise sections.wrong(section, name, "只能有一个式子")
    return {name: words[0] for name, words in sections[section].items()}


def patterns(sections: Sections, section: str, name: str, names: Mapping[str, str]) -> list[str]:
    """The patterns of a line, every <name> replaced. Raises LexiconError naming the line for what is no pattern, and
    for one that may take long."""
    try:
        found = [_replaced(pattern, names) for pattern in sections[section].get(name, ())]
        for pattern in found:
            re.compile(pattern)
            if ways(pattern) > MOST:
                raise ValueError(f"“{pattern}”会算得太久：重复的里面还有重复，或一连几个都能任意长")
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        raise sections.wrong(section, name, str(error)) from error
    return found


def _replaced(pattern: str, names: Mapping[str, str]) -> str:
    """Raises ValueError for a <name> that there is not."""
    for name, stands_for in names.items():
        pattern = pattern.replace(f"<{name}>", stands_for)
    unknown = re.search(r"<\w+>", pattern)
    if unknown:
        raise ValueError(f"没有 {unknown[0]} 这个名称")
    return pattern


def ways(pattern: str) -> int:
    """In how many ways at most `pattern` can be laid on a text from one place on; MOST + 1: in more. Of alternatives
    one at most is taken to fit; what is repeated at will must be words that can be put together in one way only."""
    return _row(_parser.parse(pattern))


def _row(nodes: Any) -> int:
    return reduce(lambda found, node: min(found * _node(str(node[0]), node[1]), MOST + 1), nodes, 1)


def _node(kind: str, value: Any) -> int:
    if kind in _ONE:
        return 1
    if kind == "SUBPATTERN":
        return _row(value[-1])
    if kind in ("ASSERT", "ASSERT_NOT"):
        return _row(value[1])
    if kind == "BRANCH":
        return max(map(_row, value[1]))
    if kind in _REPEATS:
        least, most, inner = value
        return _repeated(inner, int(least), min(int(most), _LONGEST))
    return MOST + 1


def _repeated(inner: Any, least: int, most: int) -> int:
    """Of any number of times from `least` to `most`."""
    once = _row(inner)
    if len(inner) == 1 and str(inner[0][0]) in _ONE:
        return max(1, most - least + 1)
    if most > 1:
        words = _words(inner)
        once = 1 if words is not None and _is_read_one_way(words) else max(once, 2)
    total = 0
    for times in range(least, most + 1):
        total += once**times
        if total > MOST:
            return MOST + 1
    return max(1, total)


def _words(nodes: Any) -> _Words | None:
    """All that `nodes` can be, if that is a handful of words."""
    found: _Words = frozenset([""])
    for kind, value in nodes:
        more = _words_of(str(kind), value)
        if more is None or len(found) * len(more) > _WORDS:
            return None
        found = frozenset(map("".join, product(found, more)))
    return found


def _words_of(kind: str, value: Any) -> _Words | None:
    if kind == "LITERAL":
        return frozenset([chr(value)])
    if kind == "IN" and all(str(one) == "LITERAL" for one, _ in value):
        return frozenset(chr(code) for _, code in value)
    if kind == "SUBPATTERN":
        return _words(value[-1])
    if kind == "BRANCH":
        parts = [_words(one) for one in value[1]]
        return None if None in parts else frozenset().union(*(part for part in parts if part is not None))
    if kind in _REPEATS and int(value[1]) == 1:
        words = _words(value[2])
        return None if words is None else words | {""} if not value[0] else words
    return None


def _is_read_one_way(words: _Words) -> bool:
    """Whether no text can be put together of these words in two ways (Sardinas and Patterson's test)."""
    if "" in words:
        return False
    left = {other[len(one) :] for one in words for other in words if one != other and other.startswith(one)}
    seen: set[str] = set()
    while left:
        if left & words or "" in left:
            return False
        seen |= left
        left = {rest for tail in left for word in words for rest in _rests(tail, word)} - seen
    return True


def _rests(one: str, other: str) -> set[str]:
    if one.startswith(other):
        return {one[len(other) :]}
    return {other[len(one) :]} if other.startswith(one) else set()
