"""The same engine on anyone's labels: `{"text", "label"}` in, a model folder out, `{"label", "score"}` back.

Such texts may be long letters rather than talk, so words count by how often they come, and cues are not asked.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from pathlib import Path

from bot.nlp.calibration import softmax, temperature
from bot.nlp.lift import lift
from bot.nlp.linear import SCALE, SQUARE, Linear, ModelError, Weights, load
from bot.nlp.normal import normalise
from bot.nlp.tokens import Tokens
from bot.nlp.trainer import Row, Target, fit, out_of_fold, quantised

_OPENING = 60  # characters of a long letter that are learned once more on their own
_OPENING_WEIGHT = 0.5
_COST = 0.7
_SELDOM = 3
_IDF_POWER = 0.7
_STEP = 4.0  # a word's weight by its count is stored as a whole number of quarters


class Labeller:
    """Labels texts with a model that `train_labels` made. Immutable, thread-safe."""

    def __init__(self, tokens: Tokens, weights: Weights) -> None:
        """Raises ModelError when the weights are of another purpose."""
        if weights.settings.get("purpose") != "labels":
            raise ModelError("model.json: 不是 nlp train --data 训练出的模型")
        self._tokens = tokens
        self._model = Linear(weights)
        self._squares = {word: row[-1] / SQUARE for word, row in weights.rows["words"].items()}
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
        counts = {word: step for word, step in _steps(count_words(self._tokens, text)).items() if word in self._squares}
        norm = SCALE * (sqrt(sum(step * step * self._squares[word] for word, step in counts.items())) or 1.0)
        scores = [number / norm + bias for number, bias in zip(self._model.weigh(counts), self._bias, strict=True)]
        shares = softmax(scores, self._model.settings["temperature"])
        return sorted(zip(self._model.outputs, shares, strict=True), key=lambda one: -one[1])


def count_words(tokens: Tokens, text: str) -> Counter[str]:
    """How often each word of the text comes."""
    return Counter(tokens.search(lift(normalise(text).text).text))


def _steps(counts: Mapping[str, int]) -> dict[str, int]:
    return {word: round(_STEP * (1 + log(count))) for word, count in counts.items()}


def train_labels(tokens: Tokens, examples: Sequence[tuple[str, str]]) -> Weights:
    """Weights for the labels of (text, label) pairs, calibrated out of fold. Raises ValueError with fewer than two."""
    labels = sorted({label for _, label in examples})
    if len(labels) < 2:
        raise ValueError("训练数据至少要有两种标签")
    whole = [count_words(tokens, text) for text, _ in examples]
    openings = [(count_words(tokens, text[:_OPENING]), label) for text, label in examples if len(text) > _OPENING]
    idf = _idf(whole)
    places = {word: place for place, word in enumerate(idf, 1)}
    rows = [_row(counts, places, idf) for counts in [*whole, *(counts for counts, _ in openings)]]
    truths = [*(label for _, label in examples), *(label for _, label in openings)]
    weights = [1.0] * len(examples) + [_OPENING_WEIGHT] * len(openings)
    outputs: list[list[float]] = []
    unseen: list[list[float]] = []
    for label in labels:
        target = Target(label, [1 if of == label else -1 for of in truths], _COST, weights, 1.0)
        outputs.append(fit(rows, target, len(idf) + 1))
        known = target._replace(signs=target.signs[: len(examples)], weights=None)
        unseen.append(out_of_fold(rows[: len(examples)], known, len(idf) + 1))
    factor = temperature(list(zip(*unseen, strict=True)), [labels.index(label) for _, label in examples])
    words = {
        word: [*(quantised(output[place] * idf[word]) for output in outputs), round(idf[word] ** 2 * SQUARE)]
        for word, place in places.items()
    }
    bias = {"bias": [*(quantised(output[0]) for output in outputs), 0]}
    settings = {"purpose": "labels", "temperature": factor}
    return Weights(tuple(labels), {"words": words, "grams": {}, "flags": bias}, settings)


def _idf(texts: Sequence[Mapping[str, int]]) -> dict[str, float]:
    counts = Counter(word for text in texts for word in text)
    total = len(texts)
    kept = sorted(word for word, count in counts.items() if count >= _SELDOM)
    return {word: (1 + log((1 + total) / (1 + counts[word]))) ** _IDF_POWER for word in kept}


def _row(counts: Mapping[str, int], places: Mapping[str, int], idf: Mapping[str, float]) -> Row:
    said = {word: step * idf[word] for word, step in sorted(_steps(counts).items()) if word in places}
    norm = sqrt(sum(value * value for value in said.values())) or 1.0
    return Row([0, *(places[word] for word in said)], [1.0, *(value / norm for value in said.values())])
