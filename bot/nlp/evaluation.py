"""How well the listener hears the corpus' own test part: every row with its 95% interval, and the worst confusions."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import TextIO

from bot.nlp.learning import Line, read_corpus
from bot.nlp.listener import Listener
from community.understanding import Kind, Understanding

_ROUNDS = 300
_HEARD = frozenset({Kind.NEED, Kind.INQUIRY, Kind.OFFER})


@dataclass(frozen=True, slots=True)
class Heard:
    """A line and what was understood."""

    line: Line
    said: Understanding


Measure = Callable[[Sequence[Heard]], float]


def evaluate(out: TextIO, *, now: datetime, part: str = "test", listener: Listener | None = None) -> None:
    """Print every measure of the corpus part with its interval (bootstrap), then what was confused most."""
    listener = listener or Listener.load()
    heard = [Heard(line, listener.understand(line.text, now=now)) for line in read_corpus() if line.part == part]
    out.write(f"语料 {part} 部分，{len(heard)} 句\n")
    for name, measure in MEASURES.items():
        low, high = interval(heard, measure)
        out.write(f"{name:　<14} {measure(heard):.3f}  [{low:.3f}, {high:.3f}]\n")
    out.write("最常混淆：\n")
    for (truth, said), count in confusions(heard).most_common(12):
        out.write(f"  {truth} → {said}  {count}\n")


def interval(heard: Sequence[Heard], measure: Measure) -> tuple[float, float]:
    """The 95% interval of a measure by resampling, the same in every run."""
    draw = Random(11)  # noqa: S311 - resampling, not secrecy
    values = sorted(measure(draw.choices(heard, k=len(heard))) for _ in range(_ROUNDS)) if heard else [0.0]
    return values[int(len(values) * 0.025)], values[int(len(values) * 0.975)]


def confusions(heard: Sequence[Heard]) -> Counter[tuple[str, str]]:
    """Kinds taken for others, and first categories taken for others."""
    pairs = [(one.line.kind.value, one.said.kind.value) for one in heard]
    pairs += [(one.line.categories[0], one.said.categories[0].code) for one in heard if one.line.categories]
    return Counter(pair for pair in pairs if pair[0] != pair[1])


def f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    """F1 of (truth, said) pairs."""
    both = sum(truth and said for truth, said in pairs)
    return 2 * both / max(1, sum(truth + said for truth, said in pairs))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the labels that occur."""
    labels = {truth for truth, _ in pairs}
    return sum(f1([(truth == one, said == one) for truth, said in pairs]) for one in labels) / max(1, len(labels))


def share(truths: Sequence[bool]) -> float:
    """How many of them hold."""
    return sum(truths) / max(1, len(truths))


MEASURES: dict[str, Measure] = {
    "是不是诉求 F1": lambda heard: f1(
        [(one.line.kind in _HEARD, one.said.kind is not Kind.CHATTER)
         for one in heard if one.line.kind is not Kind.SUGGESTION]
    ),
    "难负例误收": lambda heard: share([one.said.kind is not Kind.CHATTER for one in heard if one.line.hard]),
    "闲聊误收": lambda heard: share(
        [one.said.kind is not Kind.CHATTER for one in heard if one.line.kind is Kind.CHATTER and not one.line.hard]
    ),
    "五类 macro-F1": lambda heard: macro_f1([(one.line.kind.value, one.said.kind.value) for one in heard]),
    "分类 macro-F1": lambda heard: macro_f1(
        [(one.line.categories[0], one.said.categories[0].code) for one in heard if one.line.categories]
    ),
    "分类前三": lambda heard: share(
        [one.line.categories[0] in [each.code for each in one.said.categories[:3]]
         for one in heard if one.line.categories]
    ),
    "险情找到": lambda heard: share([one.said.urgent for one in heard if one.line.urgency == 3]),
    "险情误报（千句）": lambda heard: 1000 * share([one.said.urgent for one in heard if one.line.urgency < 3]),
    "缓急相符": lambda heard: share(
        [one.said.urgency == one.line.urgency for one in heard if one.line.kind is Kind.NEED]
    ),
}  # fmt: skip
