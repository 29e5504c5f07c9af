"""What needs no weighing: danger said plainly (电梯里困人了), and water that only drips or spills."""

import re
from collections.abc import Set as AbstractSet

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.needed import needed


class Certain:
    """Patterns of certain danger, of what makes them talk of the past or of a film, and of water spilt and flooding."""

    def __init__(self) -> None:
        sections = read_sections(LEXICON / "certain.txt")
        self._dangers = {name: _any(said) for name, said in sections["danger"].items()}
        self._needed = frozenset().union(*(needed(pattern.pattern) for pattern in self._dangers.values()))
        self._not = {name: _any(said) for name, said in sections["not"].items()}
        self._water = {name: _any(said) for name, said in sections["water"].items()}
        self._runs_over = needed(self._water["overflow"].pattern)

    def danger(self, text: str, clues: AbstractSet[str]) -> str | None:
        """The danger that a normalised text names beyond doubt, or None; `clues`: see `needed`."""
        if self._needed.isdisjoint(clues):
            return None
        found = next((name for name, pattern in self._dangers.items() if pattern.search(text)), None)
        if found is None or self._not["quiet"].search(text):
            return None
        return None if self._not["past"].search(text) and not self._not["now"].search(text) else found

    def only_spills(self, text: str) -> bool:
        """Whether it is about water that leaks or overflows without flooding anything: urgent, no danger."""
        return bool(self._water["spill"].search(text)) and not self._water["flooding"].search(text)

    def overflows(self, text: str, clues: AbstractSet[str]) -> bool:
        """Whether water runs over: it can't wait until tomorrow; `clues`: see `needed`."""
        return not self._runs_over.isdisjoint(clues) and bool(self._water["overflow"].search(text))


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
