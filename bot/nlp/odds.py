"""What each feature says by itself, without a fit: how much more of it there is on one side than on the other."""

from collections.abc import Sequence
from math import log

from bot.nlp.trainer import Row

_UNMET = 0.02  # what there is of a feature where it never comes


def log_odds(rows: Sequence[Row], signs: Sequence[int], weights: Sequence[float], size: int) -> list[float]:
    """Above zero for what leans to the rows of sign +1, below for -1; rows of sign 0 are left out.

    A side's features are shares of all that it has, so that a side with more rows isn't thereby likelier. The first
    place, the bias, which all rows have, says nothing.
    """
    for_, against = [_UNMET] * size, [_UNMET] * size
    for row, sign, weight in zip(rows, signs, weights, strict=True):
        side = for_ if sign > 0 else against
        for place, value in zip(row.indices[1:], row.values[1:], strict=True) if sign else ():
            side[place] += weight * value
    more = log(sum(against) / sum(for_))
    return [0.0, *(log(one / other) + more for one, other in zip(for_[1:], against[1:], strict=True))]
