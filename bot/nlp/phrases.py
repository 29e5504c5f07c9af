"""Finding thousands of phrases in a text in one walk."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import add
from typing import Any, NamedTuple

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_NONE = (None,)  # no two characters begin at the last one
_Find = tuple[int, int, tuple[Any, ...]]  # layer, length, tags


class Hit(NamedTuple):
    """A phrase found: text[start:end] carries `tag`."""

    start: int
    end: int
    tag: Any


_NEW = tuple.__new__  # a Hit without the detour through its own constructor, which costs as much as finding it


class Phrases:
    """Phrases of several layers; of nested finds in one layer only the longest counts.

    All that is alike is kept once: what lies close together in memory is sooner found.
    """

    def __init__(self, *layers: Iterable[tuple[str, Any]]) -> None:
        """Each layer: phrases and tags; a phrase may come again with another tag."""
        known: dict[str, dict[int, list[Any]]] = {}
        for layer, entries in enumerate(layers):
            for phrase, tag in entries:
                tags = known.setdefault(phrase, {}).setdefault(layer, [])
                if tag not in tags:
                    tags.append(tag)
        self._layers = len(layers)
        alike: dict[Any, Any] = {}
        each = {phrase: _finds(phrase, known) for phrase in known}
        finds = {phrase: alike.setdefault(found, found) for phrase, found in each.items()}
        self._singles = {phrase: found for phrase, found in finds.items() if len(phrase) == 1}
        self._longer = {phrase: found for phrase, found in finds.items() if len(phrase) > 1}
        # By two characters, for few places of a text begin any phrase: how long those are, the longest first.
        sizes: dict[str, set[int]] = {}
        for phrase in self._longer:
            sizes.setdefault(phrase[:2], set()).add(len(phrase))
        longest_first = {pair: tuple(sorted(found, reverse=True)) for pair, found in sizes.items()}
        self._sizes = {pair: alike.setdefault(found, found) for pair, found in longest_first.items()}

    def find(self, text: str, pairs: Sequence[str] | None = None) -> list[list[Hit]]:
        """Per layer every phrase that isn't inside a longer one, in order of its start.

        `pairs`: every two neighbouring characters of the text, if the caller has them already.
        """
        hits: list[list[Hit]] = [[] for _ in range(self._layers)]
        reach = [0] * self._layers
        size, longer = len(text), self._longer.get
        sizes = map(self._sizes.get, map(add, text, text[1:]) if pairs is None else pairs)
        singles = map(self._singles.get, text)
        for start, single, lengths in zip(range(size), singles, chain(sizes, _NONE), strict=False):
            if single is None and lengths is None:
                continue
            finds = None if text[start] in _LATIN and _cuts_word(text, start, start + 1) else single
            for length in lengths or ():
                end = min(start + length, size)
                found = longer(text[start:end])
                if found is not None and not (text[end - 1] in _LATIN and _cuts_word(text, start, end)):
                    finds = found
                    break
            for layer, length, tags in finds or ():
                stop = start + length
                if stop > reach[layer]:
                    reach[layer] = stop
                    for tag in tags:
                        hits[layer].append(_NEW(Hit, (start, stop, tag)))
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
