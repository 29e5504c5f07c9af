"""What a community may change about its listener without a restart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.nlp.reading import Reading


class Leaning(Protocol):
    """A correction of the scores, see `bot.nlp.adjusting`."""

    def heard(self, reading: Reading, probability: float) -> float:
        """How likely it concerns the community."""
        ...

    def topics(self, reading: Reading, codes: Sequence[str], scores: Sequence[float]) -> Sequence[float]:
        """The categories' scores."""
        ...


@dataclass(frozen=True, slots=True)
class Profile:
    """A community's own words, thresholds (probabilities) and groups that it doesn't serve. Hashable.

    services: those words that name a service of their category. lean: what its labels have taught.
    """

    words: tuple[tuple[str, str], ...] = ()  # (word, category code)
    take: float | None = None
    ask: float | None = None
    disabled: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    lean: Leaning | None = None
