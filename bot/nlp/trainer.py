"""Training the linear models: dual coordinate descent for squared-hinge SVMs, deterministic, no library."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from random import Random
from typing import Any, NamedTuple

from bot.nlp.features import Features
from bot.nlp.linear import SCALE, SQUARE, Weights

_LIMIT = 32767
_EPOCHS = 14
_TEXT_SPACES = ("words", "grams")
_GRAM = 2  # characters of the longest piece that needs no word
_KIN = 0.25  # how loud the meaning of a word speaks beside the word


class Row(NamedTuple):
    """An example as sparse numbers."""

    indices: list[int]
    values: list[float]


class Target(NamedTuple):
    """One output: +1, -1 or 0 (leave this example out) per example, how hard to try, and each example's weight."""

    name: str
    signs: Sequence[int]
    cost: float
    weights: Sequence[float] | None = None
    balance: float = 0.5  # 0: sides weigh as they come, 1: both sides alike


class Vocabulary:
    """Features worth a weight, their places and idf.

    `kin`: words with the names of what they mean; words of one meaning share a part of their weight, so that one never
    met before is not without any.
    """

    def __init__(
        self, examples: Sequence[Features], seldom: int = 2, kin: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.places: dict[tuple[str, str], int] = {("flags", "bias"): 0}
        self.idf: list[float] = [1.0]
        self.kin: dict[int, list[int]] = {}
        kin = kin or {}
        for space in ("words", "grams", "flags"):
            counts = Counter(name for example in examples for name in getattr(example, space))
            known = {name for name, count in counts.items() if count >= seldom}
            if space != "flags":  # a word of two characters is a pair, and is weighed as one
                known = {name for name in (*known, *kin) if (len(name) > _GRAM) == (space == "words")}
            for name in sorted(known):
                self.places[space, name] = len(self.idf)
                self.idf.append(1.0 + log((1 + len(examples)) / (1 + counts[name])) if space != "flags" else 1.0)
        meanings = {name: at for at, name in enumerate(sorted({one for names in kin.values() for one in names}))}
        self.words = len(self.idf)
        self.size = self.words + len(meanings)
        for (space, name), place in self.places.items():
            if space != "flags" and name in kin:
                self.kin[place] = [self.words + meanings[one] for one in kin[name]]

    def loudness(self, flag: float) -> list[float]:
        """A scale on which text features count one and flags `flag`."""
        scale = [1.0] * self.size
        for (space, _), place in self.places.items():
            if space == "flags":
                scale[place] = flag
        return scale

    def row(self, example: Features) -> Row:
        """The example's numbers: text of length one, flags of one each, and what the words mean."""
        text = [
            place
            for space in _TEXT_SPACES
            for name in sorted(getattr(example, space))
            if (place := self.places.get((space, name))) is not None
        ]
        norm = sqrt(sum(self.idf[place] ** 2 for place in text)) or 1.0
        flags = [place for name in sorted(example.flags) if (place := self.places.get(("flags", name))) is not None]
        values = [self.idf[place] / norm for place in text]
        meant: dict[int, float] = {}
        for place, value in zip(text, values, strict=True):
            for one in self.kin.get(place, ()):
                meant[one] = meant.get(one, 0.0) + _KIN * value
        return Row([*text, *meant, *flags, 0], [*values, *meant.values(), *[1.0] * (len(flags) + 1)])

    def whole(self, weights: Sequence[float], place: int) -> float:
        """A feature's weight with its share of what it means."""
        return weights[place] + _KIN * sum(weights[one] for one in self.kin.get(place, ()))


def scaled(rows: Sequence[Row], scale: Sequence[float]) -> list[Row]:
    """Rows whose features speak louder or softer; fitted weights times the same scale fit the rows as they were."""
    return [
        Row(indices, [value * scale[place] for place, value in zip(indices, values, strict=True)])
        for indices, values in rows
    ]


def telling(rows: Sequence[Row], signs: Sequence[int], size: int) -> list[float]:
    """How much more often each feature comes on one side than on the other: the root of the log ratio's size."""
    for_, against = [1.0] * size, [1.0] * size
    for row, sign in zip(rows, signs, strict=True):
        side = for_ if sign > 0 else against
        for place in row.indices if sign else ():
            side[place] += 1.0
    more, less = sum(sign > 0 for sign in signs) + 2.0, sum(sign < 0 for sign in signs) + 2.0
    ratio = [sqrt(abs(log(one / more * less / other))) for one, other in zip(for_, against, strict=True)]
    return [1.0, *ratio[1:]]  # the bias comes on both sides alike and must speak all the same


def fit(rows: Sequence[Row], target: Target, size: int) -> list[float]:
    """Weights of one output (liblinear's dual method for L2-loss SVM)."""
    weights = [0.0] * size
    active = [index for index, sign in enumerate(target.signs) if sign]
    positive = sum(target.signs[index] > 0 for index in active) or 1
    negative = len(active) - positive or 1
    lean = {1: len(active) / 2 / positive, -1: len(active) / 2 / negative}
    slack = [0.5 / (target.cost * lean[sign] ** target.balance) if sign else 0.0 for sign in target.signs]
    if target.weights is not None:
        slack = [one / weight for one, weight in zip(slack, target.weights, strict=True)]
    curvature = [sum(value * value for value in row.values) + extra for row, extra in zip(rows, slack, strict=True)]
    alpha = [0.0] * len(rows)
    order = Random(7)  # noqa: S311 - the same order in every run
    for _ in range(_EPOCHS):
        order.shuffle(active)
        moved = 0.0
        for index in active:
            sign, (indices, values), old = target.signs[index], rows[index], alpha[index]
            score = sum([weights[place] * value for place, value in zip(indices, values, strict=True)])
            gradient = sign * score - 1 + old * slack[index]
            if old == 0 and gradient >= 0:
                continue
            alpha[index] = new = max(old - gradient / curvature[index], 0.0)
            step = (new - old) * sign
            if abs(step) > 1e-6:
                moved = max(moved, abs(gradient))
                for place, value in zip(indices, values, strict=True):
                    weights[place] += step * value
        if moved < 0.02:
            break
    return weights


def quantised(weight: float) -> int:
    """A weight as it is stored."""
    return max(-_LIMIT, min(_LIMIT, round(weight * SCALE)))


def assemble(vocabulary: Vocabulary, outputs: Mapping[str, Sequence[float]], settings: Mapping[str, Any]) -> Weights:
    """Trained outputs as whole numbers; idf is folded into the weights, rows without any weight are left out."""
    spaces: dict[str, dict[str, Sequence[int]]] = {"words": {}, "grams": {}, "flags": {}}
    for (space, name), place in vocabulary.places.items():
        idf = vocabulary.idf[place]
        row = [quantised(vocabulary.whole(weights, place) * idf) for weights in outputs.values()]
        row.append(round(idf * idf * SQUARE) if space in _TEXT_SPACES else 0)
        spaces[space][name] = row
    return Weights(tuple(outputs), spaces, dict(settings))


def out_of_fold(
    rows: Sequence[Row], target: Target, size: int, folds: int = 4, period: int | None = None
) -> list[float]:
    """A score for every example by a model that has not seen it; folds are strides.

    With `period`, rows that lie that far apart are one example in two shapes and fall into the same fold.
    """
    scores = [0.0] * len(rows)
    parts = [(index % period if period else index) % folds for index in range(len(rows))]
    for fold in range(folds):
        signs = [0 if part == fold else sign for part, sign in zip(parts, target.signs, strict=True)]
        weights = fit(rows, target._replace(signs=signs), size)
        for index, part in enumerate(parts):
            if part == fold:
                row = rows[index]
                scores[index] = sum(weights[at] * value for at, value in zip(row.indices, row.values, strict=True))
    return scores
