"""The same corpus gives the same weights to the byte, in whichever process."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from bot.nlp.learning import Line, read_corpus

REBUILD = """
import sys
from itertools import islice
from pathlib import Path
from bot.nlp import cli
from bot.nlp.episode_lines import episodes
from bot.nlp.learning import read_corpus
from bot.nlp.reading import Reader

class FewWords(Reader):
    def __init__(self):
        super().__init__()
        self.words = {code: {"*": next(iter(services.values()))[:2]} for code, services in self.words.items() if code}

corpus, out = map(Path, sys.argv[1:])
talk = [*islice((one for one in episodes() if one["part"] == "dev"), 6)]
cli.Reader = FewWords
cli.read_corpus, cli.episodes = lambda: read_corpus(corpus), lambda: talk
cli.rebuild(out, ordinary=corpus / "talk.json")
"""


def few() -> list[Line]:
    """Some lines of every kind, category and urgency."""
    taken: Counter[object] = Counter()
    found = []
    for line in read_corpus():
        names = (line.kind, line.urgency, *line.categories[:1])
        if line.part != "test" and min(taken[name] for name in names) < 3:
            taken.update(names)
            found.append(line)
    return found


def test_two_processes_rebuild_the_same_bytes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    lines = [
        {"text": one.text, "kind": one.kind.value, "categories": one.categories, "urgency": one.urgency,
         "hard": one.hard, "part": one.part}
        for one in few()
    ]  # fmt: skip
    (corpus / "me.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (corpus / "talk.json").write_text(
        "\n".join(json.dumps({"text": f"今天第{at}天，风很大"}) for at in range(20)), "utf-8"
    )
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", REBUILD, str(corpus), str(out)], check=True, env=environment)
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert set(made[0]) == {"model.json", "weights.bin", "ties.json"}
    assert made[0] == made[1]
