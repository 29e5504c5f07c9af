"""What needs no weighing: danger said plainly (电梯里困人了), and water that only drips or spills."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import partial

from bot.nlp.data import LEXICON, Shape, read_sections
from bot.nlp.emergency import DANGERS
from bot.nlp.needed import needed
from bot.nlp.patterns import meant, patterns
from bot.nlp.sieve import Sieve

_SHAPE: Shape = {
    "danger": DANGERS,
    "plain": DANGERS,
    "who": None,
    "not": {"quiet", "laugh", "jest", "maybe", "past", "now", "sudden"},
    "water": {"spill", "overflow", "flooding"},
}

_BEFORE = r"(?:^|[,.;!?~\s])(?:(?:快?来人|救命|不好|完|哎呀|天[哪呐])[啊呀哪了]*)?"
_AFTER = r"[了啦咧喽嘞啊呀]*(?=$|[,.;!~\s]|快|救|赶|来人|怎么办(?!\?))"
"""What stands around words that are a clause of their own."""


class Certain:
    """Patterns of certain danger, of what makes them talk of the past or of a film, and of water spilt and flooding."""

    def __init__(self) -> None:
        sections = read_sections(LEXICON / "certain.txt", _SHAPE, some=("danger", "plain"))
        read = partial(patterns, sections, names=meant(sections, "who"))
        self._dangers = [
            (name, re.compile(pattern))
            for name in dict.fromkeys((*sections["danger"], *sections["plain"]))
            for pattern in (*read("danger", name), *(f"{_BEFORE}(?:{said}){_AFTER}" for said in read("plain", name)))
        ]
        self._sieve = Sieve([needed(pattern.pattern) for _, pattern in self._dangers])
        self._not = {name: _any(read("not", name)) for name in sections["not"]}
        self._water = {name: _any(read("water", name)) for name in sections["water"]}
        self._runs_over = needed(self._water["overflow"].pattern)

    def danger(self, text: str, clues: AbstractSet[str]) -> str | None:
        """The danger that a normalised text names beyond doubt, or None; `clues`: see `needed`."""
        for place in self._sieve.through(clues):
            name, pattern = self._dangers[place]
            if pattern.search(text):
                return None if self.denied(text) else name
        return None

    def denied(self, text: str, *, lightly: bool = True) -> bool:
        """Whether a text speaks of a drill, a film, hearsay or the past, so that nothing in it is happening now.

        lightly: laughter alone denies it too. It doesn't deny despair, unless it is plainly a way of speaking (累死了).
        """
        says = {name: pattern.search(text) is not None for name, pattern in self._not.items()}
        if says["quiet"]:
            return True
        unlikely = says["maybe"] or (says["laugh"] and (lightly or says["jest"]))
        return (says["past"] and not says["now"]) or (unlikely and not (says["now"] or says["sudden"]))

    def only_spills(self, text: str) -> bool:
        """Whether it is about water that leaks or overflows without flooding anything: urgent, no danger."""
        return bool(self._water["spill"].search(text)) and not self._water["flooding"].search(text)

    def overflows(self, text: str, clues: AbstractSet[str]) -> bool:
        """Whether water runs over: it can't wait until tomorrow; `clues`: see `needed`."""
        return not self._runs_over.isdisjoint(clues) and bool(self._water["overflow"].search(text))


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
