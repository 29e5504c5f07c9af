"""From the labelled corpus to weights: one command, the same bytes every time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

from bot.nlp.data import LexiconError
from bot.nlp.linear import Weights
from bot.nlp.reading import Reader
from bot.nlp.trainer import Target, Vocabulary, assemble, fit, out_of_fold, platt, temperature
from community.understanding import Kind

CORPUS = Path(__file__).parent / "corpus"
KINDS = tuple(kind for kind in Kind if kind is not Kind.CHATTER)
COST_KIND, COST_CATEGORY = 0.5, 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled message of the corpus."""

    text: str
    kind: Kind
    categories: tuple[str, ...]
    urgency: int
    hard: bool
    part: str
    hand: str


def read_corpus(folder: Path = CORPUS) -> list[Line]:
    """All lines of all hands, in order of file name. Raises LexiconError with file and line for a bad one."""
    lines: list[Line] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not raw.strip():
                continue
            try:
                one = json.loads(raw)
                lines.append(
                    Line(one["text"], Kind(one["kind"]), tuple(one["categories"]), int(one["urgency"]),
                         bool(one["hard"]), one["part"], path.stem)
                )  # fmt: skip
            except (ValueError, KeyError, TypeError) as error:
                raise LexiconError(path, number, f"{type(error).__name__}: {error}") from error
    return lines


def targets(lines: Sequence[Line], codes: Sequence[str]) -> list[Target]:
    """What is learned: whether it concerns the community, which kind, how urgent, which categories."""

    def sign(truth: bool) -> int:
        return 1 if truth else -1

    concerns = [line.kind is not Kind.CHATTER for line in lines]
    learned = [Target("concern", [sign(one) for one in concerns], COST_KIND)]
    learned += [
        Target(kind.value, [sign(line.kind is kind) if one else 0 for line, one in zip(lines, concerns, strict=True)],
               COST_KIND)
        for kind in KINDS
    ]  # fmt: skip
    learned += [
        Target(f"urgency{level}", [sign(line.urgency >= level) if one or level == 3 else 0
                                   for line, one in zip(lines, concerns, strict=True)], COST_KIND)
        for level in (1, 2, 3)
    ]  # fmt: skip
    return learned + [
        Target(code, [sign(code in line.categories) if line.categories else 0 for line in lines], COST_CATEGORY)
        for code in codes
    ]


def learn(reader: Reader, lines: Sequence[Line], codes: Sequence[str]) -> Weights:
    """Train on the lines and calibrate on scores out of fold."""
    examples = [reader.read(line.text).features for line in lines]
    vocabulary = Vocabulary(examples)
    rows = [vocabulary.row(example) for example in examples]
    size = len(vocabulary.idf)
    learned = targets(lines, codes)
    outputs = {target.name: fit(rows, target, size) for target in learned}
    unseen = {target.name: out_of_fold(rows, target, size) for target in learned}
    return assemble(vocabulary, outputs, {"calibration": _calibrate(lines, learned, unseen, codes)})


def _calibrate(
    lines: Sequence[Line], learned: Sequence[Target], unseen: dict[str, list[float]], codes: Sequence[str]
) -> dict[str, object]:
    plain: dict[str, object] = {}
    for target in learned:
        kept = [index for index, sign in enumerate(target.signs) if sign]
        plain[target.name] = platt(
            [unseen[target.name][index] for index in kept], [target.signs[index] > 0 for index in kept]
        )
    single = [index for index, line in enumerate(lines) if len(line.categories) == 1]
    scores = [[unseen[code][index] for code in codes] for index in single]
    plain["category"] = temperature(scores, [list(codes).index(lines[index].categories[0]) for index in single])
    return plain


def sigmoid(score: float, calibration: Sequence[float]) -> float:
    """A score as a probability by slope and offset."""
    slope, offset = calibration
    return 1 / (1 + exp(-max(-30.0, min(30.0, slope * score + offset))))


def softmax(scores: Sequence[float], factor: float) -> list[float]:
    """Scores as probabilities that sum to one."""
    top = max(scores)
    raised = [exp(factor * (score - top)) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]
