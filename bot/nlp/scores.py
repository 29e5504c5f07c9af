"""Measures and their intervals."""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

_ROUNDS = 300
_One = TypeVar("_One")
Measure = Callable[[Sequence[_One]], float]


def interval(examples: Sequence[_One], measure: Measure[_One]) -> tuple[float, float]:
    """The 95% interval of a measure by resampling, the same in every run."""
    draw = Random(11)  # noqa: S311 - resampling, not secrecy
    values = sorted(measure(draw.choices(examples, k=len(examples))) for _ in range(_ROUNDS)) if examples else [0.0]
    return values[int(len(values) * 0.025)], values[int(len(values) * 0.975)]


def f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """F1 of (truth, said) pairs."""
    both = sum(truth and said for truth, said in pairs)
    return 2 * both / max(1, sum(truth + said for truth, said in pairs))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the labels that occur."""
    labels = {truth for truth, _ in pairs}
    return sum(f1([(truth == one, said == one) for truth, said in pairs]) for one in labels) / max(1, len(labels))


def share(truths: Sequence[bool]) -> float:
    """How many of them hold."""
    return sum(truths) / max(1, len(truths))
