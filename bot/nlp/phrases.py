"""Finding thousands of phrases in a text in one walk."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress
from operator import add
from typing import Any, NamedTuple

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_Find = tuple[int, int, tuple[Any, ...]]  # layer, length, tags


class Hit(NamedTuple):
    """A phrase found: text[start:end] carries `tag`."""

    start: int
    end: int
    tag: Any


_NEW = tuple.__new__  # a Hit without the detour through its own constructor, which costs as much as finding it


class Phrases:
    """Trees of characters over several layers; of nested finds in one layer only the longest counts."""

    def __init__(self, *layers: Iterable[tuple[str, Any]]) -> None:
        """Each layer: phrases and tags; a phrase may come again with another tag."""
        known: dict[str, dict[int, list[Any]]] = {}
        for layer, entries in enumerate(layers):
            for phrase, tag in entries:
                tags = known.setdefault(phrase, {}).setdefault(layer, [])
                if tag not in tags:
                    tags.append(tag)
        self._layers = len(layers)
        self._singles: dict[str, tuple[_Find, ...]] = {}
        self._trees: dict[str, dict[str, Any]] = {}  # by two characters: few places of a text begin any phrase
        for phrase in known:
            finds = _finds(phrase, known)
            if len(phrase) == 1:
                self._singles[phrase] = finds
                continue
            node = self._trees.setdefault(phrase[:2], {})
            for char in phrase[2:]:
                node = node.setdefault(char, {})
            node[""] = finds

    def find(self, text: str, pairs: Sequence[str] | None = None) -> list[list[Hit]]:
        """Per layer every phrase that isn't inside a longer one, in order of its start.

        `pairs`: every two neighbouring characters of the text, if the caller has them already.
        """
        hits: list[list[Hit]] = [[] for _ in range(self._layers)]
        reach = [0] * self._layers
        size = len(text)
        singles = list(map(self._singles.get, text))
        trees = [*map(self._trees.get, map(add, text, text[1:]) if pairs is None else pairs), None]
        for start in sorted({*compress(range(size), singles), *compress(range(size), trees)}):
            finds = singles[start]
            if finds is not None and text[start] in _LATIN and _cuts_word(text, start, start + 1):
                finds = None
            node, end = trees[start], start + 2
            while node is not None:
                here = node.get("")
                if here is not None and not (text[end - 1] in _LATIN and _cuts_word(text, start, end)):
                    finds = here
                if end == size:
                    break
                node = node.get(text[end])
                end += 1
            for layer, length, tags in finds or ():
                stop = start + length
                if stop > reach[layer]:
                    reach[layer] = stop
                    hits[layer] += [_NEW(Hit, (start, stop, tag)) for tag in tags]
        return hits


def _finds(phrase: str, known: Mapping[str, Mapping[int, Sequence[Any]]]) -> tuple[_Find, ...]:
    """What is found where `phrase` stands and nothing longer: per layer its longest beginning that is a phrase."""
    best: dict[int, _Find] = {}
    for size in range(1, len(phrase) + 1):
        if size == len(phrase) or not (phrase[size - 1] in _LATIN and phrase[size] in _LATIN):
            for layer, tags in known.get(phrase[:size], {}).items():
                best[layer] = (layer, size, tuple(tags))
    return tuple(best.values())


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] would cut a Latin word in two."""
    return text[start - 1 : start] in _LATIN or text[end : end + 1] in _LATIN
