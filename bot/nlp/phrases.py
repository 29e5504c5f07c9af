"""Finding thousands of phrases in a text in one walk."""

from collections.abc import Iterable
from typing import Any, NamedTuple


class Hit(NamedTuple):
    """A phrase found: text[start:end] carries `tag`."""

    start: int
    end: int
    tag: Any


_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")


def _cuts_word(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] would cut a Latin word in two."""
    return text[start - 1 : start] in _LATIN or text[end : end + 1] in _LATIN


class Phrases:
    """A tree of characters. Each phrase carries tags; of nested finds in one layer only the longest counts."""

    def __init__(self, entries: Iterable[tuple[str, Any]]) -> None:
        """`entries`: phrase and tag; a phrase may come again with another tag."""
        self._root: dict[str, Any] = {}
        for phrase, tag in entries:
            node = self._root
            for char in phrase:
                node = node.setdefault(char, {})
            tags = node.setdefault("", [])
            if tag not in tags:
                tags.append(tag)

    def find(self, text: str) -> list[Hit]:
        """Every phrase that isn't inside a longer one, in order of its start."""
        hits: list[Hit] = []
        root = self._root
        size = len(text)
        reach = 0
        for start in range(size):
            node = root.get(text[start])
            if node is None:
                continue
            end, found, found_end = start + 1, None, 0
            while node is not None:
                if "" in node and not (text[end - 1] in _LATIN and _cuts_word(text, start, end)):
                    found, found_end = node[""], end
                if end == size:
                    break
                node = node.get(text[end])
                end += 1
            if found is not None and found_end > reach:
                reach = found_end
                for tag in found:
                    hits.append(Hit(start, found_end, tag))
        return hits
