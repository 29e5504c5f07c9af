"""From the labelled corpus to weights: one command, the same bytes every time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.nlp.calibration import platt, temperature
from bot.nlp.jsonl import read_jsonl, text_of
from bot.nlp.linear import Weights
from bot.nlp.reading import Reader
from bot.nlp.trainer import Row, Target, Vocabulary, assemble, fit, out_of_fold, scaled, telling
from community.understanding import Kind

CORPUS = Path(__file__).parent / "corpus"
KINDS = tuple(kind for kind in Kind if kind is not Kind.CHATTER)
COST_KIND, COST_CATEGORY, WORD_WEIGHT, BARE_WEIGHT = 0.5, 0.8, 0.1, 0.5
STANCE_FLAG, TOPIC_FLAG = 0.15, 0.2  # what a flag weighs beside a text of length one
SELDOM = 3  # what fewer lines have is not learned: two more of a hand’s own words cost memory and teach nothing
STRANGERS_HEARD = 0.013  # talk from elsewhere that may pass the gate


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
    """All lines of all hands, in order of file name. Raises BadLine with file and line for a bad one."""
    paths = sorted(folder.glob("*.jsonl"))
    return [line for path in paths for _, line in read_jsonl(path, partial(_line, path.stem))]


def _line(hand: str, one: Any) -> Line:
    return Line(
        text_of(one), Kind(one["kind"]), tuple(one["categories"]), int(one["urgency"]), bool(one["hard"]), one["part"],
        hand,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lesson:
    """Examples as rows, what is to be learned from them, and how loud each feature speaks; lines are the first rows."""

    rows: Sequence[Row]
    targets: Sequence[Target]
    scale: Sequence[float]
    period: int | None = None


def learn(reader: Reader, lines: Sequence[Line], codes: Sequence[str], ordinary: Sequence[str] = ()) -> Weights:
    """Train on the lines and calibrate out of fold. `ordinary`: talk from elsewhere, none of which is a need.

    No feature is kept that the lines themselves don't have, so nothing of `ordinary` but its weight is in the result.
    """
    examples = [reader.read(line.text).features for line in lines]
    strangers = [reader.read(text).features for text in ordinary]
    vocabulary = Vocabulary(examples, SELDOM, reader.kin)
    size = vocabulary.size
    words = [(code, word) for code, services in reader.words.items() for said in services.values() for word in said]
    talk = [vocabulary.row(example) for example in examples]
    topics = [vocabulary.row(example.topic()) for example in examples]
    topics += [vocabulary.row(example._replace(flags=frozenset())) for example in examples]
    topics += [vocabulary.row(reader.read(word).features.topic()) for _, word in words]
    everything = [*talk, *map(vocabulary.row, strangers)]
    bare = [vocabulary.row(example._replace(flags=frozenset())) for example in (*examples, *strangers)]
    concern, *stance, danger = _stance(lines, len(strangers))
    soft, firm = vocabulary.loudness(STANCE_FLAG), vocabulary.loudness(TOPIC_FLAG)
    lessons = [
        Lesson([*everything, *bare], [_also_bare(concern)], _told(soft, telling(everything, concern.signs, size)),
               len(everything)),
        Lesson(everything, [danger], _told(soft, telling(everything, danger.signs, size))),
        Lesson(everything, stance, soft),
        Lesson(topics, _topics(lines, [code for code, _ in words], codes), firm, len(lines)),
    ]  # fmt: skip
    outputs: dict[str, list[float]] = {}
    unseen: dict[str, list[float]] = {}
    for lesson in lessons:
        rows = scaled(lesson.rows, lesson.scale)
        for target in lesson.targets:
            weights = fit(rows, target, size)
            outputs[target.name] = [weight * loud for weight, loud in zip(weights, lesson.scale, strict=True)]
            unseen[target.name] = out_of_fold(rows, target, size, period=lesson.period)
    return assemble(vocabulary, outputs, _calibrate(lines, lessons, unseen, codes))


def _told(scale: Sequence[float], ratio: Sequence[float]) -> list[float]:
    return [one * other for one, other in zip(scale, ratio, strict=True)]


def _also_bare(target: Target) -> Target:
    """The target over examples that come once as they are and once without flags, lest cues be trusted more than they
    deserve in the mouth of somebody they were not written down from."""
    weights = [1.0] * len(target.signs) + [BARE_WEIGHT] * len(target.signs)
    return target._replace(signs=[*target.signs, *target.signs], weights=weights)


def _stance(lines: Sequence[Line], strangers: int) -> list[Target]:
    """Whether it concerns the community, whether it is talk from elsewhere, which kind, how urgent."""
    heard = [line.kind is not Kind.CHATTER for line in lines]
    nothing = [0] * strangers
    found = [
        Target("concern", [*map(_sign, heard), *nothing], COST_KIND),
        Target("local", [*map(int, heard), *[-1] * strangers], COST_KIND),
    ]
    for kind in KINDS:
        signs = [_sign(line.kind is kind) * one for line, one in zip(lines, heard, strict=True)]
        found.append(Target(kind.value, [*signs, *nothing], COST_KIND))
    for level in (1, 2, 3):
        signs = [_sign(line.urgency >= level) * (one or level == 3) for line, one in zip(lines, heard, strict=True)]
        calm = [-1] * strangers if level == 3 else nothing
        found.append(Target(f"urgency{level}", [*signs, *calm], COST_KIND))
    return found


def _topics(lines: Sequence[Line], words: Sequence[str], codes: Sequence[str]) -> list[Target]:
    """Which categories: from lines that have some, each once with the lexicon's flags and once without, lest they be
    trusted more than they deserve on talk that the lexicon was not made from; and a little from its words. A category
    with more lines than the others weighs no more than they: the corpus is full of emergencies, a group is not."""
    counts = Counter(line.categories[0] for line in lines if line.categories)
    usual = sum(counts.values()) / max(1, len(counts))
    shares = [min(1.0, usual / counts[line.categories[0]]) if line.categories else 1.0 for line in lines]
    weights = shares * 2 + [WORD_WEIGHT] * len(words)
    return [
        Target(
            code,
            [_sign(code in line.categories) * bool(line.categories) for line in lines] * 2
            + [_sign(code == of) for of in words],
            COST_CATEGORY,
            weights,
            balance=0.0,
        )
        for code in codes
    ]


def _sign(truth: bool) -> int:
    return 1 if truth else -1


def _calibrate(
    lines: Sequence[Line], lessons: Sequence[Lesson], unseen: Mapping[str, Sequence[float]], codes: Sequence[str]
) -> dict[str, object]:
    calibration: dict[str, object] = {}
    for target in (target for lesson in lessons for target in lesson.targets):
        kept = [index for index, sign in enumerate(target.signs) if sign and (index < len(lines))]
        if {target.signs[index] for index in kept} == {1, -1}:
            scores = [unseen[target.name][index] for index in kept]
            calibration[target.name] = platt(scores, [target.signs[index] > 0 for index in kept])
    single = [index for index, line in enumerate(lines) if len(line.categories) == 1]
    shares = [[unseen[code][index] for code in codes] for index in single]
    calibration["category"] = temperature(shares, [list(codes).index(lines[index].categories[0]) for index in single])
    strangers = sorted(unseen["local"][len(lines) :], reverse=True)
    gate = strangers[int(len(strangers) * STRANGERS_HEARD)] if strangers else -9.0
    return {"calibration": calibration, "gate": round(gate, 6)}
