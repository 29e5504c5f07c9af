"""What a community may change about its listener without a restart."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """A community's own words, thresholds (probabilities) and groups that it doesn't serve. Hashable."""

    words: tuple[tuple[str, str], ...] = ()  # (word, category code)
    take: float | None = None
    ask: float | None = None
    disabled: frozenset[str] = frozenset()
