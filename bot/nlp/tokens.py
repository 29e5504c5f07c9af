"""jieba's words: an isolated tokenizer with the lexicon in its dictionary, search mode, no HMM, no shared cache."""

import logging
import re
import warnings
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from importlib import import_module
from io import BytesIO
from math import log
from operator import add
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources hold escapes that newer Pythons complain about
    import jieba

jieba.setLogLevel(logging.ERROR)

_RUNS = re.compile(r"[㐀-鿿]+|[a-z]+|[0-9.]+", re.IGNORECASE)


def dictionary(words: Iterable[str] = (), least: int = 1) -> jieba.Tokenizer:
    """A tokenizer of our own with jieba's dictionary and `words`, each just frequent enough to stay whole.

    `least`: how often a word must have come where jieba counted; what is rarer is left out. It is built from the
    dictionary's source and reads and writes no cache.
    """
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as source:
        lines = [line for line in source if least <= 1 or int(line.split(b" ", 2)[1]) >= least]
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(BytesIO(b"".join(lines)))
    tokenizer.initialized = True
    for word in sorted(set(words)):
        if len(word) > 1 and not tokenizer.FREQ.get(word):
            tokenizer.add_word(word)  # the frequency is jieba's suggestion
    return tokenizer


def _in_rust(counts: Mapping[str, int]) -> Any:
    """rjieba with the same dictionary; None where it isn't installed."""
    try:
        rust = import_module("rjieba").Jieba.empty()
    except ImportError:
        return None
    for word, count in counts.items():
        if count:
            rust.add_word(word, count, "n")
    return rust


class Tokens:
    """Words of a text, the same as jieba's and sooner. Immutable once built, so any number of threads may use it."""

    def __init__(self, words: Iterable[str] = (), least: int = 1, *, fast: bool = True) -> None:
        """`words` and `least` as for `dictionary`; without rare words it loads and cuts sooner.

        `fast`: let rjieba cut where it is installed (the extra of that name); the words are the same.
        """
        tokenizer = dictionary(words, least)
        self._rust = _in_rust(tokenizer.FREQ) if fast else None
        total = log(tokenizer.total)
        costs: dict[int, float] = {0: 0.0}  # equal frequencies share one number, which halves the memory
        weights: dict[str, float] = {} if self._rust else tokenizer.FREQ
        for word, count in tokenizer.FREQ.items() if weights else ():
            cost = costs.get(count)
            if cost is None:
                cost = costs[count] = log(count) - total
            weights[word] = cost
        self._weights = weights  # log probability; 0 for what only begins words
        self._unknown = -total

    def search(self, text: str, beginnings: AbstractSet[str] | None = None) -> list[str]:
        """Words in search mode (long words also give their parts), as `jieba.cut_for_search(text, HMM=False)` does.

        `beginnings`: three characters each; runs of Chinese without any of them are passed over.
        """
        words: list[str] = []
        known = self._weights.get
        for run in _RUNS.findall(text):
            if run[0] < "㐀" or len(run) == 1:
                words.append(run)
                continue
            if beginnings is not None and beginnings.isdisjoint(map(add, map(add, run, run[1:]), run[2:])):
                continue
            if self._rust is not None:
                words += self._rust.cut_for_search(run, False)
                continue
            for word in self._cut(run):
                size = len(word)
                if size > 2:
                    words += [word[i : i + 2] for i in range(size - 1) if known(word[i : i + 2])]
                    if size > 3:
                        words += [word[i : i + 3] for i in range(size - 2) if known(word[i : i + 3])]
                words.append(word)
        return words

    def _cut(self, run: str) -> list[str]:
        """jieba's own shortest path over the dictionary's graph, computed backwards in one pass."""
        get, unknown = self._weights.get, self._unknown
        size = len(run)
        best = [0.0] * (size + 1)
        step = [0] * size
        for start in range(size - 1, -1, -1):
            at = end = start + 1
            weight = get(run[start])
            top = best[end] + (weight or unknown)
            while weight is not None and end < size:
                end += 1
                weight = get(run[start:end])
                if weight and best[end] + weight >= top:
                    top, at = best[end] + weight, end
            best[start], step[start] = top, at
        words, start = [], 0
        while start < size:
            words.append(run[start : step[start]])
            start = step[start]
        return words
