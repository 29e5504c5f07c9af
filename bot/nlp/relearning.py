"""The shipped weights, moved by what people said messages are: learned from the corpus' train part and the label log.

What is learned is only the difference from the shipped weights, and it is kept small: each message pulls as in the
shipped training (squared hinge, dual coordinate descent), and whatever they do not need stays as it was. So the talk
from elsewhere that the shipped weights were trained with, and that does not ship, is not forgotten.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from math import sqrt
from random import Random
from typing import NamedTuple

from bot.nlp.features import Features
from bot.nlp.learning import KINDS, Line
from bot.nlp.linear import SCALE, SQUARE, Linear, Weights
from bot.nlp.reading import Reader
from bot.nlp.trainer import quantised
from community.understanding import Kind

CORPUS_COST, STAFF_COST = 0.3, 2.0  # how hard a line of the corpus, and the word of staff, pull
NEAR = 1.2  # lines of the corpus further than this on their own side are not in danger
EPOCHS = 8
SELDOM = 2  # a word that the shipped weights don't know must come in as many labels
NEW_SQUARE = 64.0  # squared idf of such a word
DANGER = 3  # the urgency

_TEXT = ("words", "grams")


class Taught(NamedTuple):
    """What somebody said a message is. weight: 1 for the word of staff. also: further categories that it asks for.

    calm: it is no danger.
    """

    text: str
    kind: Kind
    category: str | None
    weight: float = 1.0
    also: tuple[str, ...] = ()
    calm: bool = False

    @property
    def categories(self) -> frozenset[str]:
        """All of them."""
        return frozenset(filter(None, (self.category, *self.also)))


class _Example(NamedTuple):
    """A message. names: of its features, each with its value; scores: those of the weights as they were; danger: 1 or
    -1, or 0 where nothing is known of it."""

    values: dict[tuple[str, str], float]
    scores: list[float]
    kind: Kind
    categories: frozenset[str]
    cost: float
    taught: bool
    danger: int


def relearn(
    base: Weights, reader: Reader, lines: Iterable[Line], taught: Sequence[Taught], codes: Sequence[str]
) -> Weights:
    """`base` moved by `taught`, held in place by `lines`; the same input gives the same weights."""
    read = [(reader.read(one.text).features, one) for one in taught]
    rows = {space: dict(known) for space, known in base.rows.items()}
    width = len(base.outputs)
    counts = Counter(word for features, _ in read for word in features.words)
    for word, count in sorted(counts.items()):
        if count >= SELDOM and word not in rows["words"]:
            rows["words"][word] = [0] * width + [round(NEW_SQUARE * SQUARE)]
    model = Linear(Weights(base.outputs, rows, base.settings))
    examples = [
        _example(features, model, rows, one.kind, one.categories, STAFF_COST * one.weight, danger=-one.calm)
        for features, one in read
    ]
    for line in lines:
        features = reader.read(line.text).features
        danger = 1 if line.urgency == DANGER else -1
        held = _example(
            features, model, rows, line.kind, set(line.categories), CORPUS_COST, taught=False, danger=danger
        )
        examples.append(held)
    moved: dict[tuple[str, str], list[float]] = {}
    for place, output in enumerate(base.outputs):
        signs = [_sign(one, output, codes) for one in examples]
        if any(sign and one.taught for sign, one in zip(signs, examples, strict=True)):
            for feature, step in _fit(examples, signs, place).items():
                moved.setdefault(feature, [0.0] * width)[place] = step
    for (space, name), steps in moved.items():
        row = rows[space][name]
        idf = sqrt(row[-1] / SQUARE)
        rows[space][name] = [
            quantised(row[place] / SCALE + step * idf) if step else row[place] for place, step in enumerate(steps)
        ] + [row[-1]]
    return Weights(base.outputs, rows, base.settings)


def _example(
    features: Features, model: Linear, rows: dict[str, dict[str, Sequence[int]]], kind: Kind,
    categories: AbstractSet[str], cost: float, *, taught: bool = True, danger: int,
) -> _Example:  # fmt: skip
    known = [(space, name) for space in _TEXT for name in sorted(getattr(features, space)) if name in rows[space]]
    squares = [rows[space][name][-1] / SQUARE for space, name in known]
    length = sqrt(sum(squares)) or 1.0
    values = {name: sqrt(square) / length for name, square in zip(known, squares, strict=True)}
    return _Example(values, model.score(features), kind, frozenset(categories), cost, taught, danger)


def _sign(example: _Example, output: str, codes: Sequence[str]) -> int:
    """+1 or -1 where `output` should be for or against the message, 0 where nothing is known of it."""
    heard = example.kind is not Kind.CHATTER
    if output == "concern":
        return 1 if heard else -1
    if output == f"urgency{DANGER}":
        return example.danger
    if output in KINDS:
        return (1 if example.kind == output else -1) if heard else 0
    if output in codes:
        return (1 if output in example.categories else -1) if example.categories else 0
    return 0


def _fit(examples: Sequence[_Example], signs: Sequence[int], place: int) -> dict[tuple[str, str], float]:
    """The steps that bring the examples to their sides, as small as will do."""
    active = [
        at
        for at, (one, sign) in enumerate(zip(examples, signs, strict=True))
        if sign and (one.taught or sign * one.scores[place] < NEAR)
    ]
    steps: dict[tuple[str, str], float] = {}
    alpha = dict.fromkeys(active, 0.0)
    order = Random(7)  # noqa: S311 - the same order in every run
    for _ in range(EPOCHS):
        order.shuffle(active)
        for at in active:
            one, sign = examples[at], signs[at]
            slack = 0.5 / one.cost
            now = one.scores[place] + sum([steps.get(name, 0.0) * value for name, value in one.values.items()])
            # what the shipped weights already gave up on costs nothing anew: only a fall is pulled back
            goal = 1.0 if one.taught else min(1.0, sign * one.scores[place])
            gradient = sign * now - goal + alpha[at] * slack
            new = max(alpha[at] - gradient / (1.0 + slack), 0.0)
            change, alpha[at] = (new - alpha[at]) * sign, new
            if abs(change) > 1e-6:
                for name, value in one.values.items():
                    steps[name] = steps.get(name, 0.0) + change * value
    return steps
