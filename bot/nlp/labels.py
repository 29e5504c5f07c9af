"""The same engine on anyone's labels: `{"text", "label"}` in, a model folder out, `{"label", "score"}` back.

Such texts may be long letters rather than talk, so words, characters and pairs of them count by how often they come,
and cues are not asked.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from operator import add
from pathlib import Path

from bot.nlp.lift import lift
from bot.nlp.linear import SCALE, SQUARE, Linear, Weights, load
from bot.nlp.normal import normalise
from bot.nlp.odds import log_odds
from bot.nlp.shares import fitted_curve, shares
from bot.nlp.soundness import check_labels
from bot.nlp.tokens import Tokens
from bot.nlp.trainer import Row, Target, fit, quantised, scaled, telling

_OPENING = 60  # characters of a long letter that are learned once more on their own
_OPENING_WEIGHT = 0.5
_COST = 0.3
_COUNTED = 0.025  # how loud a feature's plain odds speak beside its fitted weight
_SELDOM = 2
_IDF_POWER = 0.7
_STEP = 4.0  # a word's weight by its count is stored as a whole number of quarters
_SPACES = ("words", "grams")
_FOLDS = 3
_CHINESE = re.compile(r"[一-鿿]+")
Said = tuple[Mapping[str, int], Mapping[str, int]]  # how often each word, and each character or pair, comes, in steps


class Labeller:
    """Labels texts with a model that `train_labels` made. Immutable, thread-safe."""

    def __init__(self, tokens: Tokens, weights: Weights) -> None:
        """Raises ModelError when the weights are of another purpose."""
        check_labels(weights.rows["flags"], weights.settings)
        self._tokens = tokens
        self._model = Linear(weights)
        self._squares = tuple(
            {name: row[-1] / SQUARE for name, row in weights.rows[space].items()} for space in _SPACES
        )
        self._bias = [number / SCALE for number in weights.rows["flags"]["bias"][:-1]]

    @classmethod
    def load(cls, folder: Path, tokens: Tokens | None = None) -> "Labeller":
        """Read a model folder. Raises ModelError when there is none, or one of another purpose."""
        return cls(tokens or Tokens(), load(folder))

    def label(self, text: str) -> tuple[str, float]:
        """The likeliest label and its calibrated score."""
        return self.rank(text)[0]

    def rank(self, text: str) -> list[tuple[str, float]]:
        """All labels with their scores, best first; scores sum to one."""
        scores = self._bias
        for space, squares, said in zip(_SPACES, self._squares, read_said(self._tokens, text), strict=True):
            known = {name: step for name, step in said.items() if name in squares}
            norm = SCALE * (sqrt(sum(step * step * squares[name] for name, step in known.items())) or 1.0)
            scores = [
                score + number / norm for score, number in zip(scores, self._model.weigh(known, space), strict=True)
            ]
        shared = shares(scores, self._model.settings["curve"])
        return sorted(zip(self._model.outputs, shared, strict=True), key=lambda one: -one[1])


def read_said(tokens: Tokens, text: str) -> Said:
    """The words of a text, and its Chinese characters with their pairs.

    Many words of an opening were never learned; nearly all of its characters were.
    """
    talk = lift(normalise(text).text).text
    grams = (gram for run in _CHINESE.findall(talk) for gram in (*run, *map(add, run, run[1:])))
    return _steps(Counter(tokens.search(talk))), _steps(Counter(grams))


def _steps(counts: Mapping[str, int]) -> dict[str, int]:
    return {name: round(_STEP * (1 + log(count))) for name, count in counts.items()}


def train_labels(tokens: Tokens, examples: Sequence[tuple[str, str]]) -> Weights:
    """Weights for the labels of (text, label) pairs, calibrated out of fold. Raises ValueError with fewer than two."""
    labels = sorted({label for _, label in examples})
    if len(labels) < 2:
        raise ValueError("训练数据至少要有两种标签")
    texts = [read_said(tokens, text) for text, _ in examples]
    openings = [
        (at, read_said(tokens, text[:_OPENING])) for at, (text, _) in enumerate(examples) if len(text) > _OPENING
    ]
    texts += [said for _, said in openings]
    whose = [*range(len(examples)), *(at for at, _ in openings)]
    truths = [examples[at][1] for at in whose]
    weights = [1.0] * len(examples) + [_OPENING_WEIGHT] * len(openings)
    idf = tuple(_idf([text[space] for text in texts[: len(examples)]]) for space in range(len(_SPACES)))
    places = _places(idf)
    rows = [_row(text, places, idf) for text in texts]
    size = 1 + sum(map(len, places))
    outputs: list[list[float]] = []
    unseen: list[list[float]] = []
    for label in labels:
        target = Target(label, [1 if of == label else -1 for of in truths], _COST, weights, 1.0)
        outputs.append(_fit_telling(rows, target, size, len(examples)))
        unseen.append(_unseen(rows, target, size, whose))
    curve = fitted_curve(list(zip(*unseen, strict=True)), [labels.index(label) for _, label in examples])
    stored = {
        space: {
            name: [*(quantised(output[place] * known[name]) for output in outputs), round(known[name] ** 2 * SQUARE)]
            for name, place in at.items()
        }
        for space, at, known in zip(_SPACES, places, idf, strict=True)
    }
    bias = {"bias": [*(quantised(output[0]) for output in outputs), 0]}
    return Weights(tuple(labels), {**stored, "flags": bias}, {"purpose": "labels", "curve": curve})


def _fit_telling(rows: Sequence[Row], target: Target, size: int, whole: int) -> list[float]:
    """Weights of one output; a feature speaks as loud as it tells this label from the others in the first `whole`.

    The odds of every feature by itself are added: fitted weights lean on the few best words of a letter, which its
    opening may lack.
    """
    ratio = telling(rows[:whole], target.signs[:whole], size)
    fitted = fit(scaled(rows, ratio), target, size)
    odds = log_odds(rows, target.signs, target.weights or [1.0] * len(rows), size)
    return [weight * loud + _COUNTED * odd for weight, loud, odd in zip(fitted, ratio, odds, strict=True)]


def _unseen(rows: Sequence[Row], target: Target, size: int, whose: Sequence[int]) -> list[float]:
    """A score for every whole text by weights that haven't seen it, nor its opening."""
    whole = max(whose) + 1
    scores = [0.0] * whole
    for fold in range(_FOLDS):
        signs = [0 if at % _FOLDS == fold else sign for at, sign in zip(whose, target.signs, strict=True)]
        weights = _fit_telling(rows, target._replace(signs=signs), size, whole)
        for at in range(fold, whole, _FOLDS):
            scores[at] = sum(weights[place] * value for place, value in zip(*rows[at], strict=True))
    return scores


def _idf(texts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    counts = Counter(name for text in texts for name in text)
    total = len(texts)
    kept = sorted(name for name, count in counts.items() if count >= _SELDOM)
    return {name: (1 + log((1 + total) / (1 + counts[name]))) ** _IDF_POWER for name in kept}


def _places(idf: Sequence[Mapping[str, float]]) -> list[dict[str, int]]:
    places: list[dict[str, int]] = []
    at = 1  # the first is the bias
    for known in idf:
        places.append({name: at + index for index, name in enumerate(known)})
        at += len(known)
    return places


def _row(text: Said, places: Sequence[Mapping[str, int]], idf: Sequence[Mapping[str, float]]) -> Row:
    """Words and characters of length one each, and the bias."""
    indices, values = [0], [1.0]
    for said, at, known in zip(text, places, idf, strict=True):
        loud = {name: step * known[name] for name, step in sorted(said.items()) if name in at}
        norm = sqrt(sum(value * value for value in loud.values())) or 1.0
        indices += [at[name] for name in loud]
        values += [value / norm for value in loud.values()]
    return Row(indices, values)
