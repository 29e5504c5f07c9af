"""How alike two matters sound: pure, over their masked words."""

import re
from itertools import pairwise

_SAID = re.compile(r"[一-鿿]+|[a-z]+")


def likeness(one: str, other: str) -> float:
    """0 to 1: the share of character pairs that both have (Dice)."""
    left, right = _pairs(one), _pairs(other)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def _pairs(text: str) -> set[str]:
    return {a + b for run in _SAID.findall(text.lower()) for a, b in pairwise(run)}
