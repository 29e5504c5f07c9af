"""`python -m bot.nlp.night_school FOLDER`: learn from a label log, pass the gate or not. A process of its own.

FOLDER/labels.jsonl holds {"text", "kind", "category", "also", "calm", "weight"} lines. FOLDER/model/ gets the weights
and FOLDER/report.json what the gate saw. It is nice, and bounded in memory.
"""

import json
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.nlp.gate import agree, measure, worse
from bot.nlp.jsonl import read_jsonl, text_of
from bot.nlp.learning import read_corpus
from bot.nlp.linear import Linear, load, save
from bot.nlp.listener import MODEL, Listener, default_taxonomy
from bot.nlp.reading import Reader
from bot.nlp.relearning import Taught, relearn
from community.understanding import Kind

MEMORY = 1536 * 2**20  # bytes of address space
SOME_DAY = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # the measures do not depend on the day


def study(folder: Path) -> None:
    """Learn, measure, write."""
    taught = read_labels(folder / "labels.jsonl")
    lines = read_corpus()
    reader, taxonomy = Reader(), default_taxonomy()
    base = load(MODEL)
    dev = [line for line in lines if line.part == "dev"]
    shipped = Listener(reader, Linear(base), taxonomy)
    before, agreed_before = measure(shipped, dev, SOME_DAY), agree(shipped, taught, SOME_DAY)
    weights = relearn(base, reader, [line for line in lines if line.part == "train"], taught, taxonomy.codes)
    learned = shipped.weighing(Linear(weights))
    after = measure(learned, dev, SOME_DAY)
    report = {
        "before": before,
        "after": after,
        "worse": worse(before, after),
        "labels": len(taught),
        "agreed_before": agreed_before,
        "agreed_after": agree(learned, taught, SOME_DAY),
    }
    save(weights, folder / "model")
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def read_labels(path: Path) -> list[Taught]:
    """The label log. Raises BadLine naming the line that can't be read."""
    return [taught for _, taught in read_jsonl(path, _taught)]


def _taught(one: Any) -> Taught:
    return Taught(
        text_of(one),
        Kind(one["kind"]),
        one["category"],
        float(one["weight"]),
        tuple(one.get("also", ())),
        bool(one.get("calm")),
    )


def main() -> None:
    """Let everybody else go first."""
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    study(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
