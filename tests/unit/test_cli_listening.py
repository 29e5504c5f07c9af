"""`hehuo understand` and `hehuo nlp` as a person meets them: what is given amiss, read amiss, or can't be written."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.ending import Code
from bot.nlp.labels import train_labels
from bot.nlp.linear import save
from bot.nlp.tokens import Tokens
from tests.unit.test_cli import here, sentence

__all__ = ["here"]

PATIENCE = 120
LABELLED = [("水管漏了谁修", "修"), ("水管堵了谁修", "修"), ("医保怎么办", "办"), ("居住证怎么办", "办")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run: labelled lines, and `model`, trained on them. A label has a sign of its own."""
    folder = tmp_path_factory.mktemp("listening")
    lines = [json.dumps({"text": text, "label": f"{label}🔧"}, ensure_ascii=False) for text, label in LABELLED]
    (folder / "data.jsonl").write_text("\n".join(lines), "utf-8")
    save(train_labels(Tokens(), [(text, f"{label}🔧") for text, label in LABELLED]), folder / "model")
    return folder


@pytest.fixture
def env() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}


def hehuo(*words: str) -> list[str]:
    return [sys.executable, "-m", "bot", *words]


class Run:
    """A command that ran in `folder`."""

    def __init__(self, folder: Path, env: dict[str, str], *words: str, said: str = "", **where: object) -> None:
        done = subprocess.run(
            hehuo(*words), cwd=folder, env=env, input=said.encode(), timeout=PATIENCE, check=False,
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **where},
        )  # type: ignore[call-overload]  # fmt: skip
        self.code, self.out = done.returncode, (done.stdout or b"").decode()
        self.sentence = (done.stderr or b"").decode().strip()
        assert "Traceback" not in self.sentence and len(self.sentence.splitlines()) <= 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("understand", "--model", "model", "--episodes"), ("--model", "--episodes")),
        (("nlp", "train", "--data", "data.jsonl", "--episodes"), ("--data", "--episodes")),
        (("nlp", "train", "--data", "data.jsonl", "--ordinary", "data.jsonl"), ("--data", "--ordinary")),
        (("nlp", "train", "--ordinary", "data.jsonl", "--episodes"), ("--ordinary", "--episodes")),
        (("nlp", "evaluate", "--part", "tset"), ("--part tset",)),
        (("nlp", "evaluate", "--letters", "letters.jsonl"), ("letters.jsonl",)),
    ],
)
def test_what_would_not_be_heeded_or_is_not_there_is_refused(
    here: Callable[..., tuple[int, str, str]], words: tuple[str, ...], named: tuple[str, ...]
) -> None:
    code, out, err = here(*words)
    assert (code, out) == (Code.USAGE, "")
    assert all(name in sentence(err) for name in named)


def test_the_command_itself_refuses_what_would_not_be_heeded(folder: Path, env: dict[str, str]) -> None:
    run = Run(folder, env, "understand", "--model", "model", "--episodes", said='{"text": "水管"}')
    assert (run.code, run.out) == (Code.USAGE, "")
    assert "--model" in run.sentence and "--episodes" in run.sentence


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_answers_are_utf_8_whatever_the_terminal_is(folder: Path, env: dict[str, str], encoding: str) -> None:
    elsewhere = {**env, "PYTHONIOENCODING": encoding, "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"}
    run = Run(folder, elsewhere, "understand", "--model", "model", said='{"text": "水管漏了"}\n?\n')
    said, unread = map(json.loads, run.out.splitlines())
    assert said["label"] == "修🔧" and "第 2 行" in unread["error"]
    assert run.code == Code.USAGE and run.sentence.startswith("有 1 行读不了")


@pytest.fixture
def closed() -> Iterator[int]:
    """A pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    yield write
    os.close(write)


@pytest.mark.parametrize("lines", [1, 5_000])
def test_who_reads_no_further_ends_it_quietly(folder: Path, env: dict[str, str], closed: int, lines: int) -> None:
    run = Run(folder, env, "understand", "--model", "model", said='{"text": "水管漏了"}\n' * lines, stdout=closed)
    assert (run.code, run.sentence) == (Code.FINE, "")


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("understand", "--model", "model"), "标准输出"),
        (("nlp", "train", "--data", "data.jsonl", "--out", "again"), "again"),
    ],
)
def test_a_full_disk_is_said_to_be_unwritable(
    folder: Path, env: dict[str, str], words: tuple[str, ...], where: str
) -> None:
    full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (0, 0))  # no file may grow
    with (folder / "out.jsonl").open("wb") as out:
        run = Run(folder, env, *words, said='{"text": "水管漏了"}', stdout=out, preexec_fn=full)
    assert run.code == Code.USAGE
    assert run.sentence.startswith(f"{where} 写不进去（")


@pytest.mark.parametrize(("closed", "said"), [(0, "标准输入关着"), (1, "标准输出 写不进去（关着）")])
def test_what_is_closed_is_said_to_be(folder: Path, env: dict[str, str], closed: int, said: str) -> None:
    run = Run(folder, env, "understand", "--model", "model", preexec_fn=partial(os.close, closed))
    assert run.code == Code.USAGE and said in run.sentence


def test_a_model_that_can_t_be_written_is_not_said_to_be_unreadable(folder: Path, env: dict[str, str]) -> None:
    run = Run(folder, env, "nlp", "train", "--data", "data.jsonl", "--out", "data.jsonl")
    assert run.code == Code.USAGE
    assert run.sentence.startswith("data.jsonl 写不进去（")


def test_what_can_t_be_read_still_says_so(folder: Path, env: dict[str, str]) -> None:
    for words in (("understand", "none.jsonl", "--model", "model"), ("nlp", "train", "--data", "none.jsonl")):
        run = Run(folder, env, *words)
        assert run.code == Code.USAGE
        assert run.sentence.startswith("读不了：") and "none.jsonl" in run.sentence
