"""How well the listener hears the corpus' own test part: every row with its 95% interval, and the worst confusions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.nlp.episode_lines import ROWS as EPISODES
from bot.nlp.episode_lines import judge_episodes
from bot.nlp.jsonl import read_jsonl, text_of
from bot.nlp.labelling import ROWS, label_halves
from bot.nlp.learning import Line, read_corpus
from bot.nlp.listener import Listener
from bot.nlp.scores import Measure, f1, interval, macro_f1, share
from community.understanding import Band, Kind, Understanding

_KEPT_ASIDE = 7
_HEARD = frozenset({Kind.NEED, Kind.INQUIRY, Kind.OFFER})


@dataclass(frozen=True, slots=True)
class Heard:
    """A line and what was understood."""

    line: Line
    said: Understanding


def evaluate(
    out: TextIO,
    *,
    now: datetime,
    part: str = "test",
    listener: Listener | None = None,
    ordinary: Path | None = None,
    letters: Path | None = None,
) -> None:
    """Print every measure of the corpus part with its interval (bootstrap), then what was confused most.

    `ordinary`: the talk given to `nlp train --ordinary`; the lines that it keeps aside are heard. `letters`: labelled
    texts of anyone's, {"text", "label"}; each half is labelled by the engine trained on the other (minutes).
    """
    listener = listener or Listener.load()
    heard = [Heard(line, listener.understand(line.text, now=now)) for line in read_corpus() if line.part == part]
    out.write(f"语料 {part} 部分，{len(heard)} 句\n")
    for name, measure in MEASURES.items():
        _row(out, name, heard, measure)
    episodes = judge_episodes(listener, now, part)
    if episodes:
        out.write(f"对话 {part} 部分，{len(episodes)} 段\n")
        for name, agreed in EPISODES.items():
            _row(out, name, episodes, agreed)
    if ordinary is not None:
        talk = [listener.understand(text, now=now).band is not Band.SILENT for text in kept_aside(ordinary)]
        out.write(f"别处的闲聊，{len(talk)} 句\n")
        _row(out, "开口（百句）", talk, lambda spoken: 100 * share(spoken))
    if letters is not None:
        labelled = label_halves(letters)
        out.write(f"带标签的文字，{len(labelled)} 篇，各半互测\n")
        for name, rate in ROWS.items():
            _row(out, name, labelled, rate)
    out.write("最常混淆：\n")
    for (truth, said), count in confusions(heard).most_common(12):
        out.write(f"  {truth} → {said}  {count}\n")


def _row(out: TextIO, name: str, examples: Sequence[Any], measure: Measure[Any]) -> None:
    low, high = interval(examples, measure)
    out.write(f"{name:　<14} {measure(examples):.3f}  [{low:.3f}, {high:.3f}]\n")


def is_kept_aside(number: int) -> bool:
    """Whether this line of talk from elsewhere, from 1, is not learned from: every seventh."""
    return number % _KEPT_ASIDE == 1


def kept_aside(path: Path) -> list[str]:
    """The lines of a JSONL file of {"text"} that training leaves out. Raises BadLine."""
    return [text for number, text in read_jsonl(path, text_of) if is_kept_aside(number)]


def confusions(heard: Sequence[Heard]) -> Counter[tuple[str, str]]:
    """Kinds taken for others, and first categories taken for others."""
    pairs = [(one.line.kind.value, one.said.kind.value) for one in heard]
    pairs += [(one.line.categories[0], one.said.categories[0].code) for one in heard if one.line.categories]
    return Counter(pair for pair in pairs if pair[0] != pair[1])


MEASURES: Mapping[str, Measure[Heard]] = {
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
    "白惊动值班台（千句）": lambda heard: 1000 * share(
        [one.said.urgent or one.said.grave for one in heard if one.line.urgency < 3]
    ),
    "缓急相符": lambda heard: share(
        [one.said.urgency == one.line.urgency for one in heard if one.line.kind is Kind.NEED]
    ),
}  # fmt: skip
