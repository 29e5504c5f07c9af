"""Danger that no rule is certain of: how far the weights feel it, and what of it is seen in the words."""

from bot.nlp.certain import Certain
from bot.nlp.reading import Reading

FELT, SEEN_CALM = 0.38, 0.5
"""How far danger needs the weights' word, and where words of calm speak against it."""
_VITAL, _BESIDE = frozenset({"safety", "health", "counselling"}), 0.6
"""What danger to life is about. That of other talk (a drain, a parked car) needs more of the weights' word."""
_BEYOND_DOUBT, _STRANGE = 0.45, 0.3  # felt this much more than what is strange, it is seen whoever it concerns


def felt_danger(reading: Reading, certain: Certain, *, felt: float, concern: float, topic: str) -> str | None:
    """Which danger there is, "" for one that only the weights see, None for none.

    felt, concern: how likely, by the weights, it is danger and concerns the community; topic: the likeliest category.
    """
    if felt <= FELT or (not set(reading.dangers) - {"flood"} and certain.only_spills(reading.lifted.text)):
        return None
    if felt <= _BESIDE and topic not in _VITAL:
        return None
    if reading.dangers and not reading.calm:
        return reading.dangers[0]
    seen = felt > (SEEN_CALM if reading.calm else FELT) and (felt - _BEYOND_DOUBT > _STRANGE or concern > _STRANGE)
    return "" if seen else None
