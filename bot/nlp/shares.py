"""Scores of labels of which one holds, into shares that sum to one and mean what they say.

Each score is a yes or no by the same curve, and the yeses are shared out. A softmax, which goes by the gaps alone, is
too sure where one label is far ahead and not sure enough where several are near.
"""

from collections.abc import Sequence
from math import log

from bot.nlp.calibration import sigmoid

Curve = tuple[float, float]  # slope and offset
_FIRST: Curve = (5.0, -1.0)
_STEPS: Curve = (1.0, 0.5)
_HALVINGS = 8
_STEEPEST = 20.0  # where nothing was ever mistaken, steeper would be better for ever


def shares(scores: Sequence[float], curve: Sequence[float]) -> list[float]:
    """A share per score, in their order; the higher score has the higher share."""
    yes = [sigmoid(score, curve) for score in scores]
    total = sum(yes)
    return [one / total for one in yes]


def fitted_curve(scores: Sequence[Sequence[float]], truths: Sequence[int]) -> Curve:
    """The curve by which the shares of `truths` (places in each row of scores) have the smallest log loss.

    It steps along slope and offset while that helps, and then takes smaller steps.
    """
    best, least = _FIRST, _loss(scores, truths, _FIRST)
    slope_step, offset_step = _STEPS
    for _ in range(_HALVINGS):
        moved = True
        while moved:
            moved = False
            for slope, offset in ((slope_step, 0.0), (-slope_step, 0.0), (0.0, offset_step), (0.0, -offset_step)):
                tried = best[0] + slope, best[1] + offset
                if not 0 < tried[0] <= _STEEPEST or abs(tried[1]) > _STEEPEST:
                    continue
                if (loss := _loss(scores, truths, tried)) < least:
                    best, least, moved = tried, loss, True
        slope_step, offset_step = slope_step / 2, offset_step / 2
    return best


def _loss(scores: Sequence[Sequence[float]], truths: Sequence[int], curve: Curve) -> float:
    return -sum(log(shares(row, curve)[truth]) for row, truth in zip(scores, truths, strict=True))
