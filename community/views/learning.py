"""What staff see of the listener's learning."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NightView:
    """What a night made of the label log. before, after: the gate's measures; worse: those that fell too far."""

    number: int
    good: bool
    labels: int
    agreed_before: int
    agreed_after: int
    before: Mapping[str, float]
    after: Mapping[str, float]
    worse: tuple[str, ...]
