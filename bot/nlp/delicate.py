"""What nobody wants read out in the square, whatever its category, and what nobody may take for chatter."""

import re
from collections.abc import Set as AbstractSet
from functools import cache

from bot.nlp.certain import Certain
from bot.nlp.data import LEXICON, Shape, read_sections
from bot.nlp.features import pairs
from bot.nlp.needed import clues, needed
from bot.nlp.normal import normalise
from bot.nlp.patterns import meant, patterns
from bot.nlp.sieve import Sieve
from community.understanding import Scored, Told

GRAVE = frozenset({Told.VIOLENCE, Told.DESPAIR})
HELPED_BY = {
    Told.DESPAIR: ("counselling", "health", "safety"),
    Told.VIOLENCE: ("safety", "counselling", "law"),
}
"""Which categories can help whoever comes to harm so; the first of them, where none of them was understood."""
_APART = re.compile(r"(?<=[一-鿿])[ .·…~\-]{1,3}(?=[一-鿿])")
_SPELLED = 40
"""Characters of a text that may be spelled apart, so that no word is seen in it."""
_SHAPE: Shape = {"who": None, "grave": GRAVE, "private": frozenset(Told) - GRAVE}


class Delicate:
    """Patterns of violence at home, despair, debts, illnesses, children in distress and children who speak."""

    def __init__(self) -> None:
        sections = read_sections(LEXICON / "delicate.txt", _SHAPE)
        names = meant(sections, "who")
        self._told = [
            (Told(name), re.compile(pattern))
            for kind in ("grave", "private")
            for name in sections[kind]
            for pattern in patterns(sections, kind, name, names)
        ]
        self._sieve = Sieve([needed(pattern.pattern) for _, pattern in self._told])

    def told(self, text: str, seen: AbstractSet[str]) -> frozenset[Told]:
        """What a normalised text tells; `seen`: its clues, see `needed`."""
        if len(text) <= _SPELLED and _APART.search(text):  # 我 不想 活了
            plain = _APART.sub("", text)
            return self._told_in(plain, clues(pairs(plain))) | self._told_in(text, seen)
        return self._told_in(text, seen)

    def _told_in(self, text: str, seen: AbstractSet[str]) -> frozenset[Told]:
        worth = map(self._told.__getitem__, self._sieve.through(seen))
        return frozenset([told for told, pattern in worth if pattern.search(text)])


def is_grave(told: AbstractSet[Told], text: str, certain: Certain) -> bool:
    """Whether somebody may come to harm, now and here: no film, no lecture, nothing long over."""
    return not GRAVE.isdisjoint(told) and not certain.denied(text, lightly=False)


def helped(told: AbstractSet[Told], categories: tuple[Scored, ...], *, asks: bool = False) -> tuple[Scored, ...]:
    """The categories of grave words, best first: the likeliest is one that can help (my husband hits me is no job); the
    law, for whoever asks what it can do."""
    found: tuple[str, ...] = next((codes for name, codes in HELPED_BY.items() if name in told), ())
    fitting = found if asks else tuple(code for code in found if code != "law")
    if not fitting or (categories and categories[0].code in fitting):
        return categories
    return (Scored(fitting[0], 1.0), *(one for one in categories if one.code != fitting[0]))


@cache
def default_delicate() -> Delicate:
    """The patterns that ship; read once."""
    return Delicate()


def told_in(text: str) -> frozenset[Told]:
    """What a kept text tells."""
    plain = normalise(text).text
    return default_delicate().told(plain, clues(pairs(plain)))
