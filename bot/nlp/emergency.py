"""Danger to life, by rule and before any model: fire, gas, trapped, missing, flooding, violence, self-harm …"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.nlp.data import LEXICON, read_sections
from bot.nlp.phrases import Hit

_REACH = 15  # characters between the two halves of a pair
DANGERS = frozenset(
    {"fire", "gas", "trapped", "missing", "flood", "violence", "selfharm", "collapse", "peril", "live_wire"}
)
_HARMLESS = "harmless"  # phrases in which a shorter one is no danger: 打我电话
CATEGORY = {"flood": "repair", "selfharm": "counselling", "collapse": "health"}  # anything else is safety's


class Sign(NamedTuple):
    """A phrase of danger; a pair's first half is `half` and needs one of its second halves after it."""

    danger: str
    half: str


class Emergencies:
    """Phrases of danger and of calm (a drill, a film, last year, 笑死)."""

    def __init__(self) -> None:
        self._classes = _classes()
        seconds: dict[Sign, list[str]] = {}
        for name, first, second in self._phrases():
            if second:
                seconds.setdefault(Sign(name, first), []).append(second)
        self._longest = max((len(second) for found in seconds.values() for second in found), default=0)
        self._seconds = {sign: re.compile("|".join(map(re.escape, found))) for sign, found in seconds.items()}

    def _phrases(self) -> Iterator[tuple[str, str, str]]:
        for name, phrases in self._classes.items():
            for phrase in phrases if name != "calm" else ():
                first, _, second = phrase.partition("+")
                yield name, first, second

    def entries(self) -> Iterator[tuple[str, Sign]]:
        """Phrases of danger with their signs, for `Phrases`."""
        return ((first, Sign(name, first if second else "")) for name, first, second in self._phrases())

    def calming(self) -> Iterator[tuple[str, str]]:
        """Phrases of calm, for `Phrases`."""
        return ((phrase, "calm") for phrase in self._classes["calm"])

    def dangers(self, text: str, hits: Sequence[Hit]) -> tuple[str, ...]:
        """The dangers that a normalised text names, calm or not; `hits` are finds of `entries`."""
        found = dict.fromkeys([hit.tag.danger for hit in hits if not hit.tag.half or self._is_followed(text, hit)])
        found.pop(_HARMLESS, None)
        return tuple(found)

    def _is_followed(self, text: str, hit: Hit) -> bool:
        second = self._seconds[hit.tag].search(text, hit.end, hit.end + _REACH + self._longest)
        return second is not None and second.start() <= hit.end + _REACH


def _classes() -> dict[str, tuple[str, ...]]:
    sections = read_sections(LEXICON / "emergencies.txt", {"": DANGERS | {"calm", _HARMLESS}})
    for name, phrases in sections[""].items():
        for phrase in phrases:
            first, plus, second = phrase.partition("+")
            if not first or (plus and not second) or "+" in second:
                raise sections.wrong("", name, f"“{phrase}”应为“词”或“词+词”")
    return sections[""]
