"""Scores into probabilities that mean what they say."""

from collections.abc import Callable, Sequence
from math import exp, log, sqrt

_STEEP = 30.0  # beyond it every probability is the same


def sigmoid(score: float, calibration: Sequence[float]) -> float:
    """A score as a probability by slope and offset."""
    slope, offset = calibration
    value = slope * score + offset
    if not -_STEEP < value < _STEEP:
        value = _STEEP if value > 0 else -_STEEP
    return 1 / (1 + exp(-value))


def softmax(scores: Sequence[float], factor: float) -> list[float]:
    """Scores as probabilities that sum to one."""
    top = max(scores)
    raised = [exp(factor * (score - top)) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def platt(scores: Sequence[float], truths: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset that turn scores into probabilities (Newton's method on the log loss)."""
    slope, offset = 1.0, 0.0
    for _ in range(50):
        gs = go = ss = so = oo = 0.0
        for score, truth in zip(scores, truths, strict=True):
            p = 1 / (1 + exp(-max(-30.0, min(30.0, slope * score + offset))))
            error, curve = p - truth, p * (1 - p) + 1e-9
            gs, go = gs + error * score, go + error
            ss, so, oo = ss + curve * score * score, so + curve * score, oo + curve
        ss, oo = ss + 1e-3, oo + 1e-3
        determinant = ss * oo - so * so
        slope -= (oo * gs - so * go) / determinant
        offset -= (ss * go - so * gs) / determinant
    return round(slope, 6), round(offset, 6)


def temperature(scores: Sequence[Sequence[float]], truths: Sequence[int]) -> float:
    """The factor on scores whose softmax fits the truths best (golden section on the log loss)."""
    return round(_minimum(lambda factor: _log_loss(scores, truths, factor), 0.2, 20.0), 6)


def _log_loss(scores: Sequence[Sequence[float]], truths: Sequence[int], factor: float) -> float:
    loss = 0.0
    for row, truth in zip(scores, truths, strict=True):
        top = max(row)
        loss += log(sum(exp(factor * (score - top)) for score in row)) - factor * (row[truth] - top)
    return loss


def _minimum(value: Callable[[float], float], low: float, high: float) -> float:
    ratio = (sqrt(5) - 1) / 2
    for _ in range(40):
        span = (high - low) * ratio
        if value(high - span) < value(low + span):
            high = low + span
        else:
            low = high - span
    return (low + high) / 2
