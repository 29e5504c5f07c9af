"""Finding thousands of phrases in a text in one walk."""

from collections.abc import Iterable
from typing import Any, NamedTuple

_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


class Hit(NamedTuple):
    """A phrase found: text[start:end] carries `tag`."""

    start: int
    end: int
    tag: Any


class Phrases:
    """A tree of characters over several layers; of nested finds in one layer only the longest counts."""

    def __init__(self, *layers: Iterable[tuple[str, Any]]) -> None:
        """Each layer: phrases and tags; a phrase may come again with another tag."""
        self._root: dict[str, Any] = {}
        self._layers = len(layers)
        for layer, entries in enumerate(layers):
            for phrase, tag in entries:
                node = self._root
                for char in phrase:
                    node = node.setdefault(char, {})
                tags = node.setdefault("", {}).setdefault(layer, [])
                if tag not in tags:
                    tags.append(tag)

    def find(self, text: str) -> list[list[Hit]]:
        """Per layer every phrase that isn't inside a longer one, in order of its start."""
        hits: list[list[Hit]] = [[] for _ in range(self._layers)]
        reach = [0] * self._layers
        root, size = self._root, len(text)
        for start, char in enumerate(text):
            node = root.get(char)
            if node is None:
                continue
            end = start + 1
            found: dict[int, tuple[int, list[Any]]] | None = None
            while True:
                here = node.get("")
                if here is not None and not (text[end - 1] in _LATIN and _cuts_word(text, start, end)):
                    found = found or {}
                    for layer, tags in here.items():
                        found[layer] = (end, tags)
                if end == size:
                    break
                node = node.get(text[end])
                if node is None:
                    break
                end += 1
            if found is not None:
                for layer, (stop, tags) in found.items():
                    if stop > reach[layer]:
                        reach[layer] = stop
                        hits[layer] += [Hit(start, stop, tag) for tag in tags]
        return hits


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] would cut a Latin word in two."""
    return text[start - 1 : start] in _LATIN or text[end : end + 1] in _LATIN
