"""What needs no weighing: danger said plainly (电梯里困人了), and water that only drips or spills."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.needed import needed

_BEFORE = r"(?:^|[,.;!?~\s])(?:(?:快?来人|救命|不好|完|哎呀|天[哪呐])[啊呀哪了]*)?"
_AFTER = r"[了啦咧喽嘞啊呀]*(?=$|[,.;!~\s]|快|救|赶|来人|怎么办(?!\?))"
"""What stands around words that are a clause of their own."""


class Certain:
    """Patterns of certain danger, of what makes them talk of the past or of a film, and of water spilt and flooding."""

    def __init__(self) -> None:
        sections = read_sections(LEXICON / "certain.txt")
        anywhere, alone, who = sections["danger"], sections["plain"], sections["who"]
        self._dangers = {
            name: _any((*anywhere.get(name, ()), *(_as_clause(said, who) for said in alone.get(name, ()))))
            for name in dict.fromkeys((*anywhere, *alone))
        }
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


def _as_clause(pattern: str, who: Mapping[str, tuple[str, ...]]) -> str:
    """The pattern as a clause of its own; <name> in it stands for a pattern of `who`."""
    for name, (people,) in who.items():
        pattern = pattern.replace(f"<{name}>", people)
    return f"{_BEFORE}(?:{pattern}){_AFTER}"


def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
