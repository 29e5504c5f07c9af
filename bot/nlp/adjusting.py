"""A small correction of the scores for one community, learned at once from what people said a message is.

It is made by going through the community's labels in their order, so a restart makes the same. Each label moves the
words of its message just far enough that the message would have been heard rightly, and never further than a step,
which grows where earlier labels said the same; what a message is moved by altogether is bounded too. So one slip of a
finger changes little and silences nothing, three alike change a reading, and talk that shares no telling words with
any label is heard as before.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from bot.nlp.rarity import rarity
from bot.nlp.reading import Reading

LABELS = 200
"""So many labels of a community, before those that weights trained at night have seen, are gone through."""

UNSEEN = 1000
"""So many of a community's labels are gone through at most, however many no night has seen."""

CERTAIN = 12.0
ENOUGH = 0.6  # probability from which a message is heard, as the listener has it
HEARD_STEP, HEARD_BOUND, HEARD_MARGIN = 1.2, 4.0, 0.5  # log odds
TOPIC_STEP, TOPIC_BOUND, TOPIC_MARGIN = 0.5, 2.0, 0.8  # scores of the categories
PAIR = 0.3  # what a pair of characters weighs beside a word
ALIKE = 2.5
"""So many labels alike that a message is nothing it takes to silence what the listener hears by itself."""
RESIDENT = 0.5  # how far a resident's own word moves, beside that of staff

_HAN = re.compile(r"[㐀-鿿]{2}").fullmatch
Said = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A label: what a message is. category: its code, None for chatter. weight: 1 for the word of staff. also: further
    categories that it asks for."""

    text: str
    heard: bool
    category: str | None
    weight: float = 1.0
    also: tuple[str, ...] = ()


class Lean:
    """The correction. Made by `leaned`; never changed afterwards."""

    def __init__(
        self, heard: Mapping[str, float], ignored: Mapping[str, float], topics: Mapping[str, Mapping[str, float]]
    ) -> None:
        self._heard = heard
        self._ignored = ignored  # how often words were in what was nothing
        self._topics = topics

    def heard(self, reading: Reading, probability: float) -> float:
        """How likely it concerns the community, with what was learned."""
        words = said(reading) if self._heard else {}
        shift = _bounded(_dot(self._heard, words), HEARD_BOUND)
        if not shift:
            return probability
        found = _likely(_odds(probability) + shift)
        hushed = probability >= ENOUGH > found and _dot(self._ignored, words) < ALIKE
        return ENOUGH if hushed else found

    def topics(self, reading: Reading, codes: Sequence[str], scores: Sequence[float]) -> Sequence[float]:
        """The categories' scores, with what was learned."""
        return _shifted(self._topics, said(reading), codes, scores) if self._topics else scores


@dataclass(slots=True)
class Look:
    """Looks like a Lean, changes nothing, and keeps what one would have been asked to change."""

    reading: Reading | None = None
    probability: float = 0.0
    codes: Sequence[str] = ()
    scores: Sequence[float] = ()

    def heard(self, reading: Reading, probability: float) -> float:
        """What the listener thinks."""
        self.reading, self.probability = reading, probability
        return probability

    def topics(self, reading: Reading, codes: Sequence[str], scores: Sequence[float]) -> Sequence[float]:
        """What the listener thinks."""
        self.codes, self.scores = codes, scores
        return scores


class Learner:
    """Goes through lessons; `lean` is what they came to so far."""

    def __init__(self) -> None:
        self._heard: dict[str, float] = {}
        self._ignored: dict[str, float] = {}
        self._topics: dict[str, dict[str, float]] = {}

    def lean(self) -> Lean:
        """The correction as it is now."""
        return Lean(
            dict(self._heard), dict(self._ignored), {code: dict(weights) for code, weights in self._topics.items()}
        )

    def learn(self, lesson: Lesson, look: Look) -> None:
        """Move towards `lesson`, whose message the listener alone hears as `look`."""
        if look.reading is None:
            return
        words = said(look.reading)
        if not lesson.heard:
            _move(self._ignored, words, lesson.weight)
        self._learn_heard(lesson, words, look.probability)
        for category in (lesson.category, *lesson.also):
            if category in look.codes:
                self._learn_topic(lesson, str(category), words, look)

    def _learn_heard(self, lesson: Lesson, words: Said, probability: float) -> None:
        side = 1.0 if lesson.heard else -1.0
        before = _bounded(_dot(self._heard, words), HEARD_BOUND)
        short = HEARD_MARGIN - side * (_odds(probability) + before - _odds(ENOUGH))
        if short > 0:
            _move(self._heard, words, side * min(short, HEARD_STEP + max(0.0, side * before)) * lesson.weight)

    def _learn_topic(self, lesson: Lesson, right: str, words: Said, look: Look) -> None:
        scores = dict(zip(look.codes, _shifted(self._topics, words, look.codes, look.scores), strict=True))
        others = (code for code in look.codes if code != lesson.category and code not in lesson.also)
        rival = max(others, key=lambda code: scores[code])
        short = TOPIC_MARGIN + scores[rival] - scores[right]
        if short > 0:
            agreed = max(0.0, _dot(self._topics.get(right, {}), words))
            step = min(short / 2, TOPIC_STEP + agreed) * lesson.weight
            _move(self._topics.setdefault(right, {}), words, step)
            _move(self._topics.setdefault(rival, {}), words, -step)


def said(reading: Reading) -> Said:
    """The telling words of a message, and its pairs of characters, as a vector of length one."""
    words = {word: rarity(word) for word in reading.features.words if len(word) > 1}
    pairs = {pair: PAIR * rarity(pair) for pair in reading.features.grams if _HAN(pair) and pair not in words}
    found = words | pairs
    length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
    return {word: weight / length for word, weight in found.items()}


def _shifted(
    topics: Mapping[str, Mapping[str, float]], words: Said, codes: Sequence[str], scores: Sequence[float]
) -> list[float]:
    return [
        score + _bounded(_dot(topics[code], words), TOPIC_BOUND) if code in topics else score
        for score, code in zip(scores, codes, strict=True)
    ]


def _dot(weights: Mapping[str, float], words: Said) -> float:
    return sum(weights[word] * value for word, value in sorted(words.items()) if word in weights)


def _move(weights: dict[str, float], words: Said, step: float) -> None:
    for word, value in words.items():
        weights[word] = weights.get(word, 0.0) + step * value


def _bounded(value: float, bound: float) -> float:
    return max(-bound, min(bound, value))


def _odds(probability: float) -> float:
    return _bounded(log(max(probability, 1e-9) / max(1 - probability, 1e-9)), CERTAIN)


def _likely(odds: float) -> float:
    return 1 / (1 + exp(-odds))
