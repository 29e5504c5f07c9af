"""How fast the listener is, as ratios within one run: `python tests/bench/bench_nlp.py`.

Prints the whole understanding against jieba.lcut, jieba.posseg, rjieba and a scikit-learn pipeline on the same
messages, on one core, in one run; then the slowest messages and the price of loading. `uv run --group bench` installs
what it compares with; what is not installed is left out.
"""

import importlib
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import psutil

from bot.nlp import Listener
from bot.nlp.learning import read_corpus

NOW = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


def seconds(call: Callable[[str], Any], texts: Sequence[str], rounds: int = 3) -> float:
    """The fastest of some rounds over all texts."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            call(text)
        best = min(best, time.process_time() - start)
    return best


def percentile(call: Callable[[str], Any], texts: Sequence[str], share: float) -> float:
    """The time in milliseconds that this share of single calls stays under."""
    taken = []
    for text in texts:
        start = time.process_time()
        call(text)
        taken.append(time.process_time() - start)
    return 1000 * sorted(taken)[int(len(taken) * share)]


def compare(name: str, make: Callable[[], Callable[[str], Any]], texts: Sequence[str], base: float) -> None:
    """Print how long another tool takes in terms of jieba.lcut's time `base`."""
    try:
        call = make()
    except ImportError:
        print(f"{name} 未安装，略过")
        return
    print(f"{name} ÷ jieba.lcut = {seconds(call, texts, 1):.4f} s ÷ {base:.4f} s = {seconds(call, texts) / base:.2f}")


def pipeline() -> Callable[[str], Any]:
    """The usual scikit-learn pipeline, trained to tell kinds: kind only, no slots, no categories."""
    svm = importlib.import_module("sklearn.svm").LinearSVC()
    text = importlib.import_module("sklearn.feature_extraction.text")
    make = importlib.import_module("sklearn.pipeline").make_pipeline
    lines = [line for line in read_corpus() if line.part == "train"]
    words = text.TfidfVectorizer(tokenizer=sys.modules["jieba"].lcut, token_pattern=None, lowercase=False)
    model = make(words, svm).fit([line.text for line in lines], [line.kind.value for line in lines])
    return lambda said: model.predict([said])


def main() -> None:
    """Load, measure, print."""
    process = psutil.Process()
    before, start = process.memory_info().rss, time.process_time()
    listener = Listener.load()
    print(f"载入 {time.process_time() - start:.2f} s，内存 {(process.memory_info().rss - before) / 2**20:.0f} MB，"
          f"进程共 {process.memory_info().rss / 2**20:.0f} MB")  # fmt: skip

    def understand(text: str) -> object:
        return listener.understand(text, now=NOW)

    texts = [line.text for line in read_corpus()]
    jieba = sys.modules["jieba"]
    jieba.lcut("热身")
    base = seconds(jieba.lcut, texts)
    print(f"{len(texts)} 句，jieba.lcut {base / len(texts) * 1e6:.0f} µs/句")
    print(f"整个理解 ÷ jieba.lcut = {seconds(understand, texts) / base:.2f}")
    posseg = importlib.import_module("jieba.posseg")
    print(f"jieba.posseg ÷ jieba.lcut = {seconds(posseg.lcut, texts[:500], 1) / base * len(texts) / 500:.1f}")
    compare("rjieba", lambda: importlib.import_module("rjieba").cut, texts, base)
    compare("scikit-learn（jieba 分词、TF-IDF、线性 SVM）", pipeline, texts[:1000], base / len(texts) * 1000)
    sixty = [("".join(texts[at : at + 8]))[:60] for at in range(0, len(texts) - 8, 2)]
    print(f"60 字 p50 {percentile(understand, sixty, 0.5):.2f} ms，p99 {percentile(understand, sixty, 0.99):.2f} ms")
    long = ["".join(texts[at : at + 400])[:4096] for at in range(0, len(texts) - 400, 40)]
    print(f"4096 字 p50 {percentile(understand, long, 0.5):.1f} ms，p99 {percentile(understand, long, 0.99):.1f} ms")


if __name__ == "__main__":
    main()
