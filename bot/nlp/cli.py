"""What `hehuo understand`, `hehuo nlp train` and `hehuo nlp evaluate` do; the command line only passes its words on."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.nlp.data import LexiconError
from bot.nlp.episode_lines import episodes, matters_of
from bot.nlp.evaluation import is_kept_aside
from bot.nlp.jsonl import BadLine, labelled, read_json, read_jsonl, text_of
from bot.nlp.labels import Labeller, train_labels
from bot.nlp.learning import learn, read_corpus
from bot.nlp.linear import ModelError, save
from bot.nlp.listener import MODEL, Listener, default_taxonomy
from bot.nlp.reading import Reader
from bot.nlp.ties import default_ties
from bot.nlp.tokens import Tokens
from bot.nlp.tying import learn_ties
from community.understanding import Understanding

_STRANGERS = 3_500  # lines of talk from elsewhere that are read: as many as half the corpus


class Unwritable(Exception):
    """A model that can't be written: where to, and why."""

    def __init__(self, out: Path, why: str) -> None:
        super().__init__(out, why)
        self.out, self.why = out, why


def understand_stream(
    lines: Iterable[bytes | str], out: TextIO, *, now: datetime, model: Path | None = None, episodes: bool = False
) -> int:
    """JSONL in, JSONL out, a line each, in order; how many lines couldn't be read (they answer {"error": …}).

    {"text", "place"?}: `place` is where it is unless the text says so.
    With `model` (a folder of `nlp train --data`): {"text"} → {"label", "score"}.
    With `episodes`: conversations → matters.
    Raises LexiconError or ModelError when the engine itself is spoilt, ValueError for both `model` and `episodes`.
    """
    if model is not None and episodes:
        raise ValueError("model, episodes")
    if model is not None:
        labeller = Labeller.load(model)
        return _answer(lines, out, lambda one: _labelled(labeller, one))
    listener = Listener.load()
    if episodes:
        default_ties()  # what is spoilt shows before anything is answered
        return _answer(lines, out, lambda one: matters_of(listener, one, now))
    return _answer(lines, out, lambda one: as_json(_understood(listener, one, now)))


def _understood(listener: Listener, one: Any, now: datetime) -> Understanding:
    said = listener.understand(text_of(one), now=now)
    place = one.get("place")
    if place is not None and not isinstance(place, str):
        raise BadLine("place 应为文字")
    if not place or said.slots.place is not None:
        return said
    door = listener.understand(place, now=now).parsed.door
    return said._replace(slots=said.slots._replace(place=place), parsed=said.parsed._replace(door=door))


def as_json(understood: Understanding) -> dict[str, Any]:
    """An understanding as the command prints it."""
    parsed = understood.parsed
    time = parsed.time
    return {
        "kind": understood.kind.value,
        "band": understood.band.value,
        "categories": [one._asdict() for one in understood.categories],
        "urgency": understood.urgency,
        "urgent": understood.urgent,
        "slots": understood.slots._asdict(),
        "parsed": {
            "time": {"start": _iso(time.start), "end": _iso(time.end)} if time else None,
            "door": asdict(parsed.door) if parsed.door else None,
            "quantity": parsed.quantity,
            "beneficiary": parsed.beneficiary,
        },
        "service": understood.service,
        "summary": understood.summary,
        "several": understood.several,
    }


def train_on(data: Path, out: Path) -> int:
    """Train on a JSONL file of {"text", "label"} and write the model folder; how many examples there were.

    Raises BadLine naming file and line, ValueError for fewer than two labels, Unwritable.
    """
    examples = [example for _, example in read_jsonl(data, labelled)]
    weights = train_labels(Tokens(), examples)
    with _writing(out):
        save(weights, out)
    return len(examples)


def rebuild(out: Path = MODEL, *, ordinary: Path | None = None, parts: tuple[str, ...] = ("train", "dev")) -> int:
    """Train the shipped weights from the corpus (the same bytes every time); how many lines were learned from.

    `ordinary`: a JSONL file of {"text"} talk from elsewhere, none of it a need (the corpus guide says which); its
    first 3,500 lines are learned from, but for every seventh, on which `evaluate` counts false alarms.

    Raises BadLine, LexiconError, Unwritable.
    """
    lines = [line for line in read_corpus() if line.part in parts]
    talk = list(_ordinary(ordinary)) if ordinary else []
    weights = learn(Reader(), lines, default_taxonomy().codes, talk)
    with _writing(out):
        save(weights, out)
    relearn_ties(out)
    return len(lines)


def relearn_ties(out: Path = MODEL) -> int:
    """Learn from the corpus' episodes, as the listener in `out` hears them, what ties messages together (the same bytes
    every time); how many episodes there were."""
    taught = [one for one in episodes() if one["part"] == "dev"]
    ties = learn_ties(Listener.load(out), taught)
    with _writing(out):
        ties.save(out)
    return len(taught)


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Raises Unwritable."""
    try:
        yield
    except OSError as error:
        raise Unwritable(out, error.strerror or str(error)) from error


def _ordinary(path: Path) -> Iterator[str]:
    for number, text in read_jsonl(path, text_of):
        if number > _STRANGERS:
            break
        if not is_kept_aside(number):
            yield text


def _answer(lines: Iterable[bytes | str], out: TextIO, answer: Callable[[Any], dict[str, Any]]) -> int:
    bad = 0
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        try:
            said = json.dumps(answer(read_json(raw)), ensure_ascii=False)
        except (LexiconError, ModelError):
            raise  # of the engine, not of the line
        except (ValueError, RecursionError, OverflowError) as error:
            bad += 1
            said = json.dumps({"error": f"第 {number} 行：{error}"}, ensure_ascii=False)
        out.write(said + "\n")
    return bad


def _labelled(labeller: Labeller, one: Any) -> dict[str, Any]:
    (label, score), *others = labeller.rank(text_of(one))
    return {
        "label": label,
        "score": round(score, 4),
        "labels": [{"label": name, "score": round(share, 4)} for name, share in [(label, score), *others]],
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
